"""A ballot that another kiosk opened, made again here from seed, choices and credential.

It says what the other kiosk really encrypted: only then has the ballot the same fingerprint.
"""

from __future__ import annotations

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.errors import ParseError, Refused
from kiosk.answers.paper_screens import BoxScreens, view_of
from kiosk.board.client import BoardClient
from kiosk.messages.trouble import Trouble
from kiosk.visit.opened_ballot_view import OpenedBallotView
from meeting.published.setup_check import BoxSetup


def rebuilt(board: BoardClient, text: str) -> tuple[BoxScreens, BoxSetup, OpenedBallotView]:
    """The ballot that the text of a QR code opens, with its box.

    Raises Trouble: "check-form", "check-foreign", and "check-mismatch" when what the other kiosk
    shows is not what it encrypted, would not count, or is not for a slip of this box.
    """
    try:
        opened = OpenedBallot.parse(text)
    except ParseError:
        raise Trouble("check-form") from None
    meeting = board.meeting()
    state = next((each for each in board.box_states() if each.name == opened.setup), None)
    if state is None:
        raise Trouble("check-foreign")
    setup = board.setup(state)
    try:
        choices = opened.rebuild(setup.election)
        credential = setup.election.group.encode(opened.credential_of(setup.election))
    except Refused as refused:
        raise Trouble("check-mismatch", where=refused.code) from None
    if credential not in setup.credentials:
        raise Trouble("check-mismatch", where="credential")
    view = view_of(meeting, setup.box)
    try:
        opened_ballot = OpenedBallotView.of(view, opened.fingerprint, choices)
    except ParseError as invalid:  # a line, ranking or score that would not count
        raise Trouble("check-mismatch", where=invalid.code) from None
    return view, setup, opened_ballot
