"""The cells of the one sheet of an .xlsx file, as text.

The file comes from outside, so it is bounded before it is unpacked (an .xlsx is a ZIP archive,
and a small one can hold gigabytes), read row by row, and left at the first row or column beyond
the limit. Merged cells and formulas are refused with their place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl

from meeting.list_cell import Cell
from meeting.problem import Problem, Problems

MOST_UNPACKED = 48 * 1024 * 1024
MOST_PARTS = 500
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z0-9:$]{1,20})["']""")
_SHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml")


def xlsx_rows(
    data: bytes, name: str, most_rows: int, most_columns: int
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number, cells) of the only sheet that holds anything.

    Raises Problem or Problems: not an .xlsx, too large, several sheets, merged cells, formulas.
    """
    _check_archive(data, name)
    try:
        rows = _read(data, name, most_rows, most_columns)
    except Problem:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a broken file
        raise _broken(name, error) from error
    yield from rows


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            too_large = (
                len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
            )
            merged = [] if too_large else _merged(archive)
    except Exception as error:  # zipfile raises whatever it meets in a broken file
        raise _broken(name, error) from error
    if too_large:
        raise Problem(
            "xlsx-unpacked",
            "This .xlsx unpacks to more than {limit} bytes; a list of names is far smaller.",
            where=name,
            limit=MOST_UNPACKED,
        )
    if merged:
        raise Problem(
            "xlsx-merged",
            "The cells {cells} are merged. Split them: every row must stand for itself.",
            where=name,
            cells=", ".join(merged[:5]),
        )


def _merged(archive: zipfile.ZipFile) -> list[str]:
    return [
        found.decode()
        for name in archive.namelist()
        if _SHEET.fullmatch(name)
        for found in _MERGED.findall(archive.read(name))
    ]


def _broken(name: str, error: Exception) -> Problem:
    return Problem(
        "xlsx-broken",
        "This file cannot be read as .xlsx ({reason}). Open it in Excel or WPS and save it"
        " again, or save it as “CSV UTF-8”.",
        where=name,
        reason=type(error).__name__,
    )


def _read(
    data: bytes, name: str, most_rows: int, most_columns: int
) -> list[tuple[int, list[Cell]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        filled = [
            rows
            for sheet in workbook.worksheets
            if (rows := _sheet_rows(sheet, name, most_rows, most_columns))
        ]
    finally:
        workbook.close()
    if len(filled) > 1:
        raise Problem(
            "xlsx-sheets",
            "{count} sheets of this file hold something. Keep one list per file.",
            where=name,
            count=len(filled),
        )
    return filled[0] if filled else []


def _sheet_rows(
    sheet: Any, name: str, most_rows: int, most_columns: int
) -> list[tuple[int, list[Cell]]]:
    rows: list[tuple[int, list[Cell]]] = []
    problems: list[Problem] = []
    # A file may claim any size for itself; reading goes by the rows that are really there.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > most_rows or any(cell.value is not None for cell in cells[most_columns:]):
            raise Problem(
                "list-too-large",
                "This list has more than {rows} rows or {columns} columns.",
                where=f"{name}:{number}",
                rows=most_rows,
                columns=most_columns,
            )
        read = []
        for index, cell in enumerate(cells[:most_columns]):
            try:
                read.append(_cell(cell.value, cell.data_type))
            except Problem as problem:
                problem.where = f"{name}:{number} {_letters(index)}"
                problems.append(problem)
        if any(cell.text for cell in read):
            rows.append((number, read))
    if problems:
        raise Problems(problems)
    return rows


def _cell(value: object, kind: str) -> Cell:
    if value is None:
        return Cell("", number=False)
    if kind == "f":
        raise Problem(
            "xlsx-formula",
            "This cell holds a formula. Replace it by its value (copy, paste as values).",
        )
    if kind == "e":
        raise Problem("xlsx-error", "This cell shows an error ({value}).", value=str(value)[:20])
    if isinstance(value, bool):
        return Cell(str(value).upper(), number=False)
    if isinstance(value, datetime | date):
        return Cell(value.strftime("%Y-%m-%d"), number=False)
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), number=True)
    if isinstance(value, int | float):
        return Cell(str(value), number=True)
    return Cell(str(value), number=False)


def _letters(index: int) -> str:
    """Write a column as spreadsheets do: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
