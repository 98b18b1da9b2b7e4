"""Spoiling a ballot, so that a kiosk may open it: the way from the wire to the server's word.

The request is signed by the ballot's credential, which is looked at and forgotten. The answer is
signed after the commit, and never for a ballot that was cast. It says nothing else, so the same
request gives the same answer at any time.
"""

from __future__ import annotations

from ballot_server.board.accept import check_disk
from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.box.box import Box
from ballot_server.box.electorate import Electorate
from ballot_server.problems.refusals import SlipUnknown, SlipUnproved, SpoilMalformed
from crypto.board.spoiling import Spoiled, sign_spoiled
from crypto.errors import ParseError, ProofError
from meeting.board_interface.questions import SpoilQuestion


def spoil(board: Board, box_id: str, body: bytes) -> Spoiled:
    """Spoil a ballot and return the server's word on it.

    Raises SpoilMalformed, SlipUnknown, SlipUnproved, what `Box.spoil` raises, and BoardBehind,
    BoardForked or MarkUnreadable when nothing is signed.
    """
    electorate = board.electorate_of(box_id)
    check_disk(board.config)
    fingerprint, credential = _proved(electorate, body)
    with board.store.writing() as session:
        Box(session, board.config, box_id).spoil(fingerprint, credential, electorate)
    board.store.forget_order()  # it would tell who checked last, and then votes
    signed_checkpoint(board, box_id)  # a database that was set back signs nothing
    return sign_spoiled(board.key, electorate.setup, fingerprint, credential)


def _proved(electorate: Electorate, body: bytes) -> tuple[str, str]:
    """Fingerprint and credential of a request that this credential signed."""
    group = electorate.election.group
    try:
        question = SpoilQuestion.parse(group, body)
        if question.credential not in electorate.weights:
            raise SlipUnknown
        question.check(group, electorate.setup)
    except ParseError as error:
        raise SpoilMalformed from error
    except ProofError as error:
        raise SlipUnproved from error
    return question.fingerprint, question.credential
