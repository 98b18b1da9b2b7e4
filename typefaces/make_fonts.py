"""Makes the typefaces of Piaoxiang out of Debian's, cut down to what a meeting can need.

Run by hand, on Debian with the packages `fonts-noto-cjk` and `fonts-dejavu-core`, when a
character is missing or the sources have a new release; it takes some minutes::

    python typefaces/make_fonts.py

The same sources and the same fontTools and brotli give the same bytes. The outlines stay as they
are (CFF for Hei and Song), hints go, and so do the features that no page or slip of ours uses.
"""

from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
FONTS = HERE / "piaoxiang_typefaces" / "fonts"
LOOK = HERE.parent / "meeting" / "look"
NOTO = Path("/usr/share/fonts/opentype/noto")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")

# Basic Latin to Latin Extended-A with the pinyin vowels; Greek and Cyrillic as in GB 2312.
WESTERN = ((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x251, 0x251),
           (0x261, 0x261), (0x2B9, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F))  # fmt: skip
# General punctuation, currency, letter-like, numbers, arrows, mathematics, enclosed numbers,
# box drawing, blocks, geometric shapes, stars and ticks.
SYMBOLS = ((0x2010, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x218B),
           (0x2190, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x27BF))  # fmt: skip
# Radicals, CJK punctuation, kana, bopomofo, strokes, enclosed and squared forms, full-width forms.
EAST_ASIAN = ((0x2E80, 0x2FDF), (0x3000, 0x312F), (0x31A0, 0x31EF), (0x3220, 0x33FF),
              (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF01, 0xFFEE))  # fmt: skip
# The 20,902 ideographs of GBK and the few that were added to their block afterwards.
HANZI = ((0x4E00, 0x9FFF),)


@dataclass(frozen=True, slots=True)
class Typeface:
    """One file to make: its family name and style, where it comes from, what stays in it."""

    file: str
    family: str
    style: str
    source: Path
    source_family: str
    characters: frozenset[int]


def characters_of(*ranges: tuple[int, int]) -> frozenset[int]:
    """The code points of the ranges, each given by its first and its last."""
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def rare_characters() -> frozenset[int]:
    """The characters of 通用规范汉字表 (2013) outside HANZI: surnames and given names use them."""
    text = (HERE / "rare_characters.txt").read_text(encoding="utf-8")
    return frozenset(ord(character) for character in text if not character.isspace())


def opened(typeface: Typeface) -> TTFont:
    """The source font, taken out of its collection if it is in one."""
    if typeface.source.suffix != ".ttc":
        return TTFont(typeface.source)
    for font in TTCollection(typeface.source).fonts:
        if font["name"].getDebugName(1) == typeface.source_family:
            return font
    message = f"{typeface.source} has no {typeface.source_family}"
    raise SystemExit(message)


def cut(font: TTFont, characters: frozenset[int]) -> None:
    """Removes from the font every glyph, table and feature that we have no use for."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["ccmp", "locl", "kern", "tnum", "halt", "chws", "palt"]
    options.drop_tables += ["FFTM", "BASE", "VORG", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont, family: str, style: str) -> None:
    """Gives the font our own name, as the licences want of a changed version."""
    full = f"{family} {style}"
    postscript = (
        full.replace(" ", "") if style == "Regular" else f"{family.replace(' ', '')}-{style}"
    )
    for number, text in ((1, family), (2, style), (3, full), (4, full), (6, postscript)):
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        cff.topDictIndex[0].FullName = full
        cff.topDictIndex[0].FamilyName = family


def write_characters(shared: frozenset[int]) -> None:
    """Writes which characters both Hei and Song have, as ranges of code points."""
    lines = []
    first = last = -2
    for point in [*sorted(shared), 0]:
        if point == last + 1:
            last = point
            continue
        if last >= 0:
            lines.append(f"{first:04X}" if first == last else f"{first:04X}-{last:04X}")
        first = last = point
    (LOOK / "characters.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


def main() -> None:
    """Makes the files beside this script and says how large the typefaces came out."""
    shared = frozenset(range(0x110000))
    everything = characters_of(*WESTERN, *SYMBOLS, *EAST_ASIAN, *HANZI) | rare_characters()
    for typeface in (
        Typeface("mono.woff2", "Piaoxiang Mono", "Regular", DEJAVU / "DejaVuSansMono.ttf",
                 "DejaVu Sans Mono", characters_of((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026))),
        Typeface("sans.woff2", "Piaoxiang Hei", "Regular", NOTO / "NotoSansCJK-Regular.ttc",
                 "Noto Sans CJK SC", everything),
        Typeface("serif.woff2", "Piaoxiang Song", "Bold", NOTO / "NotoSerifCJK-Bold.ttc",
                 "Noto Serif CJK SC", everything),
    ):  # fmt: skip
        font = opened(typeface)
        cut(font, typeface.characters)
        rename(font, typeface.family, typeface.style)
        font.recalcTimestamp = False
        font.flavor = "woff2"
        target = FONTS / typeface.file
        font.save(target)
        if typeface.characters is everything:
            shared &= frozenset(font.getBestCmap())
        print(
            f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes"
        )
    write_characters(shared)


if __name__ == "__main__":
    main()
