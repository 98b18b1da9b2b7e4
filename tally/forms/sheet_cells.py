"""Cells of a sheet: numbers as numbers, text as text whatever it begins with, sums as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Final

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from meeting.printable import printable
from tally.forms.form import Across, Cell, Down, Points, Share, Tenths

HEI: Final = "黑体"
SONG: Final = "宋体"
_LINE: Final = Side(style="thin")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BODY: Final = Font(SONG, size=11)
_BOLD: Final = Font(HEI, size=11, bold=True)
_TEXT: Final = Alignment("left", "center", wrap_text=True)
_NUMBER: Final = Alignment("center", "center", wrap_text=True)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def cell_at(sheet: Worksheet, row: int, column: int) -> SheetCell:
    """A cell that is not joined to another."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, SheetCell):
        raise TypeError(cell)
    return cell


def put(cell: SheetCell, value: Cell, letters: Mapping[int, str], above: tuple[int, int]) -> None:
    """Write one value; `above` are the first and last row over it that belong to its table.

    `letters` are the columns of the sheet in which those of the form begin that stand in it.
    """
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, Share):
        cell.value = float(value.value)
        cell.number_format = "0.00%"
    elif isinstance(value, Points):
        cell.value = float(value.value)
        cell.number_format = "0.00"
    elif isinstance(value, Tenths):
        cell.value = value.value / 10
        cell.number_format = "0.0"
    elif isinstance(value, Across):
        left, right = (letters[at] for at in value.columns)
        cell.value = f"=SUM({left}{cell.row}:{right}{cell.row})"
    elif isinstance(value, Down):
        letter, (first, last) = cell.column_letter, above
        cell.value = f"=SUM({letter}{first}:{letter}{last})" if first <= last else value.value
    elif isinstance(value, int):
        cell.value = value


def put_text(cell: SheetCell, text: str) -> None:
    """A text that stays one, whatever a spreadsheet would take it for."""
    cell.value = printable(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


class Frames:
    """The lines and the type of cells of one sheet, by whether they hold text and are bold.

    A style that is looked up for each cell takes most of the time that a sheet takes.
    """

    def __init__(self) -> None:
        self._styles: dict[tuple[bool, bool], StyleArray] = {}

    def give(self, cell: SheetCell, *, text: bool, bold: bool) -> None:
        """Frame a cell, before anything else is said of how it looks."""
        known = self._styles.get((text, bold))
        if known is not None:
            cell._style = copy(known)  # type: ignore[attr-defined]  # noqa: SLF001
            return
        cell.font = _BOLD if bold else _BODY
        cell.border = _BORDER
        cell.alignment = _TEXT if text else _NUMBER
        self._styles[text, bold] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001


def width_of(text: str) -> float:
    """How wide a text is, in characters of Latin script."""
    return sum(1.0 if character.isascii() else 2.0 for character in text)
