"""The text of an opened ballot's code, and what else may have been given in its place."""

from __future__ import annotations

from crypto.ballots.opened_ballot import PREFIX, PREFIX_WITHOUT_WORD, OpenedBallot
from crypto.errors import ParseError
from tally.problem import Problem

OPENED = (PREFIX, PREFIX_WITHOUT_WORD)
"""What the code of an opened ballot begins with."""
_OTHER_CODES = ("PXR", "PX2", "PX3", "PXM")
"""What receipts, slips and notices begin with."""


def parse_opened(text: str, *, where: str) -> OpenedBallot:
    """The opened ballot of a code.

    Raises Problem "opened-form", "opened-old", "opened-other-code". What was read is not repeated:
    the code of a slip is a secret.
    """
    if text.startswith(_OTHER_CODES):
        raise Problem(
            "opened-other-code",
            "This is the code of a receipt or of a slip, not that of an opened ballot. A receipt "
            "is checked with verify --receipt.",
            where=where,
        )
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
