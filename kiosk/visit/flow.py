"""The way of a voter through the booth.

The rules, in order:

1. The booth is free. Only a slip lets somebody in: a slip of this meeting, in the published list
   of an open box that lets new slips in, not used yet. A used slip shows the receipt of the ballot
   cast with it. Where only the last voters finish, a slip that left this booth with nothing
   settled goes on, and no other.
2. The notice comes first and must be confirmed.
3. The screens of the papers can be filled in any order, forward and back. Answers are kept as
   they were sent, also those that break a rule; what no browser could send changes nothing.
4. An answer that breaks its item's rule stops the way forward (next, review's next), never the
   way back. More names than the whole paper takes stop the review's next only: every screen of
   the paper says so, and the voter decides on which of them to take one away. A limit across
   questions stops the way forward at the last screen it is about, and the review's next. Lines for
   other names that nobody may be written on are passed over. An unanswered item
   stops nothing: the review names it, and it counts as 弃权 where the item has that.
5. From the review the voter may jump to a screen and comes straight back to the review.
6. Leaving the review forward shows the fingerprint of the ballot, encrypted under a fresh seed. It
   is not signed yet, so nobody could cast it. Going back throws it away. If the box is closed by
   then, the visit ends instead. So that nobody waits, it is made while the voter looks at the
   review; whatever they do but go forward throws it away, unseen.
7. Casting signs it and drops choices, credential and seed. From here there is no way back: the
   same bytes are sent until the server confirms them or refuses them.
8. Checking instead: the ballot is spoiled at the server, and from the first try on it is never
   cast. Once the server has signed that, it is opened: seed, choices and public credential are
   shown, everything else is dropped, and the slip, still unused, starts again. Until then nothing
   of it is shown, and there is no way back: a check that was asked for and does not come counts as
   failed (`failed_check`). The voter may ask again; otherwise the staff end the visit.
9. A ballot that another kiosk opened may be scanned instead of a slip: it is made again here. Then
   the slip may be scanned, too, to see whether the ballot was made for it.
10. Only a receipt that stands up to checking ends the way well.
11. Leaving, or standing still for too long, drops everything at any time; only a ballot that
    was cast and not confirmed stays, behind a locked screen, until it is settled or staff end it.
   A box that is closed ends the visit of whoever has not cast.

Methods that are out of place raise nothing and change nothing: the page then sends the browser
to where the voter is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crypto.ballots.ballot import UnsignedBallot, sign_ballot
from crypto.ballots.choices import Choices
from crypto.ballots.opened_ballot import PREFIX, PREFIX_WITHOUT_WORD, OpenedBallot
from crypto.election.credential import public_credential, secret_exponent
from crypto.groups.group import Element
from kiosk.answers.by_form import choices_of
from kiosk.answers.form_fields import FormFields, read_answers
from kiosk.answers.limits import open_lines
from kiosk.answers.paper_screens import Page, view_of
from kiosk.board.client import BoardClient
from kiosk.board.signed_ballot import SignedBallot
from kiosk.messages.trouble import Trouble
from kiosk.visit.ballot_ahead import BallotAhead, make_ballot
from kiosk.visit.booth import Booth
from kiosk.visit.open_visits import VisitReporter
from kiosk.visit.opened_ballot_view import OpenedBallotView
from kiosk.visit.rebuilt_ballot import rebuilt
from kiosk.visit.slip import box_of_slip, read_slip
from kiosk.visit.slip_holder import Holder
from kiosk.visit.to_change import can_be_cast, stopping, wrong_items
from kiosk.visit.voter import Voter, Waypoint
from meeting.definition.paper import WRITE_IN
from meeting.published.setup_check import BoxSetup

ENDS_A_CHECK = {
    *("slip-used", "slip-cancelled", "used-without-receipt", "too-late", "board-rollback"),
}


class Flow:
    """The steps of the way, for the voter in `booth`, against `board`."""

    def __init__(self, booth: Booth, board: BoardClient, visits: VisitReporter) -> None:
        self.booth = booth
        self.board = board
        self.visits = visits

    def start(self, code: str, session: str) -> None:
        """Let in the holder of the slip that `code` was read from, or show an opened ballot.

        Raises Trouble.
        """
        if self.booth.voter is not None or self.booth.locked:
            return
        meeting = self.board.meeting()
        if code.strip().startswith((PREFIX, PREFIX_WITHOUT_WORD)):
            view, setup, opened_ballot = rebuilt(self.board, code.strip())
            self.booth.seat(
                Voter(session, view, setup, place=Waypoint.OPENED, opened_ballot=opened_ballot)
            )
            return
        slip = read_slip(code, self.board)
        credential = slip.credential
        setup = box_of_slip(self.board, slip)
        receipt = self.board.earlier_receipt(setup, credential)
        view = view_of(meeting, setup.box, self.booth.display.letters)
        if receipt is not None:
            voter = Voter(
                session, view, setup, place=Waypoint.RECEIPT, receipt=receipt, earlier=True
            )
        else:
            visit = self.visits.begin(setup.box.id, credential)
            voter = Voter(session, view, setup, credential=credential, visit=visit)
        voter.holder = Holder.of(credential)
        self.booth.seat(voter)

    def read_notice(self, voter: Voter) -> None:
        """Go on to the first screen."""
        if voter.place is Waypoint.NOTICE:
            voter.place, voter.page_number = Waypoint.PAPER, 1

    def turn_to(self, voter: Voter, number: int) -> None:
        """Show screen `number` of the papers, if there is one."""
        if voter.place in {Waypoint.PAPER, Waypoint.REVIEW} and voter.view.page(number) is not None:
            voter.forget_encrypted()
            voter.place, voter.page_number = Waypoint.PAPER, number

    def arrange(self, voter: Voter) -> None:
        """Lay the papers out for the letters of today's display, and stay with the same people.

        From a table that leads to the first of its people who is not answered.
        """
        view, items = voter.view, voter.page.items
        here = next((each for each in items if not voter.answers.get(each.id)), items[0])
        voter.view = view_of(view.meeting, view.box, self.booth.display.letters)
        voter.page_number = voter.view.with_item(here).number

    def keep(self, voter: Voter, page: Page, form: FormFields) -> None:
        """Keep a screen's answers; raises Trouble("form-unknown") and then keeps none of them."""
        if voter.place in {Waypoint.PAPER, Waypoint.REVIEW}:
            voter.forget_encrypted()
            voter.answers.update(read_answers(page, form, voter.answers))

    def forward(self, voter: Voter) -> None:
        """Go on to the next screen or the review; raises Trouble("choices-wrong")."""
        if voter.place is not Waypoint.PAPER:
            return
        if wrong_items(voter, voter.page) or stopping(voter, voter.page):
            raise Trouble("choices-wrong")
        following = _shown(voter, range(voter.page_number + 1, len(voter.view.pages) + 1))
        if voter.from_review or following is None:
            self.review(voter)
        else:
            voter.page_number = following

    def back(self, voter: Voter) -> None:
        """Go to the screen before, or to where the voter came from."""
        if voter.place is Waypoint.PAPER and voter.from_review:
            self.review(voter)
        elif voter.place is Waypoint.PAPER and voter.page_number > 1:
            voter.page_number = _shown(voter, range(voter.page_number - 1, 0, -1)) or 1
        elif voter.place is Waypoint.PAPER:
            voter.place = Waypoint.NOTICE
        elif voter.place is Waypoint.REVIEW:
            last = _shown(voter, range(len(voter.view.pages), 0, -1))
            self.turn_to(voter, last or 1)

    def review(self, voter: Voter) -> None:
        """Show everything that was chosen, and begin to make its ballot if it can be cast."""
        if voter.place in {Waypoint.PAPER, Waypoint.REVIEW}:
            voter.place, voter.from_review = Waypoint.REVIEW, False
            if voter.ahead is None and can_be_cast(voter):
                voter.ahead = BallotAhead(voter.setup.election, _public(voter), _choices(voter))

    def edit(self, voter: Voter, number: int) -> None:
        """Jump from the review to a screen, to come straight back."""
        if voter.place is Waypoint.REVIEW and voter.view.page(number) is not None:
            self.turn_to(voter, number)
            voter.from_review = True

    def encrypt(self, voter: Voter) -> None:
        """Go on to the fingerprint of the ballot; raises Trouble("choices-wrong")."""
        if voter.place is not Waypoint.REVIEW:
            return
        if not can_be_cast(voter):
            raise Trouble("choices-wrong")
        self.visits.end_if_closed(voter)
        if voter.place is not Waypoint.REVIEW:
            return
        choices = _choices(voter)
        made = voter.ahead.take(choices) if voter.ahead is not None else None
        voter.forget_encrypted()
        if made is None:
            made = make_ballot(voter.setup.election, _public(voter), choices)
        voter.unsigned, voter.seed = made.unsigned, made.seed
        voter.shown = made.unsigned.fingerprint
        voter.place = Waypoint.FINGERPRINT

    def discard(self, voter: Voter) -> None:
        """Throw the encrypted ballot away and go back to the review."""
        if voter.place is Waypoint.FINGERPRINT:
            voter.forget_encrypted()
            voter.shown = ""
            voter.place = Waypoint.REVIEW

    def check(self, voter: Voter) -> None:
        """Have the ballot spoiled and then open it; may be called again after a trouble.

        Nothing of the ballot can be seen before the server has signed that it is spoiled.
        """
        if voter.place is Waypoint.FINGERPRINT and voter.unsigned is not None:
            voter.place = Waypoint.CHECK
        unsigned = voter.unsigned
        if voter.place is not Waypoint.CHECK or unsigned is None:
            return
        self.booth.ask_for_check(unsigned.fingerprint)
        try:
            word = self.board.spoil(voter.setup, unsigned.fingerprint, voter.credential)
        except Trouble as trouble:
            voter.trouble, voter.receipt = trouble.without_trace(), trouble.receipt
            self.booth.not_delivered(unsigned.fingerprint, trouble)
            if trouble.code in ENDS_A_CHECK:
                voter.forget_choices()
                voter.place = Waypoint.ENDED
            return
        choices = _choices(voter)
        opened = OpenedBallot.of(voter.setup.name, unsigned, choices, voter.seed, word.signature)
        text = opened.to_text()
        voter.opened_ballot = OpenedBallotView.of(
            voter.view, opened.fingerprint, choices, text=text
        )
        voter.trouble = None
        voter.forget_choices()
        voter.place = Waypoint.OPENED
        self.booth.delivered()

    def compare_slip(self, voter: Voter, code: str) -> None:
        """Say whether a ballot opened elsewhere was made for this slip; raises Trouble.

        Another slip's ballot shows nothing of what the other kiosk did with this voter's. The
        slip's code is looked at and dropped; it votes later, here or elsewhere.
        """
        opened = voter.opened_ballot
        if voter.place is not Waypoint.OPENED or opened is None or not opened.elsewhere:
            return
        slip = read_slip(code, self.board)
        election = voter.setup.election
        public = public_credential(election.group, election.uuid, slip.credential)
        voter.opened_ballot = replace(
            opened, own=election.group.encode(public) == opened.credential
        )

    def cast(self, voter: Voter) -> None:
        """Sign the ballot once, and send it; raises Trouble("unconfirmed") and may be called again.

        Any other trouble ends the visit: it stays on the screen, with what can be shown as
        evidence, until the voter leaves.
        """
        if voter.place is Waypoint.FINGERPRINT and voter.unsigned is not None:
            voter.ballot = _signed(voter.setup, voter.unsigned, voter.credential)
            voter.place = Waypoint.SENDING
            voter.forget_choices()
        if voter.place is not Waypoint.SENDING or voter.ballot is None:
            return
        try:
            receipt = self.board.cast(voter.setup, voter.ballot)
        except Trouble as trouble:
            if trouble.code == "unconfirmed":
                raise
            voter.trouble, voter.receipt = trouble.without_trace(), trouble.receipt
            voter.place = Waypoint.ENDED
        else:
            voter.receipt = receipt
            voter.place = Waypoint.RECEIPT
        voter.ballot = None


def _shown(voter: Voter, numbers: Iterable[int]) -> int | None:
    """The first of these screens that is shown on the way; lines that nobody may use are not."""
    for number in numbers:
        page = voter.view.pages[number - 1]
        if page.form != WRITE_IN or open_lines(page.paper, page.items, voter.answers):
            return number
    return None


def _choices(voter: Voter) -> Choices:
    return choices_of(voter.view.items, voter.answers)


def _public(voter: Voter) -> Element:
    """The public credential of the voter's slip."""
    election = voter.setup.election
    return public_credential(election.group, election.uuid, voter.credential)


def _signed(setup: BoxSetup, unsigned: UnsignedBallot, credential: str) -> SignedBallot:
    """Sign a ballot; the secret exponent lives no longer than this call."""
    election = setup.election
    ballot = sign_ballot(unsigned, secret_exponent(election.group, election.uuid, credential))
    return SignedBallot(ballot.to_json(), ballot.fingerprint)
