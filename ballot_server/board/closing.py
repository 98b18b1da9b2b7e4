"""Closing a box, in steps that can each be cut short and taken up again.

1. *write*: the rest is sealed, EndBallots follows, the box is closed: one transaction. A ballot in
   flight landed before it, or finds a closed box. What was kept of open visits is wiped.
2. the pool key is destroyed, the database written anew without the pages that held waiting
   ballots, and the write-ahead log emptied: nothing tells the order any more. If somebody reads
   the database all the while this fails, and the closing with it; nothing goes on before.
3. the ballots are added up, outside any transaction; *write*: EncryptedTally.
4. the last checkpoint is signed.

`finish` is steps 2 to 3. `close` runs it, and so does every start of the server, and closing
a closed box (`resume`), so that a crash in between is dealt with by the same lines.
"""

from __future__ import annotations

from sqlalchemy import select

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.box.box import Box
from ballot_server.box.electorate import Electorate
from ballot_server.problems.commands import OrderNotErased
from ballot_server.problems.refusals import BoardProblem
from ballot_server.store import chain, pool_key
from ballot_server.store.models import EventRow, SealedBallot, State
from crypto.ballots.ballot import ballot_elements, ballot_of
from crypto.canonical import loads
from crypto.election.election import Election
from crypto.groups.parallel import PART, parts_of
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.record.event_order import Stage


def close(board: Board, box_id: str) -> str:
    """Close a box and return its last checkpoint.

    Raises BoxUnknown, BoxNotOpen, BoxClosed; OrderNotErased when `finish` is to be run again.
    """
    with board.store.reading() as session:
        electorate = board.electorate(session, box_id)
    with board.store.writing() as session:
        Box(session, board.config, box_id).close(electorate)
    finish(board, box_id)
    return signed_checkpoint(board, box_id)


def resume(board: Board, box_id: str) -> bool:
    """Complete a closing that was cut short; return whether there was one.

    Raises BoxUnknown or OrderNotErased.
    """
    with board.store.reading() as session:
        closed = chain.find_box(session, box_id).state == State.CLOSED
        stage = chain.standing(session, box_id).stage
    whole = stage is Stage.TALLIED and not board.config.pool_key(box_id).exists()
    if whole or not closed:
        return False
    finish(board, box_id)
    signed_checkpoint(board, box_id)
    return True


def finish(board: Board, box_id: str) -> None:
    """Complete the closing of a box that is closed; do nothing to any other box.

    Raises OrderNotErased.
    """
    with board.store.reading() as session:
        if chain.find_box(session, box_id).state != State.CLOSED:
            return
        electorate = board.electorate(session, box_id)
        stage = chain.standing(session, box_id).stage
    board.visits.wipe(box_id)
    pool_key.destroy(board.config.pool_key(box_id))
    if stage is Stage.CLOSED:
        _erase_order(board, box_id)
        _add_up(board, box_id, electorate)


def _erase_order(board: Board, box_id: str) -> None:
    try:
        board.store.erase_order()
    except BoardProblem as problem:
        raise OrderNotErased(where=box_id, box=box_id) from problem


def _sum(election: Election, ballots: list[tuple[bytes, int]]) -> EncryptedTally:
    """Add up some ballots, which were verified when they came in, by their weights."""
    values = [loads(data, limit=len(data)) for data, _ in ballots]
    weights = [weight for _, weight in ballots]
    with election.group.reading(text for value in values for text in ballot_elements(value)):
        read = [ballot_of(election, value) for value in values]
        return aggregate(election, zip(read, weights, strict=True))


def _add_up(board: Board, box_id: str, electorate: Electorate) -> None:
    election = electorate.election
    with board.store.reading() as session:
        rows = session.execute(
            select(EventRow.payload, SealedBallot.credential)
            .join(
                SealedBallot,
                (SealedBallot.box_id == EventRow.box_id) & (SealedBallot.height == EventRow.height),
            )
            .where(EventRow.box_id == box_id)
            .order_by(EventRow.height)
        ).all()
        texts = (
            [
                (chain.data(session, box_id, payload or ""), electorate.weights[credential])
                for payload, credential in some
            ]
            for some in parts_of(rows, PART)
        )
        tally = merge(election, (_sum(election, some) for some in texts)).to_json().encode()
    weight = sum(electorate.weights[credential] for _, credential in rows)
    with board.store.writing() as session:
        box = Box(session, board.config, box_id)
        if chain.standing(session, box_id).stage is Stage.CLOSED:
            box.add_tally(tally, ballots=len(rows), weight=weight)
