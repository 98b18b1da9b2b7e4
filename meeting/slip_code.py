"""What the QR code of a slip says, and what a voter may type instead.

The code is ``PX1:`` + the first eight hex digits of the meeting's hash + ``:`` + the credential.
The eight digits let a kiosk say "this is a slip of another meeting" instead of "unknown". By hand
a voter types the credential alone.
"""

from __future__ import annotations

import unicodedata

from crypto.credential import normalize
from crypto.errors import ParseError
from meeting.problem import Problem

PREFIX = "PX1"
HASH_DIGITS = 8
_MOST_CHARACTERS = 120


def slip_code(meeting_hash: str, credential: str) -> str:
    """Return the text of a slip's QR code. It is as secret as the credential."""
    return f"{PREFIX}:{meeting_hash[:HASH_DIGITS]}:{credential}"


def parse_slip_code(text: str, meeting_hash: str) -> str:
    """Return the credential in a scanned code or in what a voter typed.

    Raises Problem("slip-foreign") for a slip of another meeting, Problem("slip-form") for
    anything that is no slip; neither repeats what was read.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _no_slip()
    plain = unicodedata.normalize("NFKC", text).strip()
    prefix, colon, rest = plain.partition(":")
    if not colon:
        return _credential(plain)
    digits, colon, credential = rest.partition(":")
    if prefix != PREFIX or not colon:
        raise _no_slip()
    found = _credential(credential)
    if digits != meeting_hash[:HASH_DIGITS]:
        raise Problem(
            "slip-foreign",
            "This is a slip of another meeting. Please ask the staff at the check-in desk.",
        )
    return found


def _credential(text: str) -> str:
    try:
        return normalize(text)
    except ParseError:
        raise _no_slip() from None


def _no_slip() -> Problem:
    return Problem(
        "slip-form",
        "This is not the code of a slip. A code has 22 letters and digits in four groups; 0, O, I"
        " and l do not occur.",
    )
