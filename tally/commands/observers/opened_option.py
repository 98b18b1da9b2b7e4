"""Reading an opened ballot that a command was given."""

from __future__ import annotations

from crypto.ballots.opened_ballot import OpenedBallot
from tally.commands.observers.given_codes import given_codes
from tally.commands.terminal import _
from tally.observing.opened_text import OPENED, parse_opened


def read_opened(given: str, *, option: str) -> OpenedBallot:
    """The opened ballot in a picture or file, or scanned; raises Problem as those who read it."""
    found = given_codes(given, prompt=_("Scan the code of the opened ballot"), option=option)
    return parse_opened(found.first(*OPENED), where=found.where)
