"""Proving what the board shows: that a ballot is sealed, and that a chain only ever grew.

Both are proved against the newest checkpoint, which is signed on the way (`checkpoints`). The
tree comes from the stored events (`tree`), the signed root from the mark; if the two were not
one, the board would have forked, and proves nothing.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.box.box import open_pool
from ballot_server.problems.proofs import BallotUnknown, BallotWaiting, ProofRange
from ballot_server.problems.refusals import BoardForked
from ballot_server.store import chain
from ballot_server.store.models import EventRow, SealedBallot, State
from crypto.board.board_proof import GrowthProof, SealedProof
from crypto.board.checkpoint import Checkpoint, read_checkpoint
from crypto.board.merkle_tree import MerkleTree
from crypto.record.event import Event, EventType


def sealed_proof(board: Board, box_id: str, name: str) -> SealedProof:
    """Prove that a ballot, by its whole fingerprint or tracker, is an event of the chain.

    Raises BoxUnknown, BallotWaiting, BallotUnknown, and as `signed_checkpoint`.
    """
    height = board.look(lambda session: _height(session, board, box_id, name))
    note = signed_checkpoint(board, box_id)
    signed = read_checkpoint(note.encode())
    with board.store.reading() as session:
        tree = _signed_tree(session, board, box_id, signed)
        row = session.get_one(EventRow, (box_id, height))
        before = session.get_one(EventRow, (box_id, height - 1))
        ballot = chain.data(session, box_id, row.payload or "")
        event = Event(before.hash, height, EventType(row.type), row.payload)
    path = tree.inclusion_proof(height, signed.size)
    return SealedProof(ballot.decode(), event.to_bytes().decode(), path, note)


def growth_proof(board: Board, box_id: str, first: int, second: int | None) -> GrowthProof:
    """Prove that the chain of `second` events begins with that of `first`.

    Without `second` it is the newest signed one, whose checkpoint comes with the proof. Raises
    BoxUnknown, ProofRange, and as `signed_checkpoint`.
    """
    note = signed_checkpoint(board, box_id)
    signed = read_checkpoint(note.encode())
    last = signed.size if second is None else second
    if not 1 <= first <= last <= signed.size:
        raise ProofRange(size=signed.size)
    with board.store.reading() as session:
        tree = _signed_tree(session, board, box_id, signed)
    path = tree.consistency_proof(first, last)
    return GrowthProof(first, last, path, note if second is None else "")


def _signed_tree(session: Session, board: Board, box_id: str, signed: Checkpoint) -> MerkleTree:
    tree = board.trees.of(session, box_id)
    if tree.size < signed.size or tree.root(signed.size) != signed.root:
        raise BoardForked(box=box_id, height=signed.size - 1)
    return tree


def _height(session: Session, board: Board, box_id: str, name: str) -> int:
    box = chain.find_box(session, box_id)
    named = or_(SealedBallot.fingerprint == name, SealedBallot.tracker == name)
    for row in session.scalars(select(SealedBallot).where(SealedBallot.box_id == box_id, named)):
        if name in {row.fingerprint, row.tracker}:  # the database may not mind the case
            return row.height
    if box.state == State.OPEN:
        electorate = board.electorate(session, box_id)
        for waiting in open_pool(session, board.config, box_id, electorate).names():
            if name in {waiting.fingerprint, waiting.tracker}:
                raise BallotWaiting
    raise BallotUnknown
