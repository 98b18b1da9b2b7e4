"""Ballots that wait as a release before had them, moved into slots.

The tables were changed by then; this needs the box's key and its list of slips. What that release
left in the pages and marks of the database tells in which order ballots came, so that the database
is written anew afterwards. Batches that it sealed stay in the chain as they are.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.box.open_keys import OpenKeys
from ballot_server.problems.refusals import PoolDamaged
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, PoolRow, State, WaitingBallot
from ballot_server.store.pool import Pool, unpacked


def move_waiting(board: Board) -> None:
    """Give every open box its slots; do nothing where they are.

    Raises PoolKeyMissing, PoolDamaged, StorageBusy, DiskNearlyFull or StorageFailed; doing it again
    is harmless.
    """
    with board.store.reading() as session:
        if not any(_is_earlier(session, box) for box in chain.all_boxes(session)):
            return
    with board.store.writing() as session:
        for box in chain.all_boxes(session):
            if _is_earlier(session, box):
                _move(session, board, box)
    board.store.write_anew()


def _is_earlier(session: Session, box: BoxRow) -> bool:
    return box.state == State.OPEN and session.get(PoolRow, box.id) is None


def _move(session: Session, board: Board, box: BoxRow) -> None:
    electorate = board.electorate(session, box.id)
    key = OpenKeys(session, board.config).of(box.id, electorate.setup)
    pool = Pool(session, box.id, electorate.setup, key, electorate.longest_ballot)
    pool.lay_out(electorate.weights)
    cipher, bound_to = AESGCM(key.rows), f"piaoxiang-pool|{electorate.setup}|".encode()
    mine = WaitingBallot.box_id == box.id
    for row in session.scalars(select(WaitingBallot).where(mine)):
        try:
            ballot = unpacked(cipher.decrypt(row.nonce, row.locked, bound_to + row.tag))
        except InvalidTag:
            raise PoolDamaged(box=box.id) from None
        if ballot is None:
            raise PoolDamaged(box=box.id)
        pool.put(ballot)
    session.execute(delete(WaitingBallot).where(mine))
