"""One form on one sheet of the workbook, from its first line down, and how it is printed."""

from __future__ import annotations

import math
from typing import Final

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from meeting.printable import printable
from tally.forms.form import Bar, Cell, Column, Form, Forms, Table, Told
from tally.forms.sheet_cells import HEI, SONG, Frames, cell_at, put, put_text, width_of

_CHARACTERS: Final = {True: 116.0, False: 84.0}
"""The width of a page, landscape or not, in characters of a column."""
_POINTS: Final = 15.0
"""The height of a line of text."""


class Sheet:
    """One form on one sheet, from its first line down."""

    def __init__(self, sheet: Worksheet, form: Form, forms: Forms) -> None:
        self._sheet, self._form, self._forms = sheet, form, forms
        tables = [part for part in form.parts if isinstance(part, Table)]
        self._columns = max((len(_shown(table)) for table in tables), default=6)
        self._row = 0
        self._frames = Frames()

    def write(self) -> None:
        """Write the form, and how it is printed."""
        form = self._form
        self._across(form.title, Font(HEI, size=18, bold=True), centred=True, height=30)
        for line in form.head:
            self._across(line, Font(SONG, size=12), centred=True)
        tables = [part for part in form.parts if isinstance(part, Table)]
        widest = max(tables, key=lambda table: len(_shown(table)), default=None)
        even = [Column("") for _ in range(self._columns)]
        self._widths([column for _at, column in _shown(widest)] if widest else even)
        for part in form.parts:
            if isinstance(part, Told):
                font = Font(HEI if part.strong else SONG, size=11, bold=part.strong)
                self._across(part.text, font, indent=2 if part.indent else 0)
            else:
                self._table(part, repeated=len(tables) == 1)
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

    def _table(self, table: Table, *, repeated: bool) -> None:
        if table.caption:
            self._across(table.caption, Font(HEI, size=12, bold=True))
        columns = _shown(table)
        shown = [at for at, _column in columns]
        top = self._row + 1
        grouped = any(column.over for _at, column in columns)
        if repeated:
            last = top + (1 if grouped else 0)
            self._sheet.print_title_rows = f"{top}:{last}"
        self._heads([column for _at, column in columns], grouped=grouped)
        first = self._row + 1
        for row in table.rows:
            start = self._row + 1
            for line in row.lines:
                self._row += 1
                for place, (at, column) in enumerate(columns, 1):
                    cell = cell_at(self._sheet, self._row, place)
                    self._frames.give(cell, text=column.text, bold=row.total)
                    put(cell, line[at], shown, (first, start - 1))
            self._joined(row.lines, columns, start)
            self._heights(row.lines, columns, start)
        self._row += 1

    def _widths(self, columns: list[Column]) -> None:
        whole = sum(column.width for column in columns)
        for place, column in enumerate(columns, 1):
            width = _CHARACTERS[self._form.wide] * column.width / whole
            self._sheet.column_dimensions[get_column_letter(place)].width = max(width, 5)

    def _heads(self, columns: list[Column], *, grouped: bool) -> None:
        rows = [self._row + 1, self._row + 2] if grouped else [self._row + 1]
        for place, column in enumerate(columns, 1):
            for row in rows:
                cell = cell_at(self._sheet, row, place)
                self._frames.give(cell, text=False, bold=True)
            top, low = cell_at(self._sheet, rows[0], place), cell_at(self._sheet, rows[-1], place)
            if column.over:
                put_text(top, column.over)
                put_text(low, column.head)
            else:
                put_text(top, column.head)
                if grouped:
                    self._merge(rows[0], rows[-1], place, place)
        if grouped:
            self._merge_over(columns, rows[0])
        self._row = rows[-1]
        self._sheet.row_dimensions[self._row].height = _POINTS * self._most_lines(columns) + 3

    def _most_lines(self, columns: list[Column]) -> int:
        whole = sum(column.width for column in columns)
        return max(
            math.ceil(
                width_of(column.head)
                * 1.25
                / max(_CHARACTERS[self._form.wide] * column.width / whole, 5)
            )
            for column in columns
        )

    def _merge_over(self, columns: list[Column], row: int) -> None:
        """Join headings that stand over several columns."""
        start = 0
        while start < len(columns):
            end = start
            while end + 1 < len(columns) and columns[end + 1].over == columns[start].over:
                end += 1
            if columns[start].over:
                self._merge(row, row, start + 1, end + 1)
            start = end + 1

    def _joined(
        self, lines: tuple[tuple[Cell, ...], ...], columns: list[tuple[int, Column]], start: int
    ) -> None:
        """Join what belongs to all lines of a row."""
        if len(lines) == 1:
            return
        for place, (at, _column) in enumerate(columns, 1):
            if all(line[at] is None for line in lines[1:]):
                self._merge(start, self._row, place, place)

    def _heights(
        self, lines: tuple[tuple[Cell, ...], ...], columns: list[tuple[int, Column]], start: int
    ) -> None:
        for number, line in enumerate(lines):
            needed = 1
            for place, (at, _column) in enumerate(columns, 1):
                value = line[at]
                if isinstance(value, str):
                    width = self._sheet.column_dimensions[get_column_letter(place)].width
                    needed = max(needed, math.ceil(width_of(value) * 1.2 / max(width - 1, 1)))
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
