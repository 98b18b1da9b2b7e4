"""Bars of the PDF: every answer has a pattern of its own, which a copy in black still tells."""

from __future__ import annotations

from fpdf import FPDF

from tally.forms.form import Bar

_STEP = 1.1
"""Millimetres between the lines of a pattern."""
FILLS = ("black", "grey", "hatch", "dots", "lines", "cross")
"""The pattern of each answer in turn, as on the pages of a report."""
_SWATCH = 4.0


def draw_bar(pdf: FPDF, x: float, y: float, width: float, height: float, bar: Bar) -> None:
    """A bar of all ballots: the answers in order, then those who gave none as an empty stretch."""
    whole = sum(bar.votes) + bar.rest
    left = x
    for at, votes in enumerate(bar.votes):
        if votes:
            part = width * votes / whole
            _piece(pdf, left, y, part, height, FILLS[at % len(FILLS)])
            left += part
    if bar.rest:
        _piece(pdf, left, y, x + width - left, height, "")


def draw_swatch(pdf: FPDF, x: float, y: float, option: int | None) -> None:
    """The small square of the legend for an answer; None for those who gave none."""
    _piece(pdf, x, y, _SWATCH, _SWATCH, "" if option is None else FILLS[option % len(FILLS)])


def _piece(pdf: FPDF, x: float, y: float, width: float, height: float, fill: str) -> None:
    pdf.set_draw_color(0)
    pdf.set_line_width(0.15)
    if fill in ("black", "grey"):
        pdf.set_fill_color(0 if fill == "black" else 170)
        pdf.rect(x, y, width, height, style="DF")
        return
    pdf.rect(x, y, width, height, style="D")
    if fill in ("lines", "cross"):
        _rules(pdf, x, y, width, height)
    if fill == "cross":
        for number in range(1, int(height / _STEP) + 1):
            pdf.line(x, y + number * _STEP, x + width, y + number * _STEP)
    if fill == "hatch":
        _slanted(pdf, x, y, width, height)
    if fill == "dots":
        pdf.set_fill_color(0)
        for row in range(1, int(height / _STEP) + 1):
            for column in range(1, int(width / _STEP) + 1):
                pdf.rect(x + column * _STEP - 0.6, y + row * _STEP - 0.6, 0.35, 0.35, style="F")


def _rules(pdf: FPDF, x: float, y: float, width: float, height: float) -> None:
    for number in range(1, int(width / _STEP) + 1):
        pdf.line(x + number * _STEP, y, x + number * _STEP, y + height)


def _slanted(pdf: FPDF, x: float, y: float, width: float, height: float) -> None:
    """Slanting lines, cut at the edges of the piece."""
    offset = _STEP
    while offset < width + height:
        first = (max(offset - height, 0), min(offset, height))
        last = (min(offset, width), max(offset - width, 0))
        pdf.line(x + first[0], y + first[1], x + last[0], y + last[1])
        offset += _STEP
