"""The files of the typefaces. They are a distribution of their own, which observers do without.

A room that serves pages serves them under one address with the stylesheets, so that `fonts.css`
finds `fonts/` beside it. A room that prints embeds the same files: fpdf2 reads them as they are
and puts only the characters that were used into the document.
"""

from pathlib import Path
from typing import Final, Literal

from piaoxiang_typefaces import FOLDER

from meeting.look import LOOK

FontName = Literal["hei", "song", "mono"]

FONTS: Final[dict[FontName, Path]] = {
    "hei": FOLDER / "fonts" / "sans.woff2",
    "song": FOLDER / "fonts" / "serif.woff2",
    "mono": FOLDER / "fonts" / "mono.woff2",
}
"""Hei (regular, what is operated), Song (bold, titles, names, figures), Mono (codes to compare)."""


def pdf_font(name: FontName) -> Path:
    """The file to give to fpdf2's `add_font`: its whole path, ending in `.woff2`."""
    return FONTS[name]


def look_folder(name: str) -> Path:
    """The folder from which `fonts/….woff2` or a stylesheet is served."""
    return FOLDER if name.startswith("fonts/") else LOOK
