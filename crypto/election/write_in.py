"""Written-in lines as single answers: UTF-8 of up to 30 bytes, one question per line.

The vector has 30 integers, the bytes of the text and then 255 up to the end. 255
occurs in no UTF-8 text, so texts of every length from 0 to 30 are told apart; the
empty text means that nothing was written. Lines of one voter are answers to
different questions, and so are shuffled apart.

A text is written in one form only: Unicode NFC, words separated by single spaces,
none at the ends. What cannot be seen is refused, because it could mark a ballot.
Reading checks all of this except NFC, about which different versions of Unicode
can disagree, while all verifiers must come to the same count. For the same reason
what cannot be seen stands in a table here, and characters that no version has
assigned yet are taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError

LONGEST = 30
"""Bytes of UTF-8."""
_PADDING = 255

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
)
_LAST_TWO_OF_A_PLANE = 0xFFFE


def write_in_question(prompt: str) -> SingleQuestion:
    """Return the question for one line; its labels are the numbers of the bytes."""
    return SingleQuestion(prompt, tuple(str(number + 1) for number in range(LONGEST)))


def write_in_vector(text: str) -> tuple[int, ...]:
    """Return the vector for *text*, whose spaces and accents are put into the one form.

    Raises ``ParseError``: ``write-in-too-long`` (more than 30 bytes of UTF-8) or
    ``write-in-character`` (one that cannot be seen); neither quotes the text.
    """
    normal = unicodedata.normalize("NFC", " ".join(text.split()))
    check_visible(normal)
    encoded = normal.encode()
    if len(encoded) > LONGEST:
        raise ParseError(
            "write-in-too-long",
            f"{len(encoded)} bytes of UTF-8 found, expected at most {LONGEST}",
        )
    return (*encoded, *(_PADDING,) * (LONGEST - len(encoded)))


def read_write_in(values: Sequence[int]) -> str:
    """Return the text of an opened vector of integers from 0 to 255.

    Raises ``ParseError`` for what no kiosk writes, which counts as invalid:
    ``write-in-form`` (length, padding, not UTF-8, spaces) or ``write-in-character``.
    """
    if len(values) != LONGEST:
        raise ParseError("write-in-form", f"{len(values)} integers found, expected {LONGEST}")
    # Bytes after the first 255 other than 255 stay in, and are no UTF-8 then.
    encoded = bytes(values).rstrip(bytes([_PADDING]))
    try:
        text = encoded.decode()
    except UnicodeDecodeError:
        raise ParseError("write-in-form", "not UTF-8 followed by 255 only") from None
    check_visible(text)
    if text != " ".join(text.split()):
        raise ParseError("write-in-form", "spaces other than single ones between words")
    return text


def check_visible(text: str) -> None:
    """Raise ``ParseError("write-in-character")`` for a text with a character that is not seen."""
    for character in text:
        code = ord(character)
        hidden = any(first <= code <= last for first, last in _INVISIBLE)
        surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - the block of surrogates
        if hidden or surrogate or code & _LAST_TWO_OF_A_PLANE == _LAST_TWO_OF_A_PLANE:
            raise ParseError("write-in-character", "a character that cannot be seen")
