"""The one voter who stands at this kiosk: all there is about them, in this process's memory.

Nothing here is ever written to a disk, a log, a cookie or an address. Secrets stay out of
`repr`. What is not needed any more is dropped at once: choices and credential when the ballot
is signed, the ballot when its receipt is there, everything when the voter leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from crypto.ballots.ballot import UnsignedBallot
from crypto.board.receipt import Receipt
from kiosk.answers.answer_state import Answer
from kiosk.answers.paper_screens import BoxScreens, Page
from kiosk.board.signed_ballot import SignedBallot
from kiosk.messages.trouble import Trouble
from kiosk.visit.ballot_ahead import BallotAhead
from kiosk.visit.opened_ballot_view import OpenedBallotView
from kiosk.visit.slip_holder import Holder
from meeting.published.setup_check import BoxSetup


class Waypoint(Enum):
    """Where the voter is on the way through the booth."""

    NOTICE = "notice"
    PAPER = "paper"
    REVIEW = "review"
    FINGERPRINT = "fingerprint"
    CHECK = "check"
    OPENED = "opened"
    SENDING = "sending"
    RECEIPT = "receipt"
    ENDED = "ended"


@dataclass(slots=True)
class Voter:
    """One visit, from the scan of a slip to the next voter. `session` is the cookie's value.

    `earlier` says that `receipt` belongs to a ballot that was cast with this slip before;
    `trouble` says why the visit ended without a good receipt, or why a ballot cannot be opened
    yet. `visit` is the number by which the server is told that somebody is here, empty where
    nobody comes to vote. `holder` knows the slip again (`resuming`). `seed` is what all
    randomness of `unsigned` follows from. `shown` is the fingerprint that they saw before they
    cast, to be compared with the receipt's. `ahead` is the ballot that is made while they look at
    their review; nothing of it is known until it is taken.
    """

    session: str = field(repr=False)
    view: BoxScreens
    setup: BoxSetup
    place: Waypoint = Waypoint.NOTICE
    page_number: int = 1
    from_review: bool = False
    earlier: bool = False
    visit: str = ""
    credential: str = field(default="", repr=False)
    holder: Holder | None = field(default=None, repr=False)
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    unsigned: UnsignedBallot | None = field(default=None, repr=False)
    shown: str = ""
    seed: bytes = field(default=b"", repr=False)
    ahead: BallotAhead | None = field(default=None, repr=False)
    opened_ballot: OpenedBallotView | None = field(default=None, repr=False)
    ballot: SignedBallot | None = field(default=None, repr=False)
    receipt: Receipt | None = None
    trouble: Trouble | None = None

    @property
    def page(self) -> Page:
        """The screen of the papers where the voter is, or was last."""
        return self.view.pages[self.page_number - 1]

    @property
    def path(self) -> str:
        """The address of the screen where the voter is."""
        if self.place is Waypoint.PAPER:
            return f"/paper/{self.page_number}"
        return "/cast" if self.place is Waypoint.SENDING else f"/{self.place.value}"

    @property
    def unfinished(self) -> bool:
        """True while this slip may still vote, as far as is known here.

        Nothing is settled yet, or the ballot was refused. One that is on its way may be stored:
        then the slip, scanned again, shows its receipt.
        """
        if self.place is Waypoint.ENDED:
            return self.trouble is not None and self.trouble.code == "ballot-refused"
        return self.place is not Waypoint.RECEIPT

    def forget_choices(self) -> None:
        """Drop the choices, the credential and the ballot's randomness."""
        self.answers.clear()
        self.credential = ""
        self.forget_encrypted()

    def forget_encrypted(self) -> None:
        """Drop the encrypted ballot and its seed, and one that is made ahead."""
        if self.ahead is not None:
            self.ahead.drop()
        self.ahead = None
        self.unsigned = None
        self.seed = b""

    def forget(self) -> None:
        """Drop everything."""
        self.forget_choices()
        self.holder = None
        self.ballot = None
        self.opened_ballot = None
        self.receipt = None
        self.trouble = None
        self.shown = ""
        self.session = ""
