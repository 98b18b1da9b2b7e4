"""One sheet to be filled: tables below one another, their input cells shaded, ready for A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from meeting.language import N_, gettext_for
from meeting.printable import printable
from tally.problem import ROOM
from tally.trying.workbook import words

COUNTS, SCORED, MARKS, YES_NO, REASONS, NAMES = "count", "score", "mark", "yes", "reason", "name"
"""What goes into an input cell."""
_FORMATS: Final = {COUNTS: "0", SCORED: "0.0", MARKS: "General", YES_NO: "@", REASONS: "@"}
_ERRORS: Final = {
    COUNTS: N_("Expected is a whole number, 0 or more."),
    SCORED: N_("Expected is a score from 0 to 100."),
    MARKS: N_("Expected is a number, 0 or more, or a dash."),
    YES_NO: N_("Expected is yes or no."),
}
_HEI, _SONG = "黑体", "宋体"
_SHADE: Final = PatternFill("solid", fgColor="FFF2CC")
_HEAD: Final = PatternFill("solid", fgColor="E7E6E6")
_LINE: Final = Side(style="thin", color="808080")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE: Final = Alignment("center", "center", wrap_text=True)
_LEFT: Final = Alignment("left", "center", wrap_text=True)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDE: Final = 9
"""Columns from which on a sheet is printed across."""
_NARROW: Final = {True: 6.0, False: 9.0}
_WIDEST: Final = 40.0
_POINTS: Final = 16.0


@dataclass(frozen=True, slots=True)
class Input:
    """A column to be filled: how it is headed, and what goes into it."""

    heading: str
    kind: str


class EmptySheet:
    """A sheet that is written from its first line down."""

    def __init__(self, sheet: Worksheet, language: str) -> None:
        self._sheet, self._language = sheet, language
        self._row = 0
        self._columns = 1
        self._widths: dict[int, float] = {}
        self._remarks: list[int] = []
        self._valid: dict[str, DataValidation] = {}

    def title(self, text: str) -> None:
        """What the sheet is, in large type."""
        self._alone(text, Font(_HEI, size=16, bold=True), 26)

    def remark(self, text: str) -> None:
        """What to do with it."""
        self._alone(text, Font(_SONG, size=10, color="595959"), _POINTS)
        self._remarks.append(self._row)

    def table(
        self,
        title: str,
        heads: Sequence[str],
        inputs: Sequence[Input],
        rows: Sequence[Sequence[str | int]],
    ) -> None:
        """A table below a free row: what is given in each row, then the columns to be filled.

        A given text that is empty is to be filled in too.
        """
        self._row += 1
        if title:
            self._alone(title, Font(_HEI, size=12, bold=True), 20)
        self._row += 1
        whole = [*heads, *(each.heading for each in inputs)]
        for at, text in enumerate(whole, 1):
            cell = self._put(at, text)
            cell.font, cell.fill, cell.alignment = Font(_HEI, size=11, bold=True), _HEAD, _CENTRE
        self._columns = max(self._columns, len(whole))
        self._fit(heads, inputs, rows)
        lines = [int(_width_of(text) // self._width(at)) for at, text in enumerate(whole, 1)]
        self._sheet.row_dimensions[self._row].height = _POINTS * (1 + max(lines))
        first = self._row + 1
        for row in rows:
            self._row += 1
            for at, value in enumerate(row, 1):
                cell = self._put(at, value)
                cell.alignment = _LEFT if isinstance(value, str) else _CENTRE
                if value == "":
                    self._shade(cell, NAMES)
            for at, each in enumerate(inputs, len(row) + 1):
                self._shade(self._put(at, None), each.kind)
        for at, each in enumerate(inputs, len(heads) + 1):
            self._validate(each.kind, f"{_letter(at)}{first}:{_letter(at)}{self._row}")

    def finish(self) -> None:
        """Say how it is printed."""
        sheet = self._sheet
        for at, width in self._widths.items():
            sheet.column_dimensions[_letter(at)].width = width
        whole = sum(self._width(at) for at in range(1, self._columns + 1))
        for row in self._remarks:
            text = str(sheet.cell(row, 1).value)
            last = max(self._columns, 6)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
            lines = 1 + int(_width_of(text) // max(whole, 50.0))
            sheet.row_dimensions[row].height = _POINTS * lines
        for each in self._valid.values():
            sheet.add_data_validation(each)
        sheet.print_area = f"A1:{_letter(max(self._columns, 6))}{self._row}"
        sheet.page_setup.orientation = "landscape" if self._columns >= _WIDE else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _alone(self, text: str, font: Font, height: float) -> None:
        self._row += 1
        cell = self._cell(1)
        _put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment("left", "center", wrap_text=font.size == 10)  # noqa: PLR2004
        self._sheet.row_dimensions[self._row].height = height

    def _put(self, column: int, value: str | int | None) -> Cell:
        cell = self._cell(column)
        if isinstance(value, str) and value:
            _put_text(cell, value)
        elif isinstance(value, int):
            cell.value = value
        cell.font, cell.border = Font(_SONG, size=11), _BORDER
        return cell

    def _shade(self, cell: Cell, kind: str) -> None:
        cell.fill = _SHADE
        cell.number_format = _FORMATS.get(kind, "@")
        cell.alignment = _LEFT if kind in (REASONS, NAMES) else _CENTRE

    def _cell(self, column: int) -> Cell:
        cell = self._sheet.cell(self._row, column)
        if not isinstance(cell, Cell):
            raise TypeError(cell)
        return cell

    def _fit(
        self, heads: Sequence[str], inputs: Sequence[Input], rows: Sequence[Sequence[str | int]]
    ) -> None:
        many = len(inputs) > _WIDE
        for at in range(1, len(heads) + 1):
            texts = [heads[at - 1], *(str(row[at - 1]) for row in rows)]
            longest = max(map(_width_of, texts)) + 2
            self._widths[at] = max(self._width(at), min(longest, _WIDEST), 10.0)
        for at, each in enumerate(inputs, len(heads) + 1):
            wanted = 24.0 if each.kind in (REASONS, NAMES) else _width_of(each.heading) + 2
            least = _NARROW[many]
            self._widths[at] = max(self._widths.get(at, 0.0), min(wanted, 24.0), least)

    def _width(self, column: int) -> float:
        return self._widths.get(column, 8.5)

    def _validate(self, kind: str, cells: str) -> None:
        if kind not in _ERRORS:
            return
        if kind not in self._valid:
            self._valid[kind] = self._validation(kind)
        self._valid[kind].add(cells)

    def _validation(self, kind: str) -> DataValidation:
        if kind == YES_NO:
            pair = (words.YES, words.NO)
            listed = ",".join(each[self._language == "en"] for each in pair)
            valid = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        elif kind == COUNTS:
            valid = DataValidation("whole", "0", allow_blank=True, operator="greaterThanOrEqual")
        elif kind == SCORED:
            valid = DataValidation("decimal", "0", "100", allow_blank=True, operator="between")
        else:
            valid = DataValidation("decimal", "0", allow_blank=True, operator="greaterThanOrEqual")
            valid.errorStyle = "warning"
        valid.showErrorMessage = True
        valid.error = gettext_for(ROOM, self._language)(_ERRORS[kind])
        return valid


def _put_text(cell: Cell, text: str) -> None:
    """A text that stays one, whatever a spreadsheet would take it for."""
    cell.value = printable(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def _letter(column: int) -> str:
    return get_column_letter(column)


def _width_of(text: str) -> float:
    """How wide a text is, in characters of Latin script."""
    return sum(1.0 if character.isascii() else 2.0 for character in text)
