"""Cancelling slips by their codes, and the list of a box that is published when it is closed.

The code of a slip is secret until the slip is cancelled, and worth nothing after it. It is read,
signs its own cancelling, and is forgotten; what is kept is the public credential.
"""

from __future__ import annotations

from dataclasses import dataclass

from ballot_server.board.board import Board
from ballot_server.box import cancelled
from ballot_server.box.box import Box
from ballot_server.problems.cancelling import BoxNotClosed
from ballot_server.problems.refusals import SlipUnknown
from ballot_server.store import chain
from ballot_server.store.models import State
from crypto.board.cancelling import (
    CancelledSlip,
    CancelledSlips,
    cancelling_message,
    sign_cancelled,
)
from crypto.election.credential import public_credential, secret_exponent
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from meeting.registrar.slip_code import SlipCode


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What became of a slip: whether it was cancelled before, and as which it is cancelled.

    `setup` is the box's, `credential` the slip's public one, as text.
    """

    box_id: str
    setup: str
    credential: str
    audited: bool
    before: bool


def cancel(board: Board, code: SlipCode, *, audited: bool) -> Cancelled:
    """Let nobody vote with a slip any more; doing so again is welcome.

    Raises SlipUnknown for a code that is of no box of this meeting, SlipVoted, BoxClosed; and
    AuditTooLate for one that would be audited after its box was opened.
    """
    box_id, credential = _box_of(board, code)
    electorate = board.electorate_of(box_id)
    election = electorate.election
    exponent = secret_exponent(election.group, election.uuid, code.credential)
    message = cancelling_message(electorate.setup, credential)
    proof = sign_message(election.group, exponent, message, SystemRandomness()).signature
    slip = CancelledSlip(credential, proof)
    with board.store.writing() as session:
        before = Box(session, board.config, box_id).cancel(slip, electorate, audited=audited)
    if before:
        with board.store.reading() as session:
            row = chain.find_box(session, box_id)
            audited = cancelled.is_audited(session, row, credential)
    return Cancelled(box_id, electorate.setup, credential, audited, before)


def published_list(board: Board, box_id: str) -> CancelledSlips:
    """The signed list of a closed box; raises BoxUnknown or BoxNotClosed."""
    electorate = board.electorate_of(box_id)
    with board.store.reading() as session:
        row = chain.find_box(session, box_id)
        if row.state != State.CLOSED:
            raise BoxNotClosed(where=box_id)
        audited, left_over = cancelled.all_of(session, row, electorate.election.group)
    return sign_cancelled(board.key, electorate.setup, audited, left_over)


def _box_of(board: Board, code: SlipCode) -> tuple[str, str]:
    """The box that a code is of, and its public credential there; raises SlipUnknown."""
    with board.store.reading() as session:
        names = {row.id: row.setup for row in chain.all_boxes(session)}
    for box_id, setup in names.items():
        if not code.names(setup):
            continue
        electorate = board.electorate_of(box_id)
        election = electorate.election
        key = public_credential(election.group, election.uuid, code.credential)
        credential = election.group.encode(key)
        if credential in electorate.weights:
            return box_id, credential
    raise SlipUnknown
