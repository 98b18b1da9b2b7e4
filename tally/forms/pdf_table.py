"""A table of the PDF: framed cells, headings repeated on each page, bars that print in black."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from fpdf import FPDF

from meeting.look.typefaces import FontName
from meeting.printable import printable
from meeting.registrar.fonts import HEI, SONG
from tally.forms.form import Across, Bar, Cell, Column, Down, Points, Row, Share, Table
from tally.forms.pdf_bars import draw_bar, draw_swatch
from tally.forms.pdf_text import TextBlock
from tally.outcome.exact import percentage, rounded

_BODY: Final = 9.0
_SMALL: Final = 7.8
_MANY: Final = 18
"""The type of a table with more columns than so many is smaller, so that no number is broken."""
_HEAD: Final = 9.0
_PAD: Final = 1.0
_BAR: Final = 6.0
_LEAST: Final = 5.7
"""The height of a line of a row, in millimetres."""
Draw = Callable[[FPDF, float, float], None]


class PdfTable:
    """The parts of one table, each drawn from its upper left corner; widths in millimetres."""

    def __init__(self, pdf: FPDF, table: Table, width: float) -> None:
        self._pdf, self._table = pdf, table
        whole = sum(column.width for column in table.columns)
        self._widths = [width * column.width / whole for column in table.columns]
        self._body = _SMALL if len(table.columns) > _MANY else _BODY
        self._heights: dict[int, list[float]] = {}
        self._blocks: dict[tuple[str, float, FontName, float], TextBlock] = {}

    @cached_property
    def _grouped(self) -> bool:
        return any(column.over for column in self._table.columns)

    @cached_property
    def _low(self) -> float:
        """The height of the headings of single columns."""
        blocks = [
            len(self._block(column.head, width, SONG, _HEAD).lines())
            for column, width in zip(self._table.columns, self._widths, strict=True)
        ]
        line = self._block("", 10, SONG, _HEAD).line_height
        return max(max(blocks) * line + _PAD, _LEAST)

    @property
    def head_height(self) -> float:
        """The height of all headings."""
        return self._low + (_LEAST if self._grouped else 0)

    def head(self, pdf: FPDF, x: float, y: float) -> None:
        """Draw the headings."""
        pdf.set_fill_color(236)
        over = _LEAST if self._grouped else 0
        at, left = 0, x
        columns = self._table.columns
        while at < len(columns):
            end = at
            while (
                columns[at].over
                and end + 1 < len(columns)
                and columns[end + 1].over == columns[at].over
            ):
                end += 1
            span = sum(self._widths[at : end + 1])
            if columns[at].over:
                self._cell(pdf, columns[at].over, left, y, span, over, face=SONG, filled=True)
            inner = left
            for each in range(at, end + 1):
                alone = not columns[each].over
                top = y if alone else y + over
                height = self.head_height if alone else self._low
                self._cell(pdf, columns[each].head, inner, top, self._widths[each], height,
                           face=SONG, filled=True)  # fmt: skip
                inner += self._widths[each]
            left += span
            at = end + 1

    def row_height(self, at: int) -> float:
        """The height of a row with all its lines."""
        return sum(self._line_heights(at)) if self._table.rows else 0.0

    def row(self, at: int) -> Draw:
        """Draws one row."""
        row, heights = self._table.rows[at], self._line_heights(at)

        def draw(pdf: FPDF, x: float, y: float) -> None:
            left = x
            for place, column in enumerate(self._table.columns):
                self._column(pdf, row, place, column, left, y, heights)
                left += self._widths[place]

        return draw

    def legend(self, pdf: FPDF, x: float, y: float) -> None:
        """Draw what each part of a bar stands for; the last one, of abstentions, is empty."""
        pdf.set_font(HEI, size=8)
        for at, label in enumerate(self._table.legend):
            bars = [
                cell for row in self._table.rows for cell in row.lines[0] if isinstance(cell, Bar)
            ]
            options = len(bars[0].votes) if bars else len(self._table.legend)
            draw_swatch(pdf, x, y + 0.7, at if at < options else None)
            pdf.set_text_color(0)
            pdf.set_font(HEI, size=8)
            pdf.text(x + 5.5, y + 3.6, label)
            x += 9 + pdf.get_string_width(label)

    def _line_heights(self, at: int) -> list[float]:
        if at not in self._heights:
            row = self._table.rows[at]
            heights = [self._needed(line, joined=False, row=row) for line in row.lines]
            if len(row.lines) > 1:  # what stands in all lines may be higher than they are
                joined = self._needed(row.lines[0], joined=True, row=row)
                heights[-1] += max(joined - sum(heights), 0)
            self._heights[at] = heights
        return self._heights[at]

    def _needed(self, line: tuple[Cell, ...], *, joined: bool, row: Row) -> float:
        needed = _LEAST
        for place, cell in enumerate(line):
            text = self._text(cell)
            if text and self._is_joined(row, place) == joined:
                block = self._block(text, self._widths[place], HEI, self._body)
                needed = max(needed, len(block.lines()) * block.line_height + _PAD)
        return needed

    @staticmethod
    def _is_joined(row: Row, place: int) -> bool:
        return len(row.lines) > 1 and all(line[place] is None for line in row.lines[1:])

    def _column(
        self,
        pdf: FPDF,
        row: Row,
        place: int,
        column: Column,
        x: float,
        y: float,
        heights: list[float],
    ) -> None:
        width = self._widths[place]
        face: FontName = SONG if row.total else HEI
        if self._is_joined(row, place):
            self._value(pdf, row.lines[0][place], column, x, y, width, sum(heights), face)
            return
        for line, height in zip(row.lines, heights, strict=True):
            self._value(pdf, line[place], column, x, y, width, height, face)
            y += height

    def _value(
        self,
        pdf: FPDF,
        cell: Cell,
        column: Column,
        x: float,
        y: float,
        width: float,
        height: float,
        face: FontName,
    ) -> None:
        self._cell(pdf, self._text(cell), x, y, width, height, face=face, left=column.text)
        if isinstance(cell, Bar):
            thick = min(_BAR, height - 2)
            draw_bar(pdf, x + 1, y + (height - thick) / 2, width - 2, thick, cell)

    def _cell(  # noqa: PLR0913 - a box, and what stands in it how
        self,
        pdf: FPDF,
        text: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        face: FontName,
        left: bool = False,
        filled: bool = False,
    ) -> None:
        pdf.set_draw_color(0)
        pdf.set_line_width(0.18)
        pdf.rect(x, y, width, height, style="DF" if filled else "D")
        if not text:
            return
        block = self._block(text, width, face, self._body)
        lines = block.lines()
        top = y + (height - len(lines) * block.line_height) / 2
        for line in lines:
            start = x + _PAD if left else x + (width - block.width(line)) / 2
            block.drawing(line)(pdf, start, top + 0.35)
            top += block.line_height

    def _block(self, text: str, width: float, face: FontName, size: float) -> TextBlock:
        """A text in a cell; what was broken into lines once is not broken again."""
        key = (text, width, face, size)
        if key not in self._blocks:
            self._blocks[key] = TextBlock(self._pdf, printable(text), face, size, width - 2 * _PAD)
        return self._blocks[key]

    @staticmethod
    def _text(cell: Cell) -> str:
        if cell is None or isinstance(cell, Bar):
            return ""
        if isinstance(cell, Share):
            return percentage(cell.value)
        if isinstance(cell, Points):
            return rounded(cell.value)
        return str(cell.value) if isinstance(cell, Across | Down) else str(cell)
