"""What may stand in an id and in a text that people read on ballots, slips and reports."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from crypto.election.visible import check_visible
from crypto.errors import ParseError
from meeting.names import lookalikes, meant_by
from meeting.problem import Problem

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")

# Controls, invisible format characters (bidirectional overrides, zero-width), line and paragraph
# separators, surrogates and private use: none of them is seen as what it is on paper.
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"}


def is_id(value: str) -> bool:
    """Whether `value` can be a file name, a URL part and a form name."""
    return _ID.fullmatch(value) is not None


def check_id(value: str) -> None:
    """Raise Problem("id-form") unless `value` is an id."""
    if not is_id(value):
        raise Problem(
            "id-form",
            "{value!r} cannot be an id: up to 32 ASCII letters, digits, - and _,"
            " beginning with a letter.",
            value=value[:80],
        )


def check_text(value: str, *, limit: int, empty: bool = False, lines: bool = False) -> None:
    """Raise Problem unless `value` is text that looks the same to everybody.

    At most `limit` characters, in Unicode form NFC, no space at either end, nothing invisible,
    no character that only looks like another; line breaks only where `lines`.
    """
    if not value and not empty:
        raise Problem("text-empty", "This must not be empty.")
    if len(value) > limit:
        raise Problem(
            "text-long",
            "This is {length} characters long; at most {limit} are possible.",
            length=len(value),
            limit=limit,
        )
    for character in value:
        if character in "\r\n" and not lines:
            raise Problem(
                "text-character",
                "There is a line break inside this text. Write it on one line.",
            )
        if unicodedata.category(character) in _UNSEEN and not (lines and character == "\n"):
            raise Problem(
                "text-character",
                "The character U+{point} cannot be used here: it is a control, an invisible or"
                " a private-use character. Write the text without it.",
                point=f"{ord(character):04X}",
            )
    if not _all_seen(value):
        raise Problem(
            "text-unseen",
            "There is a character in this text that nobody sees, such as a variation selector, a"
            " filler or an accent on itself. Type the text anew rather than pasting it.",
        )
    for character in lookalikes(value):
        raise _lookalike(character)
    if value != value.strip():
        raise Problem("text-spaces", "This begins or ends with a space; remove it.")
    if value != unicodedata.normalize("NFC", value):
        raise Problem(
            "text-not-nfc",
            "This text is not in Unicode normal form C; type it anew rather than pasting it.",
        )


def check_date(text: str) -> None:
    """Raise Problem("date-form") unless `text` is a day as ISO 8601 has it."""
    try:
        good = date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise Problem(
            "date-form", "{value!r} is not a date; write it like 2026-11-21.", value=text[:40]
        )


def _all_seen(value: str) -> bool:
    """Whether a text can be seen as written names are: two people must not differ unseen."""
    try:
        check_visible(value.replace("\n", " ").replace("\r", " "))
    except ParseError:
        return False
    return True


def _lookalike(character: str) -> Problem:
    point = f"{ord(character):04X}"
    meant = meant_by(character)
    if meant:
        return Problem(
            "text-lookalike",
            "The character {character} (U+{point}) only looks like {meant} (U+{meant_point}): it"
            " came out of a scan or a conversion. Type {meant} instead.",
            character=character,
            point=point,
            meant=meant,
            meant_point=f"{ord(meant[0]):04X}",
        )
    return Problem(
        "text-lookalike",
        "The character {character} (U+{point}) is a part of characters, not one of its own: it"
        " came out of a scan or a conversion. Type the character that is meant.",
        character=character,
        point=point,
    )
