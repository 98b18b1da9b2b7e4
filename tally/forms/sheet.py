"""One form on one sheet of the workbook, from its first line down, and how it is printed."""

from __future__ import annotations

import math
from typing import Final

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from meeting.printable import printable
from tally.forms.form import Bar, Cell, Column, Form, Forms, Table, Told
from tally.forms.sheet_cells import HEI, SONG, Frames, cell_at, put, put_text, width_of
from tally.forms.sheet_grid import Grid

_CHARACTERS: Final = {True: 116.0, False: 84.0}
"""The width of a page, landscape or not, in characters of a column."""
_POINTS: Final = 15.0
"""The height of a line of text."""


class Sheet:
    """One form on one sheet, from its first line down."""

    def __init__(self, sheet: Worksheet, form: Form, forms: Forms) -> None:
        self._sheet, self._form, self._forms = sheet, form, forms
        tables = [part for part in form.parts if isinstance(part, Table)]
        columns = [[column for _at, column in _shown(table)] for table in tables]
        self._grid = Grid(columns, _CHARACTERS[form.wide])
        self._columns = len(self._grid.widths)
        self._row = 0
        self._frames = Frames()

    def write(self) -> None:
        """Write the form, and how it is printed."""
        form = self._form
        self._across(form.title, Font(HEI, size=18, bold=True), centred=True, height=30)
        for line in form.head:
            self._across(line, Font(SONG, size=12), centred=True)
        for place, width in enumerate(self._grid.widths, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        tables = sum(isinstance(part, Table) for part in form.parts)
        number = 0
        for part in form.parts:
            if isinstance(part, Told):
                font = Font(HEI if part.strong else SONG, size=11, bold=part.strong)
                self._across(part.text, font, indent=2 if part.indent else 0)
            else:
                self._table(part, self._grid.spans(number), repeated=tables == 1)
                number += 1
        self._foot()
        self._printing()

    def _across(
        self,
        text: str,
        font: Font,
        *,
        centred: bool = False,
        height: float = 0.0,
        indent: int = 0,
    ) -> None:
        """One text over all columns, with as many lines as it needs."""
        self._row += 1
        cell = cell_at(self._sheet, self._row, 1)
        put_text(cell, text)
        cell.font = font
        horizontal = "center" if centred else "left"
        cell.alignment = Alignment(horizontal, "center", wrap_text=True, indent=indent)
        if self._columns > 1:
            self._merge(self._row, self._row, 1, self._columns)
        lines = math.ceil(width_of(text) * 1.15 / (_CHARACTERS[self._form.wide] - 2 * indent))
        self._sheet.row_dimensions[self._row].height = height or _POINTS * max(lines, 1) + 3

    def _table(self, table: Table, spans: list[tuple[int, int]], *, repeated: bool) -> None:
        if table.caption:
            self._across(table.caption, Font(HEI, size=12, bold=True))
        columns = _shown(table)
        letters = {
            at: get_column_letter(span[0]) for (at, _), span in zip(columns, spans, strict=True)
        }
        top = self._row + 1
        grouped = any(column.over for _at, column in columns)
        if repeated:
            last = top + (1 if grouped else 0)
            self._sheet.print_title_rows = f"{top}:{last}"
        self._heads([column for _at, column in columns], spans, grouped=grouped)
        first = self._row + 1
        for row in table.rows:
            start = self._row + 1
            for line in row.lines:
                self._row += 1
                for (at, column), span in zip(columns, spans, strict=True):
                    cell = self._framed(self._row, span, text=column.text, bold=row.total)
                    put(cell, line[at], letters, (first, start - 1))
            self._joined(row.lines, columns, spans, start)
            self._heights(row.lines, columns, spans, start)
        self._row += 1

    def _framed(self, row: int, span: tuple[int, int], *, text: bool, bold: bool) -> SheetCell:
        """The first cell of a span, all of which has its lines."""
        cells = [cell_at(self._sheet, row, place) for place in range(span[0], span[1] + 1)]
        for cell in cells:
            self._frames.give(cell, text=text, bold=bold)
        return cells[0]

    def _heads(self, columns: list[Column], spans: list[tuple[int, int]], *, grouped: bool) -> None:
        top = self._row + 1
        self._row += 2 if grouped else 1
        for column, span in zip(columns, spans, strict=True):
            cells = [
                self._framed(row, span, text=False, bold=True) for row in range(top, self._row + 1)
            ]
            put_text(cells[-1] if column.over else cells[0], column.head)
            self._merge(self._row if column.over else top, self._row, *span)
        if grouped:
            self._heads_over(columns, spans, top)
        lines = (
            math.ceil(width_of(column.head) * 1.25 / self._grid.width(span))
            for column, span in zip(columns, spans, strict=True)
        )
        self._sheet.row_dimensions[self._row].height = _POINTS * max(lines) + 3

    def _heads_over(self, columns: list[Column], spans: list[tuple[int, int]], row: int) -> None:
        """Write headings that stand over several columns."""
        start = 0
        while start < len(columns):
            end = start
            while end + 1 < len(columns) and columns[end + 1].over == columns[start].over:
                end += 1
            if columns[start].over:
                put_text(cell_at(self._sheet, row, spans[start][0]), columns[start].over)
                self._merge(row, row, spans[start][0], spans[end][1])
            start = end + 1

    def _joined(
        self,
        lines: tuple[tuple[Cell, ...], ...],
        columns: list[tuple[int, Column]],
        spans: list[tuple[int, int]],
        start: int,
    ) -> None:
        """Join what belongs to all lines of a row, and the columns under each cell."""
        for (at, _column), span in zip(columns, spans, strict=True):
            if all(line[at] is None for line in lines[1:]):
                self._merge(start, self._row, *span)
            else:
                for row in range(start, self._row + 1):
                    self._merge(row, row, *span)

    def _heights(
        self,
        lines: tuple[tuple[Cell, ...], ...],
        columns: list[tuple[int, Column]],
        spans: list[tuple[int, int]],
        start: int,
    ) -> None:
        for number, line in enumerate(lines):
            needed = 1
            for (at, _column), span in zip(columns, spans, strict=True):
                value = line[at]
                if isinstance(value, str):
                    width = max(self._grid.width(span) - 1, 1)
                    needed = max(needed, math.ceil(width_of(value) * 1.2 / width))
            if len(lines) > 1:
                needed = math.ceil(needed / len(lines))
            self._sheet.row_dimensions[start + number].height = _POINTS * needed + 3

    def _merge(self, top: int, low: int, left: int, right: int) -> None:
        """Join cells that no others overlap: looking for these takes longer with each that is."""
        if (top, left) != (low, right):
            joined = CellRange(min_row=top, max_row=low, min_col=left, max_col=right)
            self._sheet.merged_cells.ranges.add(joined)

    def _foot(self) -> None:
        if self._form.signers:
            self._row += 1
            line = "　　".join(f"{each}：＿＿＿＿＿＿＿＿" for each in self._form.signers)
            if self._forms.language == "en":
                line = "      ".join(f"{each}: ______________" for each in self._form.signers)
            self._across(line, Font(SONG, size=12), height=26)
            mark = (
                "：　　　　年　　月　　日" if self._forms.language == "zh" else ": ______________"
            )
            self._across(f"{self._form.day}{mark}", Font(SONG, size=12), height=26)

    def _printing(self) -> None:
        sheet = self._sheet
        sheet.print_area = f"A1:{get_column_letter(self._columns)}{max(self._row, 1)}"
        sheet.page_setup.orientation = "landscape" if self._form.wide else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.6
        sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
        zh = self._forms.language == "zh"
        page = "第 &P 页　共 &N 页" if zh else "page &P of &N"
        left = _HeaderFooterPart(_plain_footer(self._forms.source), size=7)
        right = _HeaderFooterPart(page, size=8)
        sheet.oddFooter = HeaderFooterItem(left=left, right=right)


def _plain_footer(text: str) -> str:
    """A text of a footer, in which & begins an order."""
    return printable(text, keep="").replace("&", "&&")


def _shown(table: Table) -> list[tuple[int, Column]]:
    """The columns of a workbook, with their places: bars are drawn on paper alone."""
    drawn = {
        at
        for row in table.rows
        for line in row.lines
        for at, cell in enumerate(line)
        if isinstance(cell, Bar)
    }
    return [pair for pair in enumerate(table.columns) if pair[0] not in drawn]
