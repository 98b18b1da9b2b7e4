"""Closing a box, in steps that can each be cut short and taken up again.

1. *write*: the rest is sealed, EndBallots follows, the box is closed: one transaction. A ballot in
   flight landed before it, or finds a closed box. What was kept of open visits is wiped.
2. the pool key is destroyed, and the write-ahead log emptied. If somebody reads the database all
   the while this fails, and the closing with it; nothing goes on before.
3. the ballots are read once, piece by piece, and added up; *write*: EncryptedTally.
4. the last checkpoint is signed.

`finish` is steps 2 to 3. `close` runs it, and so does every start of the server, and closing
a closed box (`resume`), so that a crash in between is dealt with by the same lines.
"""

from __future__ import annotations

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.board.sealed_ballots import SealedBallots
from ballot_server.box.box import Box
from ballot_server.box.electorate import Electorate
from ballot_server.problems.commands import OrderNotErased
from ballot_server.problems.refusals import BoardProblem
from ballot_server.store import chain, pool_key
from ballot_server.store.models import State
from ballot_server.store.steady_chain import steady_chain
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


def _add_up(board: Board, box_id: str, electorate: Electorate) -> None:
    found = SealedBallots(steady_chain(board.store, box_id), electorate)
    tally = found.tally().to_json().encode()
    with board.store.writing() as session:
        box = Box(session, board.config, box_id)
        if chain.standing(session, box_id).stage is Stage.CLOSED:
            box.add_tally(tally, ballots=found.ballots, weight=found.weight)
