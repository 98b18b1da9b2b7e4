"""Lists typed by people, in .xlsx or .csv, as rows of text with their places.

A list is read as clerks have it: a title may stand above the headings, a total and a signature
below, and columns that nobody asked for beside them. All that is left out is noted. What cannot
be read without doubt in a row and a column that are read is refused: merged cells, formulas
(their value depends on who opened the file last), and what the sheet hides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meeting.files import read_bounded
from meeting.lists.cell import BLANK, Cell, Grid, Line, Merged
from meeting.lists.csv_cells import csv_grid
from meeting.lists.entries import Entries, entries_of
from meeting.lists.headings import ListKind, has_headings, headings_of
from meeting.lists.notes import notes_on
from meeting.lists.row_place import RowPlace, once
from meeting.lists.sheet_problems import (
    cells_beside,
    confirmed,
    hidden_parts,
    merged_blocks,
    merged_problem,
    unclear_columns,
    unreadable_cells,
)
from meeting.problem import Problem

MOST_BYTES = 8 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# Typed before a text or a number so that a spreadsheet leaves it as it is.
_APOSTROPHE = re.compile(r"\s*'(?=[0-9\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: cells by the name of their column; missing cells are empty.

    `unclear` are columns whose cell cannot be read here; that is told already.
    """

    file: str
    number: int
    cells: Mapping[str, Cell] = field(repr=False)
    headings: Mapping[str, str] = field(repr=False)
    unclear: frozenset[str] = frozenset()

    def text(self, column: str) -> str:
        """The text of a cell, without spaces at its ends; empty if there is none."""
        return _APOSTROPHE.sub("", self.cells.get(column, BLANK).text, count=1).strip()

    def is_number(self, column: str) -> bool:
        """Say whether the cell was typed as a number (so that 1974.10 has become 1974.1)."""
        return self.cells.get(column, BLANK).number

    def where(self, column: str = "") -> RowPlace:
        """`people.xlsx:3 姓名`: file, row and column."""
        return RowPlace(self.file, [self.number], self.headings.get(column, column))


def rows_place(rows: Sequence[Row], column: str = "") -> RowPlace:
    """The place of one column in several rows of a list; at least one."""
    first = rows[0]
    return RowPlace(first.file, [r.number for r in rows], first.headings.get(column, column))


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a file says: its rows, what is wrong with it, and what was left out or read in it.

    With problems the rows are good for finding more of them, and for nothing else. `notes`
    are told and refuse nothing.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_list(path: Path, kind: ListKind, *, sheet: str = "", hidden: bool = False) -> ListRead:
    """Read a list: of a workbook the sheet of that name, or the only one that holds anything.

    `hidden` confirms that rows and columns which the sheet hides belong to the list. Raises
    Problem or Problems where nothing can be read at all.
    """
    return parse_list(read_bounded(path, MOST_BYTES), path.name, kind, sheet=sheet, hidden=hidden)


def parse_list(
    data: bytes, name: str, kind: ListKind, *, sheet: str = "", hidden: bool = False
) -> ListRead:
    """Read the bytes of a list; see `read_list`."""
    grid = _grid(data, name, kind, sheet)
    if not grid.lines:
        raise _empty(name)
    headings = headings_of(grid, kind, name)
    if headings.problems:
        return ListRead((), headings.problems, ())
    entries = entries_of(grid, headings, name)
    if not entries.lines:
        raise _empty(name)
    merged = merged_blocks(entries)
    hiding = list(hidden_parts(entries, kind.key))
    problems = [
        *merged_problem(entries, merged),
        *(() if hidden else hiding),
        *unreadable_cells(entries),
        *(() if data.startswith(_ZIP) else cells_beside(entries)),
    ]
    notes = [*notes_on(entries), *(confirmed(each, entries) for each in hiding if hidden)]
    rows = tuple(_row(line, entries, merged) for line in entries.lines)
    return ListRead(rows, tuple(once(problems)), tuple(notes))


def _row(line: Line, entries: Entries, merged: tuple[Merged, ...]) -> Row:
    read = entries.headings.read
    cells = {name: line.cell(at) for at, (name, _) in read.items()}
    flawed = {name for name, cell in cells.items() if cell.flaw}
    unclear = unclear_columns(entries, line.number, merged) | flawed
    return Row(entries.file, line.number, cells, dict(read.values()), unclear)


def _empty(name: str) -> Problem:
    return Problem("list-empty", "This list is empty.", where=name)


def refuse_old_excel(data: bytes, name: str) -> None:
    """Raise Problem for a workbook that is not read here: an old one, or one with a password."""
    if data.startswith(_OLE):
        raise Problem(
            "list-old-excel",
            "This is an old Excel file (.xls) or a password-protected one. Save it as .xlsx or"
            " .csv, without a password.",
            where=name,
        )


def _grid(data: bytes, name: str, kind: ListKind, sheet: str) -> Grid:
    refuse_old_excel(data, name)
    if data.startswith(_ZIP):
        from meeting.lists.xlsx_cells import xlsx_grid  # noqa: PLC0415 - openpyxl is slow to load

        return xlsx_grid(data, name, kind.key, sheet)
    if sheet:
        raise Problem(
            "sheet-csv",
            "A .csv file has no sheets. Take the line {key}_sheet = … out of meeting.toml.",
            where=name,
            key=kind.key,
        )
    return csv_grid(data, name, lambda grid: has_headings(grid, kind))
