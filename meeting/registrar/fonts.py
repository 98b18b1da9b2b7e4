"""The typefaces that are embedded in printed matter, and fitting text into a width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

from meeting.feasibility.showable import glyph_missing
from meeting.look.typefaces import FONTS, FontName, pdf_font
from meeting.problem import Problem

SONG: Final[FontName] = "song"
HEI: Final[FontName] = "hei"
MONO: Final[FontName] = "mono"
STEP = 0.25
_TWO = 2


def add_fonts(pdf: FPDF) -> None:
    """Make the house's three typefaces known to a document; only used glyphs are embedded.

    Song (bold) is for titles and names, Hei for the rest, Mono for codes and hashes.
    """
    for name in FONTS:
        pdf.add_font(name, "", pdf_font(name))


def close_fonts(pdf: FPDF) -> None:
    """Close the font files, which fpdf2 leaves open."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()


def check_glyphs(pdf: FPDF, face: FontName, text: str) -> None:
    """Raise Problem("glyph-missing") if the typeface cannot show every character of `text`."""
    known = pdf.fonts[face].cmap  # type: ignore[union-attr]
    lacking = tuple(sorted({character for character in text if ord(character) not in known}))
    if lacking:
        raise glyph_missing(lacking)


def fit(
    pdf: FPDF,
    face: FontName,
    text: str,
    width: float,
    *,
    largest: float,
    smallest: float,
    two_lines_from: float | None = None,
) -> tuple[float, list[str]]:
    """The largest type size (points) at which `text` fits `width` (mm), and its lines.

    One line down to `smallest`; where `two_lines_from` is given, two lines from that size
    down rather than one line of a smaller size, and at the very last two lines that are broken
    inside a word. Raises Problem("text-too-wide") if nothing fits, which no text does that a
    meeting may have.
    """
    for size, lines in _attempts(largest, smallest, two_lines_from):
        pdf.set_font(face, size=size)
        found = list(broken(pdf, words_of(text), width))
        if len(found) <= lines:
            return size, found
    if two_lines_from is not None:
        found = list(broken(pdf, text, width))
        if len(found) <= _TWO:
            return size, found
    raise Problem("text-too-wide", "There is no room on the slip for {text!r}.", text=text)


def _attempts(
    largest: float, smallest: float, two_lines_from: float | None
) -> Iterator[tuple[float, int]]:
    size = largest
    least = smallest if two_lines_from is None else two_lines_from
    while size >= least:
        yield size, 1
        size -= STEP
    if two_lines_from is not None:
        size = two_lines_from
        while size >= smallest:
            yield size, _TWO
            size -= STEP


def broken(pdf: FPDF, words: Iterable[str], width: float) -> Iterator[str]:
    """Put words into lines of a width (mm); one that is wider than a line is broken."""
    line = ""
    for word in words:
        if line and pdf.get_string_width((line + word).rstrip()) > width:
            yield line.rstrip()
            line = word.lstrip()
        else:
            line += word
        while pdf.get_string_width(line.rstrip()) > width:
            cut = _longest(pdf, line, width)
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line.rstrip()


def _longest(pdf: FPDF, text: str, width: float) -> int:
    cut = 1
    while cut < len(text) and pdf.get_string_width(text[: cut + 1]) <= width:
        cut += 1
    return cut


def words_of(text: str) -> Iterator[str]:
    """Yield what stays together: single Chinese characters, and Latin text between spaces."""
    word = ""
    for character in text:
        if character.isascii() and character != " ":
            word += character
            continue
        if character == " ":
            yield word + character
        else:
            # Closing punctuation stays with what it closes.
            if word:
                yield word
            yield character
        word = ""
    if word:
        yield word
