"""The cells of an .xlsx file: of the one sheet that holds something, or of the one that is named.

openpyxl reads it. Its parser of one sheet is called here, and not its sheets: read row by row,
those do not tell what is hidden or merged; read as a whole, they make an object for every cell of
a merged block, of a link and of an empty row, and fail on charts that nobody reads. defusedxml,
where it is installed, keeps openpyxl from declared entities.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser

from meeting.lists.cell import (
    BLANK,
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    Line,
    Merged,
    too_large,
)
from meeting.lists.xlsx_bounds import check_bounds
from meeting.names import name_key
from meeting.problem import Problem, Several

# openpyxl lacks the days of Chinese systems: 57 is 1974年10月 (ECMA-376 part 1, 18.8.30).
BUILTIN_FORMATS.update(dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"))
_LOWEST = 2.0
"""Points: nobody sees a text in a row that is lower."""
_NARROWEST = 0.5
"""Digits of the usual font: nobody sees a text in a column that is narrower."""
_FLAWS = {"f": FORMULA, "e": ERROR}


def xlsx_grid(data: bytes, name: str, key: str, sheet: str) -> Grid:
    """The sheet called `sheet`, or, where that is "", the only one that holds anything.

    `key` names the list in meeting.toml. Raises Problem: not an .xlsx, too large, no such
    sheet, several sheets.
    """
    grids = _grids(data, name, lambda sheets: _named(sheets, sheet, name) if sheet else sheets)
    filled = [grid for grid in grids if grid.lines]
    if len(filled) > 1:
        raise _which(filled, name, key)
    return filled[0] if filled else Grid(())


def xlsx_grids(data: bytes, name: str) -> list[Grid]:
    """Every sheet, in the order of the workbook. Raises Problem: not an .xlsx, too large."""
    return _grids(data, name, lambda sheets: sheets)


def _grids(data: bytes, name: str, choose: Callable[[list[Any]], list[Any]]) -> list[Grid]:
    try:
        check_bounds(data, name)
        with warnings.catch_warnings(action="ignore"):
            return [_grid(each, name) for each in choose(_sheets(data))]
    except Problem:
        raise
    except Exception as error:  # zipfile and openpyxl raise whatever they meet in a broken file
        raise Problem(
            "xlsx-broken",
            "This file cannot be read as .xlsx ({reason}). Open it in Excel or WPS and save it"
            " again, or save it as “CSV UTF-8”.",
            where=name,
            reason=type(error).__name__,
        ) from error


def _sheets(data: bytes) -> list[Any]:
    """The sheets as openpyxl has them; ValueError where two are the same part, read twice."""
    reader = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    targets = [part.target for _, part in reader.parser.find_sheets()]
    if len(set(targets)) < len(targets):
        raise ValueError(targets)
    reader.read()
    return list(reader.wb.worksheets)


class _Sheet(WorkSheetParser):
    """openpyxl's parser of one sheet, with what a formula came to in place of the formula."""

    def parse_formula(self, element: Any) -> str:
        """The value as it stands in the file."""
        return element.findtext(VALUE_TAG) or ""


def _grid(sheet: Any, file: str) -> Grid:
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001 - as openpyxl's own sheets do
        parsed = _Sheet(
            source,
            sheet._shared_strings,  # noqa: SLF001
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
        )
        lines = [_line(number, row, file) for number, row in parsed.parse()]
    merged = parsed.merged_cells.mergeCell if parsed.merged_cells else ()
    return Grid(
        tuple(line for line in lines if line.cells),
        sheet.title,
        sheet.sheet_state != "visible",
        _hidden_rows(parsed, lines),
        _hidden_columns(parsed),
        tuple(
            Merged(each.coord, (each.min_row, each.max_row), (each.min_col - 1, each.max_col - 1))
            for each in merged
        ),
    )


def _line(number: int, row: list[dict[str, Any]], file: str) -> Line:
    cells: dict[int, Cell] = {}
    for each in row:
        cell = _cell(each["value"], each["data_type"])
        if cell.is_blank:
            continue
        if number > MOST_ROWS or each["column"] > MOST_COLUMNS:
            raise too_large(file, number)
        cells[each["column"] - 1] = cell
    return Line(number, tuple(cells.get(at, BLANK) for at in range(max(cells, default=-1) + 1)))


def _cell(value: object, kind: str) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, date):  # with a time in it: 1972.06 that was formatted as a day
        return Cell(value.isoformat())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float):
        return Cell(str(value), number=True)
    return Cell(unescape(str(value)), flaw=_FLAWS.get(kind, ""))


def _hidden_rows(parsed: _Sheet, lines: Sequence[Line]) -> frozenset[int]:
    """The rows that are hidden or too low to be seen.

    `zeroHeight` hides only the rows that the file does not have: so Excel hides all those below
    a list.
    """
    said = parsed.row_dimensions
    usual = getattr(getattr(parsed, "sheet_format", None), "defaultRowHeight", None)
    low = usual is not None and usual < _LOWEST
    return frozenset(
        line.number
        for line in lines
        if _hides(said.get(str(line.number), {}), "ht", _LOWEST, unless_said=low)
    )


def _hidden_columns(parsed: _Sheet) -> frozenset[int]:
    """The columns, counted from 0, that are hidden or too narrow to be seen."""
    usual = getattr(getattr(parsed, "sheet_format", None), "defaultColWidth", None)
    narrow = usual is not None and usual < _NARROWEST
    hidden = set(range(MOST_COLUMNS)) if narrow else set[int]()
    for said in parsed.column_dimensions.values():
        here = range(int(said["min"]) - 1, min(int(said["max"]), MOST_COLUMNS))
        if _hides(said, "width", _NARROWEST, unless_said=narrow):
            hidden.update(here)
        else:
            hidden.difference_update(here)
    return frozenset(hidden)


def _hides(said: dict[str, str], size: str, least: float, *, unless_said: bool) -> bool:
    if said.get("hidden") in {"1", "true"}:
        return True
    return float(said[size]) < least if size in said else unless_said


def _named(sheets: list[Any], wanted: str, file: str) -> list[Any]:
    exact = [each for each in sheets if each.title == wanted]
    found = exact or [each for each in sheets if name_key(each.title) == name_key(wanted)]
    if len(found) > 1:
        raise Problem(
            "sheet-alike",
            "Several sheets of this file are called {sheet}, or so but for spaces and the like:"
            " {sheets}. Give the list's sheet a name of its own.",
            where=file,
            sheet=wanted,
            sheets=Several(repr(each.title) for each in found),
        )
    if not found:
        raise Problem(
            "sheet-unknown",
            "There is no sheet {sheet!r} in this file. Its sheets are: {sheets}.",
            where=file,
            sheet=wanted,
            sheets=Several(each.title for each in sheets),
        )
    return found


def _which(filled: list[Grid], file: str, key: str) -> Problem:
    hidden = [each.sheet for each in filled if each.hidden]
    values = {
        "sheets": Several(each.sheet for each in filled),
        "hidden": Several(hidden),
        "key": key,
        "first": filled[0].sheet,
    }
    if hidden:
        return Problem(
            "xlsx-sheets",
            "Several sheets of this file hold something: {sheets} (hidden: {hidden}). Say which"
            " one is the list: in meeting.toml, below {key} = …, write the line {key}_sheet ="
            ' "{first}", with the name of the sheet.',
            where=file,
            **values,
        )
    return Problem(
        "xlsx-sheets",
        "Several sheets of this file hold something: {sheets}. Say which one is the list: in"
        ' meeting.toml, below {key} = …, write the line {key}_sheet = "{first}", with the name of'
        " the sheet.",
        where=file,
        **values,
    )
