"""Whether all of a written line can be seen: what cannot be seen could mark a ballot.

Every verifier must come to the same count, whatever version of Unicode it knows. So reading goes by
tables and by combining classes, which never change, of Unicode 3.2, which every Python carries;
characters that no version has assigned yet are taken. The tables are what the properties of
characters gave with Unicode 16. A kiosk refuses more (`check_writable`), by the properties that its
own Unicode knows: what it refuses nobody has to count.

Two rules of reading have been in use; outcome.json names the one that it was counted by. Rule 1 is
a table of single characters. Rule 2 adds signs that enclose others, stand-ins, joiners out of their
place, and accents that cover one another; it takes the Mongolian vowel separator where an a or e
stands apart at a word's end, as in ᠰᠠᠷ᠎ᠠ. Variation selectors stay refused: a name is read without.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from crypto.errors import ParseError

RULE = 2
"""The rule that lines are read by now."""

_INVISIBLE = (
    (0x00, 0x1F),  # controls
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # directions
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x200B, 0x200F),  # zero width, directions
    (0x2028, 0x202E),  # line and paragraph separators, directions
    (0x2060, 0x206F),
    (0x2800, 0x2800),  # blank Braille pattern
    (0x3164, 0x3164),  # Hangul filler
    (0xD800, 0xDFFF),  # surrogates
    (0xE000, 0xF8FF),  # private use: what is seen depends on the font
    (0xFDD0, 0xFDEF),  # not characters
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD),  # Kaithi number signs
    (0x110CD, 0x110CD),
    (0x13430, 0x13455),  # Egyptian joiners, blanks and modifiers
    (0x16FE4, 0x16FE4),  # Khitan filler
    (0x1BCA0, 0x1BCA3),
    (0x1D159, 0x1D159),  # musical null notehead
    (0x1D173, 0x1D17A),
    (0x1DA9B, 0x1DAAF),  # SignWriting modifiers
    (0xE0000, 0xE0FFF),  # tags, variation selectors
    (0xF0000, 0x10FFFF),  # private use
    *((plane << 16 | 0xFFFE, plane << 16 | 0xFFFF) for plane in range(17)),  # not characters
)
_ALSO_INVISIBLE = (
    (0x0600, 0x0605),  # Arabic and Syriac signs that enclose or span what follows
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x1BAB, 0x1BAB),  # viramas and joiners that are drawn as nothing
    (0x2D7F, 0x2D7F),
    (0xAAF6, 0xAAF6),
    (0xFFFC, 0xFFFD),  # stand-ins for what is not there
    (0x10A3F, 0x10A3F),
    (0x1107F, 0x1107F),
    (0x11133, 0x11133),
    (0x113D0, 0x113D0),
    (0x1193E, 0x1193E),
    (0x11A47, 0x11A47),
    (0x11A99, 0x11A99),
    (0x11D45, 0x11D45),
    (0x11D97, 0x11D97),
    (0x11F42, 0x11F42),
)
_JOINERS = {
    0x1039: (((0x1000, 0x102A), (0x103A, 0x103A)), ((0x1000, 0x102A),)),  # Myanmar
    0x17D2: (((0x1780, 0x17B3),), ((0x1780, 0x17B3),)),  # Khmer
    0x1A60: (((0x1A20, 0x1A74),), ((0x1A20, 0x1A54),)),  # Tai Tham
    0x180E: (((0x1828, 0x1842),), ((0x1820, 0x1821),)),  # Mongolian: a or e, then the word ends
}
"""Joiners that living scripts need, with what must stand right before and right after them."""
_VOWEL_SEPARATOR = 0x180E
_MOST_ACCENTS = 3
_VIRAMA = 9
_HAN_PLANES = (2, 3)
_NOT_DRAWN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def _one_of(*ranges: tuple[int, int]) -> re.Pattern[str]:
    return re.compile("".join(("[", *(rf"\U{a:08x}-\U{b:08x}" for a, b in ranges), "]")))


_RULE_1 = _one_of(*_INVISIBLE)
_RULE_2 = _one_of(*_INVISIBLE, *_ALSO_INVISIBLE)
_JOINER = _one_of(*((code, code) for code in _JOINERS))


def check_characters(text: str) -> None:
    """Raise `ParseError("write-in-character")` for a character of rule 1's table."""
    if _RULE_1.search(text):
        raise _unseen()


def check_visible(text: str, rule: int = RULE) -> None:
    """Raise `ParseError("write-in-character")` for what is not seen by a rule of reading."""
    if rule == 1:
        check_characters(text)
        return
    joiners = _JOINER.finditer(text)
    if not all(_joins(text, joiner.start()) for joiner in joiners):
        raise _unseen()
    if _RULE_2.search(_JOINER.sub("", text)):
        raise _unseen()
    if any(map(_covers_itself, text.split(" "))):
        raise _unseen()


def check_writable(text: str) -> None:
    """Raise `ParseError("write-in-character")` for what no kiosk writes.

    That is what rule 2 refuses, and by the properties that this version of Unicode knows: format
    and control characters, private use, separators; what is not assigned, but in the planes of
    ideographs, where new ones for names come every few years; a mark at the beginning of a word;
    a virama after anything but its own script.
    """
    check_visible(text)
    for character in text:
        kind = unicodedata.category(character)
        foreign = kind == "Cn" and ord(character) >> 16 not in _HAN_PLANES
        if foreign or (kind in _NOT_DRAWN and ord(character) not in _JOINERS):
            raise _unseen()
    for before, mark in pairwise(f" {text}"):
        if before == " " and unicodedata.category(mark).startswith("M"):
            raise _unseen()
        if unicodedata.combining(mark) == _VIRAMA and _script(before) != _script(mark):
            raise _unseen()


def _joins(text: str, place: int) -> bool:
    """Whether the joiner at a place stands between what it joins."""
    before, after = _JOINERS[ord(text[place])]
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    ends = text[place + 2 : place + 3].strip(" ") == "" or ord(text[place]) != _VOWEL_SEPARATOR
    both = len(around) == len("ab")
    return both and _among(ord(around[0]), before) and _among(ord(around[1]), after) and ends


def _covers_itself(word: str) -> bool:
    """Whether an accent stands alone or on itself, or more are in a row than can be told apart."""
    row = ""
    for place, character in enumerate(word):
        if not unicodedata.ucd_3_2_0.combining(character):
            row = ""
            continue
        if place == 0 or row.endswith(character) or len(row) == _MOST_ACCENTS:
            return True
        row += character
    return False


def _script(character: str) -> str:
    """The first word of a character's name, which never changes: for letters, their script."""
    return unicodedata.name(character, "").partition(" ")[0]


def _among(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _unseen() -> ParseError:
    return ParseError("write-in-character", "a character that cannot be seen")
