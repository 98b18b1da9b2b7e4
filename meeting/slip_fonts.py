"""The typefaces that are embedded in printed matter, and fitting text into a width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from meeting.problem import Problem

SONG = "song"
HEI = "hei"
MONO = "mono"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file; ``number`` is the face within a collection."""

    path: Path
    number: int = 0


@dataclass(frozen=True, slots=True)
class SlipFonts:
    """Song (bold) for titles and names, Hei for the rest, Mono for codes and hashes."""

    song: Face
    hei: Face
    mono: Face

    def add_to(self, pdf: FPDF) -> None:
        """Make the three faces known to a document; only the glyphs used will be embedded."""
        for name, face in ((SONG, self.song), (HEI, self.hei), (MONO, self.mono)):
            pdf.add_font(name, "", face.path, collection_font_number=face.number)


def check_glyphs(pdf: FPDF, face: str, text: str) -> None:
    """Raise Problem("glyph-missing") if the typeface cannot show every character of ``text``."""
    known = pdf.fonts[face].cmap  # type: ignore[union-attr]
    missing = sorted({character for character in text if ord(character) not in known})
    if missing:
        raise Problem(
            "glyph-missing",
            "The typeface for printing does not have these characters: {characters}.",
            characters=" ".join(f"{character} (U+{ord(character):04X})" for character in missing),
        )


def fit(
    pdf: FPDF, face: str, text: str, width: float, *, largest: float, smallest: float, lines: int = 1
) -> tuple[float, list[str]]:
    """Return the largest type size (points) at which ``text`` fits ``width`` (mm), and its lines.

    Raises Problem("text-too-wide") if it does not fit at the ``smallest`` size.
    """
    size = largest
    while size >= smallest:
        pdf.set_font(face, size=size)
        broken = list(_broken(pdf, text, width))
        if len(broken) <= lines:
            return size, broken
        size -= 0.5
    raise Problem("text-too-wide", "There is no room on the slip for {text!r}.", text=text)


def _broken(pdf: FPDF, text: str, width: float) -> Iterator[str]:
    """Break text into lines: between any two Chinese characters, in Latin text at spaces."""
    line = ""
    for word in _words(text):
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


def _words(text: str) -> Iterator[str]:
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
