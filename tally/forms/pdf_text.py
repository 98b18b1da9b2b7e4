"""Text on a page of the PDF: broken into lines of a width, in one of the house's typefaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from fpdf import FPDF

from meeting.look.typefaces import FontName
from meeting.registrar.fonts import broken, words_of

_MILLIMETRES = 25.4 / 72
_LEADING = 1.38
_MISSING = "□"
_CLOSING: Final = "，。；：、！？）》」』”’％%…"
_OPENING: Final = "（《「『“‘"


class TextBlock:
    """A text in a typeface and size (points), within a width (millimetres)."""

    def __init__(self, pdf: FPDF, text: str, face: FontName, size: float, width: float) -> None:
        self._pdf, self._face, self._size, self._width = pdf, face, size, width
        self._text = shown_by(pdf, face, text)
        self._lines: list[str] | None = None
        self.line_height = size * _MILLIMETRES * _LEADING

    def lines(self) -> list[str]:
        """The text in lines that fit."""
        if self._lines is None:
            self._lines = self._broken()
        return self._lines

    def _broken(self) -> list[str]:
        self._pdf.set_font(self._face, size=self._size)
        found = []
        for paragraph in self._text.split("\n"):
            found += list(broken(self._pdf, _together(paragraph), self._width)) or [""]
        return found

    def width(self, line: str) -> float:
        """The width of a line, in millimetres."""
        self._pdf.set_font(self._face, size=self._size)
        return float(self._pdf.get_string_width(line))

    def drawing(self, line: str) -> Callable[[FPDF, float, float], None]:
        """Draws one line from its upper left corner."""

        def draw(pdf: FPDF, x: float, y: float) -> None:
            pdf.set_text_color(0)
            pdf.set_font(self._face, size=self._size)
            pdf.text(x, y + self._size * _MILLIMETRES * 0.95, line)

        return draw


def shown_by(pdf: FPDF, face: FontName, text: str) -> str:
    """The text with a box for each character that the typeface lacks, as a name in writing may."""
    known = pdf.fonts[face].cmap  # type: ignore[union-attr]
    return "".join(c if ord(c) in known or c == "\n" else _MISSING for c in text)


def _together(text: str) -> Iterator[str]:
    """Yield what stays on one line: closing marks with what they close, opening ones likewise."""
    waiting = ""
    for word in words_of(text):
        if waiting and word[0] not in _CLOSING and waiting[-1] not in _OPENING:
            yield waiting
            waiting = ""
        waiting += word
    if waiting:
        yield waiting
