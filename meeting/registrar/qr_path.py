"""A QR code in a printed document: one path that is filled, sharp at any size."""

from __future__ import annotations

from collections.abc import Iterator

import segno
from fpdf import FPDF

_QUIET = 4
"""Modules of white around a code, which belong to it."""


def draw_qr(pdf: FPDF, x: float, y: float, size: float, text: str) -> None:
    """Draw a code of level Q (a quarter of it may be dirty) with its top left corner at (x, y).

    `size` is in millimetres, as `x` and `y` are, and includes the white around the code.
    """
    matrix = segno.make_qr(text, error="q").matrix
    module = size / (len(matrix) + 2 * _QUIET) * pdf.k
    left = x * pdf.k + _QUIET * module
    top = (pdf.h - y) * pdf.k - _QUIET * module
    rectangles = (
        f"{left + start * module:.2f} {top - row * module:.2f}"
        f" {length * module:.2f} {-module:.2f} re"
        for row, modules in enumerate(matrix)
        for start, length in _runs(modules)
    )
    pdf.set_fill_color(0, 0, 0)
    # A path of fpdf2's own takes longer than all the rest of a slip.
    pdf._out(" ".join((*rectangles, "f")))  # noqa: SLF001


def _runs(modules: bytearray) -> Iterator[tuple[int, int]]:
    """(start, length) of every run of dark modules, so that no hairline splits them."""
    start = None
    for index, dark in enumerate((*modules, 0)):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            yield start, index - start
            start = None
