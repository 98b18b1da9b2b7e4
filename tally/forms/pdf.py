"""The forms as one PDF to be signed: A4, Chinese type embedded, each page with the hash.

Pages are laid out first and drawn when their number is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF

from meeting.look.typefaces import FontName
from meeting.printable import printable
from meeting.registrar.fonts import HEI, SONG, add_fonts, close_fonts
from tally.forms.form import Form, Forms, Table, Told
from tally.forms.pdf_table import PdfTable
from tally.forms.pdf_text import TextBlock

_SIZE: Final = {True: (297.0, 210.0), False: (210.0, 297.0)}
_SIDE: Final = 15.0
_TOP: Final = 14.0
_FOOT: Final = 16.0
_SIGN: Final = 12.0
Draw = Callable[[FPDF, float, float], None]
"""Draws something from a place down: (document, x, y in millimetres)."""


@dataclass(slots=True)
class _Page:
    wide: bool
    name: str
    drawn: list[tuple[Draw, float, float]] = field(default_factory=list)


def pdf_bytes(forms: Forms, progress: Callable[[], None] = lambda: None) -> bytes:
    """The document as a file; `progress` is called for each form."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(printable(forms.title))
    pdf.set_producer("Piaoxiang")
    pdf.set_creation_date(datetime.fromisoformat(forms.date).replace(tzinfo=UTC))
    try:
        add_fonts(pdf)
        pages: list[_Page] = []
        for form in forms.forms:
            _Layout(pdf, form, forms, pages).lay_out()
            progress()
        for number, page in enumerate(pages, 1):
            pdf.add_page(orientation="L" if page.wide else "P")
            for draw, x, y in page.drawn:
                draw(pdf, x, y)
            _foot(pdf, forms, page, number, len(pages))
        return bytes(pdf.output())
    finally:
        close_fonts(pdf)


def _foot(pdf: FPDF, forms: Forms, page: _Page, number: int, of: int) -> None:
    width, height = _SIZE[page.wide]
    y = height - 8
    pdf.set_draw_color(150)
    pdf.set_line_width(0.15)
    pdf.line(_SIDE, y - 4, width - _SIDE, y - 4)
    pdf.set_text_color(70)
    pdf.set_font(HEI, size=7)
    pdf.text(_SIDE, y, forms.source)
    zh = forms.language == "zh"
    told = f"第 {number} 页　共 {of} 页" if zh else f"page {number} of {of}"
    pdf.set_font(HEI, size=8)
    pdf.text(width - _SIDE - pdf.get_string_width(told), y, told)
    pdf.set_text_color(0)


class _Layout:
    """Puts one form on pages, from the top down."""

    def __init__(self, pdf: FPDF, form: Form, forms: Forms, pages: list[_Page]) -> None:
        self._pdf, self._form, self._forms, self._pages = pdf, form, forms, pages
        width, height = _SIZE[form.wide]
        self._inner, self._bottom = width - 2 * _SIDE, height - _FOOT
        self._y = self._bottom
        self._lines: list[tuple[Draw, float, float]] = []
        self._new_page()

    def lay_out(self) -> None:
        """Title, head, parts, signatures."""
        self._text(self._form.title, SONG, 17, centred=True, after=1.5)
        for line in self._form.head:
            self._text(line, HEI, 10, centred=True, after=1)
        self._y += 2
        for part in self._form.parts:
            if isinstance(part, Told):
                self._told(part)
            else:
                self._table(part)
        self._signatures()

    def _new_page(self) -> None:
        self._pages.append(_Page(self._form.wide, self._form.name))
        self._y = _TOP

    def _put(self, draw: Draw, height: float, *, x: float = _SIDE) -> None:
        if self._y + height > self._bottom:
            self._new_page()
        self._pages[-1].drawn.append((draw, x, self._y))
        self._y += height

    def _text(
        self,
        text: str,
        face: FontName,
        size: float,
        *,
        centred: bool = False,
        after: float = 0.8,
        indent: float = 0.0,
    ) -> None:
        block = TextBlock(self._pdf, printable(text), face, size, self._inner - indent)
        self._lines = []
        for line in block.lines():  # a long text goes on over the page
            width = block.width(line)
            x = _SIDE + ((self._inner - width) / 2 if centred else indent)
            self._put(block.drawing(line), block.line_height, x=x)
            self._lines.append((self._pages[-1].drawn[-1][0], block.line_height, x))
        self._y += after

    def _told(self, told: Told) -> None:
        face: FontName = SONG if told.strong else HEI
        self._text(told.text, face, 10.5 if told.strong else 10, indent=5 if told.indent else 0)

    def _table(self, table: Table) -> None:
        laid = PdfTable(self._pdf, table, self._inner)
        if table.caption:
            self._y += 1.5
            room = laid.head_height + laid.row_height(0) + 8
            if self._y + room > self._bottom:
                self._new_page()
            self._text(table.caption, SONG, 11)
        if table.legend:
            self._put(laid.legend, 5.5)
        self._put(laid.head, laid.head_height)
        for at in range(len(table.rows)):
            height = laid.row_height(at)
            if self._y + height > self._bottom:
                self._new_page()
                self._put(laid.head, laid.head_height)
            self._put(laid.row(at), height)
        self._y += 2.5

    def _carry_over(self) -> None:
        """Begin a page with the last sentence of this one: nobody signs an empty page."""
        lines = self._lines if isinstance(self._form.parts[-1], Told) else []
        drawn = self._pages[-1].drawn
        if 0 < len(lines) < len(drawn):
            del drawn[-len(lines) :]
            self._new_page()
            for draw, height, x in lines:
                self._put(draw, height, x=x)
        else:
            self._new_page()

    def _signatures(self) -> None:
        """Lines to sign on, never torn from one another."""
        signers = self._form.signers
        if not signers:
            return
        mark = "　　　年　　月　　日" if self._forms.language == "zh" else ""
        if self._y + 2 * _SIGN + 4 > self._bottom:
            self._carry_over()
        self._y += 4
        share = self._inner / len(signers)
        colon = "：" if self._forms.language == "zh" else ": "

        def names(pdf: FPDF, x: float, y: float) -> None:
            pdf.set_font(HEI, size=10.5)
            pdf.set_line_width(0.2)
            pdf.set_draw_color(0)
            for at, name in enumerate(signers):
                left = x + at * share
                pdf.text(left, y + 7, name + colon)
                start = left + pdf.get_string_width(name + colon) + 1
                pdf.line(start, y + 8, left + share - 6, y + 8)

        def day(pdf: FPDF, x: float, y: float) -> None:
            pdf.set_font(HEI, size=10.5)
            text = f"{self._form.day}{colon}{mark}"
            pdf.text(x, y + 7, text)
            if not mark:
                start = x + pdf.get_string_width(text) + 1
                pdf.set_line_width(0.2)
                pdf.line(start, y + 8, start + 45, y + 8)

        self._put(names, _SIGN)
        self._put(day, _SIGN)
