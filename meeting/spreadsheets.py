"""Lists typed by people, in .xlsx or .csv, as rows of text with their places.

Only what can be read without doubt is read: one sheet, headings in the first row, no merged
cells, no formulas (their value depends on who opened the file last). CSV may be UTF-8, with or
without a byte-order mark, or GB18030, as Excel writes it on Chinese systems.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meeting.files import read_bounded
from meeting.list_cell import Cell
from meeting.problem import Problem, Problems

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: cells by the name of their column; missing cells are empty."""

    file: str
    number: int
    cells: Mapping[str, Cell] = field(repr=False)
    headings: Mapping[str, str] = field(repr=False)

    def text(self, column: str) -> str:
        """Return the text of a cell, without spaces at its ends; empty if there is none."""
        cell = self.cells.get(column)
        return "" if cell is None else cell.text.strip()

    def is_number(self, column: str) -> bool:
        """Say whether the cell was typed as a number (so that 1974.10 has become 1974.1)."""
        cell = self.cells.get(column)
        return cell is not None and cell.number

    def where(self, column: str = "") -> str:
        """Return ``people.xlsx:3 姓名``: file, row and column."""
        place = f"{self.file}:{self.number}"
        return f"{place} {self.headings.get(column, column)}" if column else place


def read_list(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> list[Row]:
    """Read a list whose first row holds headings.

    ``columns`` gives for every column name the headings under which it may stand (Chinese and
    English); ``needed`` are the columns that must be there. Rows that are entirely empty are left
    out. Raises Problem or Problems naming file, row and column.
    """
    data = read_bounded(path, MOST_BYTES)
    return parse_list(data, path.name, columns, needed)


def parse_list(
    data: bytes, name: str, columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[Row]:
    """Read the bytes of a list; see ``read_list``."""
    if data.startswith(_OLD_EXCEL):
        raise Problem(
            "list-old-excel",
            "This is an old Excel file (.xls) or a password-protected one. Save it as .xlsx or"
            " .csv, without a password.",
            where=name,
        )
    if data.startswith(_ZIP):
        # Loaded when it is needed: who keeps lists as CSV needs no openpyxl.
        from meeting.xlsx_cells import xlsx_rows  # noqa: PLC0415

        rows = xlsx_rows(data, name, MOST_ROWS, MOST_COLUMNS)
    else:
        rows = _csv_rows(data, name)
    numbered = list(rows)
    if not numbered:
        raise Problem("list-empty", "This list is empty.", where=name)
    headings = _headings(numbered[0], name, columns, needed)
    named = list(_named(numbered[1:], name, headings))
    if not named:
        raise Problem("list-empty", "This list is empty.", where=name)
    return named


def _named(
    rows: list[tuple[int, list[Cell]]], name: str, headings: dict[int, tuple[str, str]]
) -> Iterator[Row]:
    shown = dict(headings.values())
    problems = []
    for number, cells in rows:
        if not any(cell.text.strip() for cell in cells):
            continue
        extra = [cell for index, cell in enumerate(cells) if index not in headings and cell.text]
        if extra:
            problems.append(
                Problem(
                    "list-extra-cell",
                    "There is a cell without a heading above it: {value!r}.",
                    where=f"{name}:{number}",
                    value=extra[0].text[:40],
                )
            )
        named = {headings[i][0]: cell for i, cell in enumerate(cells) if i in headings}
        yield Row(name, number, named, shown)
    if problems:
        raise Problems(problems)


def _headings(
    first: tuple[int, list[Cell]],
    name: str,
    columns: Mapping[str, Sequence[str]],
    needed: Sequence[str],
) -> dict[int, tuple[str, str]]:
    """Return for every position the column's name and its heading as written."""
    number, cells = first
    by_heading = {
        heading.casefold(): column for column, known in columns.items() for heading in known
    }
    found: dict[int, tuple[str, str]] = {}
    problems = []
    for index, cell in enumerate(cells):
        heading = cell.text.strip()
        if not heading:
            continue
        column = by_heading.get(heading.casefold())
        where = f"{name}:{number} {heading[:40]}"
        if column is None:
            allowed = ", ".join(known[0] for known in columns.values())
            problems.append(
                Problem(
                    "heading-unknown",
                    "The heading {heading!r} is not known here. Known are: {known}.",
                    where=where,
                    heading=heading[:40],
                    known=allowed,
                )
            )
        elif column in [each for each, _ in found.values()]:
            problems.append(Problem("heading-twice", "This column is here twice.", where=where))
        else:
            found[index] = (column, heading)
    present = {column for column, _ in found.values()}
    problems += [
        Problem(
            "heading-missing",
            "There is no column {heading} in the first row.",
            where=f"{name}:{number}",
            heading=columns[column][0],
        )
        for column in needed
        if column not in present
    ]
    if problems:
        raise Problems(problems)
    return found


def _csv_rows(data: bytes, name: str) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(io.StringIO(_decoded(data, name), newline=""), strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Problem(
                "csv-syntax",
                "This row is not CSV: {reason}.",
                where=f"{name}:{before + 1}",
                reason=str(error)[:120],
            ) from error
        if before >= MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise Problem(
                "list-too-large",
                "This list has more than {rows} rows or {columns} columns.",
                where=f"{name}:{before + 1}",
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            )
        yield before + 1, [Cell(text, number=False) for text in cells]
        before = reader.line_num


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(_UTF16) or b"\0" in data:
        raise Problem(
            "csv-encoding",
            "This is neither .xlsx nor text in UTF-8 or GB18030. Save the list as .xlsx, or as"
            " “CSV UTF-8”.",
            where=name,
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Which line is wrong can only be said for the encoding that was probably meant.
    line = _first_bad_line(data)
    raise Problem(
        "csv-encoding",
        "This is neither .xlsx nor text in UTF-8 or GB18030. Save the list as .xlsx, or as"
        " “CSV UTF-8”.",
        where=f"{name}:{line}",
    )


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1
