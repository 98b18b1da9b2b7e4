"""Where the code of an opened ballot is taken from: a text, a file that holds it, or a picture."""

from __future__ import annotations

from pathlib import Path

from crypto.ballots.opened_ballot import PREFIX, PREFIX_WITHOUT_WORD, OpenedBallot
from crypto.errors import ParseError
from meeting.files import read_bounded
from tally.observing.picture import LARGEST_PICTURE, codes_in
from tally.problem import Problem

_OPENED = (PREFIX, PREFIX_WITHOUT_WORD)
_OTHER_CODES = ("PXR", "PX2", "PX3", "PXM")
"""What receipts and slips begin with."""
_LARGEST_TEXT = 1 << 16
"""Bytes in which the text of a code stands; a QR code holds a few thousand."""


def read_opened(given: str) -> OpenedBallot:
    """The opened ballot that was given.

    Raises Problem "opened-form", "opened-old", "opened-other-code", and what `read_bounded` and
    `codes_in` raise. The code of a slip is a secret: it is never repeated.
    """
    text, where = given.strip(), ""
    _refuse_other_code(text, where)  # before it is taken for a file's name, and told
    if not text.startswith(_OPENED):
        data, where = read_bounded(Path(given), LARGEST_PICTURE), given
        text = data[:_LARGEST_TEXT].decode("ascii", errors="replace").strip()
        if not text.startswith(_OPENED):
            found = codes_in(data, where=where)
            text = next((each for each in found if each.startswith(_OPENED)), "".join(found[:1]))
    _refuse_other_code(text, where)
    try:
        return OpenedBallot.parse(text)
    except ParseError as error:
        if error.code == "opened-without-word":
            raise Problem(
                "opened-old",
                "This code of an opened ballot is of an earlier release: the server's word that "
                "the ballot is void is not in it, so it proves nothing. Have a ballot opened by a "
                "kiosk of this release.",
                where=where,
            ) from error
        raise Problem(
            "opened-form",
            "There is no whole code of an opened ballot here; photograph it straight and whole.",
            where=where,
        ) from error


def _refuse_other_code(text: str, where: str) -> None:
    if text.startswith(_OTHER_CODES):
        raise Problem(
            "opened-other-code",
            "This is the code of a receipt or of a slip, not that of an opened ballot. A receipt "
            "is checked with verify --receipt.",
            where=where,
        )
