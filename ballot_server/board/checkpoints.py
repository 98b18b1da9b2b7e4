"""Signing the state of a box: the mark first, then the signature, and never a contradiction.

In this order, while nobody else signs for this box:

1. read the committed state: size and head of the chain, number of accepted ballots;
2. hold it against the mark: the last event that was signed is there, under the same hash, and no
   accepted ballot is missing. Else BoardBehind or BoardForked, and nothing is signed;
3. put the events that came since, each linked to the one before, to the tree that was signed;
4. move the mark on, durably;
5. sign.

A crash between any two leaves the mark at or behind the database, which is where it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from ballot_server.problems.refusals import BoardBehind, BoardForked, MarkUnreadable
from ballot_server.store import chain
from ballot_server.store.chain import Standing
from ballot_server.store.mark import Mark, only_one_signs, read_mark, write_mark
from ballot_server.store.models import BoxRow, State
from ballot_server.turns.rounds import Gather
from crypto.board.checkpoint import event_leaf
from crypto.board.frontier import Frontier

if TYPE_CHECKING:
    from ballot_server.board.board import Board


def signed_checkpoint(board: Board, box_id: str) -> str:
    """The newest checkpoint of a box as a signed note. Whoever asks at the same time shares it.

    Raises BoxUnknown, BoardBehind, BoardForked, ChainDamaged, MarkUnreadable or SigningBusy.
    """
    if board.by_heart.knows(box_id) is None:
        with board.store.reading() as session:
            chain.find_box(session, box_id)  # no file for a box that there is not
    return board.signing.ask(box_id)


def sign_newest(board: Board, gather: Gather[str]) -> Sequence[str | Exception]:
    """The checkpoints of all boxes that were asked for, each read after the last who asked."""
    asked = gather()
    notes: dict[str, str | Exception] = {}
    for box_id in sorted(set(asked)):
        try:
            notes[box_id] = _sign(board, box_id)
        except Exception as error:  # noqa: BLE001 - raised for who asked about this box
            notes[box_id] = error
    return [notes[box_id] for box_id in asked]


def _sign(board: Board, box_id: str) -> str:
    with only_one_signs(board.config, box_id):
        with board.store.reading() as session:
            box, found = chain.find_box(session, box_id), chain.standing(session, box_id)
            mark = _checked_mark(session, board, box, found)
            new = _grown(session, box, found, mark)
        if new != mark:
            write_mark(board.config, box_id, new)
    return board.sign(new.setup, new.tree)


def _grown(session: Session, box: BoxRow, found: Standing, mark: Mark | None) -> Mark:
    """The mark of the state that the session sees: the old tree with the new leaves."""
    tree = Frontier() if mark is None else mark.tree
    new = chain.events(session, box.id, tree.size) if tree.size < found.size else ()
    return Mark(box.setup, found.head, found.accepted, tree.extended(map(event_leaf, new)))


def check_against_mark(session: Session, board: Board, box_id: str) -> Mark | None:
    """The mark of a box after finding the database at or beyond it.

    Raises BoardBehind, BoardForked or MarkUnreadable.
    """
    box, found = chain.find_box(session, box_id), chain.standing(session, box_id)
    return _checked_mark(session, board, box, found)


def _checked_mark(session: Session, board: Board, box: BoxRow, found: Standing) -> Mark | None:
    box_id = box.id
    mark = read_mark(board.config, box_id)
    if mark is None:
        if found.size > 1 or found.waiting or box.state != State.PREPARED:
            raise MarkUnreadable(box=box_id, where=str(board.config.mark(box_id)))
        return None
    if mark.setup != box.setup:
        raise BoardForked(box=box_id, height=0)
    if found.size < mark.size or found.accepted < mark.accepted:
        raise BoardBehind(
            box=box_id,
            signed=f"{mark.size} / {mark.accepted}",
            held=f"{found.size} / {found.accepted}",
        )
    if chain.hash_at(session, box_id, mark.size - 1) != mark.head:
        raise BoardForked(box=box_id, height=mark.size - 1)
    return mark
