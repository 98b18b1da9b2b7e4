"""Written-in lines as single answers: UTF-8 of up to 30 bytes, one question per line.

The vector has 30 integers, the bytes of the text and then 255 up to the end. 255
occurs in no UTF-8 text, so texts of every length from 0 to 30 are told apart; the
empty text means that nothing was written. Lines of one voter are answers to
different questions, and so are shuffled apart.

A text is written in one form only: Unicode NFC, words separated by single spaces,
none at the ends. What cannot be seen is refused, because it could mark a ballot.
Reading checks all of this except NFC, about which different versions of Unicode
can disagree, while all verifiers must come to the same count (see `visible`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crypto.election.single_question import SingleQuestion
from crypto.election.visible import RULE, check_visible, check_writable
from crypto.errors import ParseError

LONGEST = 30
"""Bytes of UTF-8."""
MOST_HAN = LONGEST // 3
"""Ordinary Chinese characters, of three bytes each."""
_PADDING = 255


def write_in_question(prompt: str) -> SingleQuestion:
    """The question for one line; its labels are the numbers of the bytes."""
    return SingleQuestion(prompt, tuple(str(number + 1) for number in range(LONGEST)))


def write_in_vector(text: str) -> tuple[int, ...]:
    """The vector for `text`, whose spaces and accents are put into the one form.

    Raises `ParseError`: `write-in-too-long` (more than 30 bytes of UTF-8) or
    `write-in-character` (one that cannot be seen); neither quotes the text.
    """
    normal = unicodedata.normalize("NFC", " ".join(text.split()))
    check_writable(normal)
    encoded = normal.encode()
    if len(encoded) > LONGEST:
        raise ParseError(
            "write-in-too-long",
            f"{len(encoded)} bytes of UTF-8 found, expected at most {LONGEST}",
        )
    return (*encoded, *(_PADDING,) * (LONGEST - len(encoded)))


def read_write_in(values: Sequence[int], rule: int = RULE) -> str:
    """The text of an opened vector of integers from 0 to 255, by a rule of reading.

    Raises `ParseError` for what no kiosk writes, which counts as invalid:
    `write-in-form` (length, padding, not UTF-8, spaces) or `write-in-character`.
    """
    if len(values) != LONGEST:
        raise ParseError("write-in-form", f"{len(values)} integers found, expected {LONGEST}")
    # Bytes after the first 255 other than 255 stay in, and are no UTF-8 then.
    encoded = bytes(values).rstrip(bytes([_PADDING]))
    try:
        text = encoded.decode()
    except UnicodeDecodeError:
        raise ParseError("write-in-form", "not UTF-8 followed by 255 only") from None
    check_visible(text, rule)
    if text != " ".join(text.split()):
        raise ParseError("write-in-form", "spaces other than single ones between words")
    return text
