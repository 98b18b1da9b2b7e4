"""The cells of an .xlsx file: of the one sheet that holds something, or of the one that is named.

One pass over a sheet finds its cells and what a reader of the sheet does not see: hidden rows and
columns, and the cells that are merged. Empty cells, however many are formatted, count for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meeting.list_cell import (
    BLANK,
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    Line,
    Merged,
)
from meeting.names import name_key
from meeting.problem import Problem
from meeting.xlsx_dates import date_styles, day
from meeting.xlsx_package import Attributes, Package, Sheet, is_true, parse
from meeting.xlsx_strings import shared_strings, unescaped

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# A sheet may have a million rows that are formatted and empty. Only those that say where they are:
# what follows them does not move.
_EMPTY_CELL = re.compile(rb'<c (?:[^<>]*? )?r="[A-Z0-9]{2,10}"[^<>]*(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row (?:[^<>]*? )?r="[0-9]{1,7}"[^<>]*(?:/>|>\s*</row>)')
_DAY = 10
"""Characters of a day in ISO 8601."""


def xlsx_grid(data: bytes, name: str, key: str, sheet: str) -> Grid:
    """Return the sheet called ``sheet``, or, where that is "", the only one that holds anything.

    ``key`` names the list in meeting.toml. Raises Problem: not an .xlsx, too large, no such
    sheet, several sheets.
    """
    try:
        package = Package(data, name)
        sheets, since_1904 = package.sheets()
        part = package.part_of("sharedStrings")
        strings = shared_strings(package.read(part)) if part else []
        part = package.part_of("styles")
        days = date_styles(package.read(part)) if part else frozenset[int]()
        wanted = _named(sheets, sheet, name) if sheet else sheets
        values = _Values(strings, days, since_1904=since_1904)
        grids = [_Reading(each, values, name).grid(package.read(each.part)) for each in wanted]
    except Problem:
        raise
    except Exception as error:  # zipfile and parsers raise whatever they meet in a broken file
        raise Problem(
            "xlsx-broken",
            "This file cannot be read as .xlsx ({reason}). Open it in Excel or WPS and save it"
            " again, or save it as “CSV UTF-8”.",
            where=name,
            reason=type(error).__name__,
        ) from error
    filled = [grid for grid in grids if grid.lines]
    if len(filled) > 1:
        raise _which(filled, name, key)
    return filled[0] if filled else Grid(())


def _named(sheets: tuple[Sheet, ...], wanted: str, file: str) -> tuple[Sheet, ...]:
    found = [each for each in sheets if name_key(each.name) == name_key(wanted)]
    if not found:
        raise Problem(
            "sheet-unknown",
            "There is no sheet {sheet!r} in this file. Its sheets are: {sheets}.",
            where=file,
            sheet=wanted,
            sheets=", ".join(each.name for each in sheets),
        )
    return (found[0],)


def _which(filled: list[Grid], file: str, key: str) -> Problem:
    hidden = [each.sheet for each in filled if each.hidden]
    values = {
        "sheets": ", ".join(each.sheet for each in filled),
        "hidden": ", ".join(hidden),
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


@dataclass(frozen=True, slots=True)
class _Values:
    """What the values in the cells refer to."""

    strings: list[str] = field(repr=False)
    days: frozenset[int]
    since_1904: bool

    def cell(self, kind: str, style: str, value: str, *, formula: bool) -> Cell:
        """Return a cell; raises ValueError and the like for what no program writes."""
        flaw = FORMULA if formula else ERROR if kind == "e" else ""
        if kind != "n" or not value:
            return Cell(self._text(kind, value), flaw=flaw)
        number = float(value)
        if int(style or 0) in self.days and (shown := day(number, since_1904=self.since_1904)):
            return Cell(shown, flaw=flaw)
        text = str(int(number)) if number.is_integer() else str(number)
        return Cell(text, number=True, flaw=flaw)

    def _text(self, kind: str, value: str) -> str:
        if kind == "s":
            return self.strings[int(value)]
        if kind in {"str", "inlineStr"}:
            return unescaped(value)
        if kind == "b":
            return "TRUE" if is_true(value) else "FALSE"
        return value[:_DAY] if kind == "d" else value


class _Reading:
    """One pass over one sheet."""

    def __init__(self, sheet: Sheet, values: _Values, file: str) -> None:
        self._sheet = sheet
        self._values = values
        self._file = file
        self._lines: list[Line] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[Merged] = []
        self._row = 0
        self._column = -1
        self._cells: dict[int, Cell] = {}
        self._attributes: Attributes = {}
        self._pieces: list[str] = []
        self._formula = False
        self._reads = False
        self._guide = False

    def grid(self, data: bytes) -> Grid:
        """Return what the part holds."""
        filled = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))
        parse(filled, self._begin, self._end, self._text)
        return Grid(
            tuple(self._lines),
            self._sheet.name,
            self._sheet.hidden,
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            tuple(self._merged),
        )

    def _begin(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._reads = not self._guide
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
            if is_true(attributes.get("hidden", "")) or _is_nothing(attributes.get("ht")):
                self._hidden_rows.add(self._row)
        elif name == "rPh":
            self._guide = True
        elif name == "col":
            if is_true(attributes.get("hidden", "")) or _is_nothing(attributes.get("width")):
                last = min(int(attributes["max"]), MOST_COLUMNS)
                self._hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == "mergeCell":
            self._merged.append(_block(attributes["ref"]))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._pieces.clear()
        self._formula = False
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            column, row = _place(place)
            self._column = column
            self._row = row

    def _text(self, characters: str) -> None:
        if self._reads:
            self._pieces.append(characters)

    def _end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._reads = False
        elif name == "rPh":
            self._guide = False
        elif name == "c" and (self._pieces or self._formula):
            self._end_cell()
        elif name == "row" and self._cells:
            cells = tuple(self._cells.get(at, BLANK) for at in range(max(self._cells) + 1))
            self._lines.append(Line(self._row, cells))
            self._cells = {}

    def _end_cell(self) -> None:
        cell = self._values.cell(
            self._attributes.get("t", "n"),
            self._attributes.get("s", ""),
            "".join(self._pieces),
            formula=self._formula,
        )
        if cell.is_blank:
            return
        if self._row > MOST_ROWS or self._column >= MOST_COLUMNS:
            raise too_large(self._file, self._row)
        self._cells[self._column] = cell


def too_large(file: str, row: int) -> Problem:
    """Return what is said of a list with too many rows or columns."""
    return Problem(
        "list-too-large",
        "This list has more than {rows} rows or {columns} columns.",
        where=f"{file}:{row}",
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _place(reference: str) -> tuple[int, int]:
    """Return column (from 0) and row (from 1) of ``B3``; raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("a reference")
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1, int(found[2])


def _block(reference: str) -> Merged:
    first, _, last = reference.partition(":")
    (left, top), (right, bottom) = _place(first), _place(last or first)
    return Merged(reference.replace("$", ""), (top, bottom), (left, right))
