"""A ballot that another kiosk opened, made again here from seed, choices and credential.

It says what the other kiosk really encrypted: only then has the ballot the same fingerprint. First
of all it must not be in the ballot box, and the server must have signed that it was spoiled:
otherwise the other kiosk shows a stranger's ballot, or somebody wants to prove a vote.
"""

from __future__ import annotations

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.errors import ParseError, Refused
from kiosk.answers.paper_screens import BoxScreens, view_of
from kiosk.board.client import BoardClient
from kiosk.messages.trouble import Trouble
from kiosk.visit.opened_ballot_view import OpenedBallotView
from meeting.published.setup_check import BoxSetup
from meeting.published.spoiled_word import check_word


def rebuilt(board: BoardClient, text: str) -> tuple[BoxScreens, BoxSetup, OpenedBallotView]:
    """The ballot that the text of a QR code opens, with its box.

    Raises Trouble: "check-form", "check-old", "check-foreign", "check-unsigned", "check-cast", and
    "check-mismatch" when what the other kiosk shows is not what it encrypted, would not count, or
    is not for a slip of this box; and what asking the server raises.
    """
    try:
        opened = OpenedBallot.parse(text)
    except ParseError as error:
        old = error.code == "opened-without-word"
        raise Trouble("check-old" if old else "check-form") from None
    meeting = board.meeting()
    state = next((each for each in board.box_states() if each.name == opened.setup), None)
    if state is None:
        raise Trouble("check-foreign")
    setup = board.setup(state)
    if board.was_cast(setup, opened.fingerprint):
        raise Trouble("check-cast")
    try:
        credential = check_word(opened, meeting, setup.election, setup.credentials)
        choices = opened.rebuild(setup.election)
    except Refused as refused:
        unsigned = refused.code == "opened-word"
        code = "check-unsigned" if unsigned else "check-mismatch"
        raise Trouble(code, where=refused.code) from None
    view = view_of(meeting, setup.box)
    try:
        opened_ballot = OpenedBallotView.of(
            view, opened.fingerprint, choices, credential=credential
        )
    except ParseError as invalid:  # a line, ranking or score that would not count
        raise Trouble("check-mismatch", where=invalid.code) from None
    return view, setup, opened_ballot
