"""What the QR code of a slip says, and what a voter may type instead.

The code is `PX3:` + the first eight hex digits of the meeting fingerprint + `:` + the first 32 of
the box's Setup hash + `:` + the credential. The eight digits let a kiosk say "this is a slip of
another meeting" instead of "unknown"; the 32 hold the server to the box that the slip was printed
for. Slips of earlier releases say `PX2:`, and eight digits of the definition hash instead. By hand
a voter types the credential alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from crypto.board.server_key import short_form
from crypto.election.credential import normalize
from crypto.errors import ParseError
from meeting.problem import Problem

PREFIX = "PX3"
FORMER_PREFIX = "PX2"
HASH_DIGITS = 8
SETUP_DIGITS = 32
_MEETING = re.compile(rf"[0-9a-f]{{{HASH_DIGITS}}}")
_SETUP = re.compile(rf"[0-9a-f]{{{SETUP_DIGITS}}}")
_MOST_CHARACTERS = 120
_TOLD = 6
"""Five characters and a space of the short form of a fingerprint follow from the digits."""


@dataclass(frozen=True, slots=True)
class SlipCode:
    """A code that was read: the credential, and the Setup digits of its box if it was scanned."""

    credential: str = field(repr=False)
    setup_digits: str = ""

    def names(self, setup_hash: str) -> bool:
        """Whether the box of this Setup hash may be the slip's (a typed code names none)."""
        return setup_hash.startswith(self.setup_digits)


def slip_code(fingerprint: str, setup_hash: str, credential: str) -> str:
    """The text of a slip's QR code. It is as secret as the credential."""
    return f"{PREFIX}:{fingerprint[:HASH_DIGITS]}:{setup_hash[:SETUP_DIGITS]}:{credential}"


def parse_slip_code(text: str, fingerprint: str, definition_hash: str = "") -> SlipCode:
    """Read a scanned code or what a voter typed, at a meeting with these two hashes.

    Where no `definition_hash` is given, slips of earlier releases are another meeting's.

    Raises Problem("slip-foreign") for a slip of another meeting, Problem("slip-form") for
    anything that is no slip; neither repeats what was read.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _no_slip()
    plain = unicodedata.normalize("NFKC", text).strip()
    prefix, colon, rest = plain.partition(":")
    if not colon:
        return SlipCode(_credential(plain))
    parts = rest.split(":")
    known = {PREFIX: fingerprint, FORMER_PREFIX: definition_hash}
    if prefix not in known or len(parts) != 3:  # noqa: PLR2004 (meeting, Setup, credential)
        raise _no_slip()
    digits, setup, credential = parts
    if not _MEETING.fullmatch(digits) or not _SETUP.fullmatch(setup):
        raise _no_slip()
    found = SlipCode(_credential(credential), setup)
    expected = known[prefix][:HASH_DIGITS]
    if digits != expected:
        raise Problem(
            "slip-foreign",
            "This is a slip of another meeting: its meeting fingerprint begins with {found}, this"
            " meeting's with {expected}. Please ask the staff at the check-in desk.",
            found=_begins(digits),
            expected=_begins(expected),
        )
    return found


def _begins(digits: str) -> str:
    """The beginning of the fingerprint that people compare, as far as the digits tell."""
    return short_form(bytes.fromhex(digits).ljust(32, b"\0"))[:_TOLD]


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
