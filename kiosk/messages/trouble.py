"""Everything that can go wrong at a kiosk, in words: one row per case.

Each row says what happened, what the voter does now, what the staff do, and what the kiosk
writes into its log. Nothing is logged about a slip or a ballot, not even that there was one:
a log line carries a time, and a time next to a ballot is information. So only what is wrong
with the machine, the network or the server is logged, by its code.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from crypto.board.receipt import Receipt
from kiosk.messages.ballots import CAST_MESSAGES, CHECK_MESSAGES, SLIP_MESSAGES
from kiosk.messages.enrolment import ENROLMENT_MESSAGES, STATE_MESSAGES
from kiosk.messages.machine import BOARD_MESSAGES, CONFIG_MESSAGES, SCREEN_MESSAGES
from meeting.problem import Problem

CATALOGUE = {
    **SLIP_MESSAGES,
    **CAST_MESSAGES,
    **CHECK_MESSAGES,
    **BOARD_MESSAGES,
    **SCREEN_MESSAGES,
    **CONFIG_MESSAGES,
    **ENROLMENT_MESSAGES,
    **STATE_MESSAGES,
}


class Trouble(Problem):
    """One row of the catalogue that happened. `where` is technical and never secret.

    `receipt` is evidence where there is any: that of the earlier ballot, or of this one.
    `values` fill the named fields of what happened.
    """

    room: ClassVar[Path] = Path(__file__).parent.parent

    def __init__(
        self, code: str, *, where: str = "", receipt: Receipt | None = None, **values: object
    ) -> None:
        self.row = CATALOGUE[code]
        self.receipt = receipt
        super().__init__(code, self.row.happened, where=where, **values)

    def without_trace(self) -> Trouble:
        """The same trouble without the frames it passed, whose variables it would keep."""
        return Trouble(self.code, where=self.where, receipt=self.receipt, **self.values)
