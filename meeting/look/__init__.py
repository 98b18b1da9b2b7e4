"""The look every room shares: palette and scale (tokens.css), typefaces (fonts.css, fonts/).

A room that serves pages serves this folder too, under one address, so that ``fonts.css`` finds
``fonts/`` beside it. A room that prints embeds the same files: fpdf2 reads them as they are and
puts only the characters that were used into the document.
"""

from pathlib import Path
from typing import Final, Literal

FontName = Literal["hei", "song", "mono"]

LOOK: Final = Path(__file__).resolve().parent
"""The folder that pages are given: ``tokens.css``, ``fonts.css``, ``fonts/*.woff2``."""

FONTS: Final[dict[FontName, Path]] = {
    "hei": LOOK / "fonts" / "sans.woff2",
    "song": LOOK / "fonts" / "serif.woff2",
    "mono": LOOK / "fonts" / "mono.woff2",
}
"""Hei (regular, what is operated), Song (bold, titles, names, figures), Mono (codes to compare)."""

CHARACTERS: Final = LOOK / "fonts" / "characters.txt"
"""What both Hei and Song have: code points and ranges of them, in hexadecimal, a line each."""


def pdf_font(name: FontName) -> Path:
    """The file to give to fpdf2's ``add_font``: its whole path, ending in ``.woff2``."""
    return FONTS[name]
