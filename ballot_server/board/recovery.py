"""What a server does before it answers anybody: look at everything, finish what was cut short.

A start after a crash is an ordinary start. In this order, for every box, refusing to go on at
the first thing that is wrong:

1. the tables are those of this release, and the key is the one the meeting was published for;
2. the chain is whole: every hash is computed again;
3. the database is not behind what was signed, and the signed tree is that of the events;
4. an open box has its pool key, and every slot of its pool can be read with it;
5. a closing that was cut short is finished, a batch that is due is sealed;
6. the state is signed, which moves the mark on.
"""

from __future__ import annotations

from collections import deque

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import check_against_mark, signed_checkpoint
from ballot_server.board.closing import finish
from ballot_server.board.earlier_pools import move_waiting
from ballot_server.board.intake import seal_if_ready
from ballot_server.box.box import open_pool
from ballot_server.box.open_keys import OpenKeys
from ballot_server.problems.commands import MeetingOfOtherServer
from ballot_server.problems.refusals import ChainDamaged, MarkUnreadable, MeetingNotLoaded
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, SealedBallot, State
from ballot_server.store.revision import bring_up_to_date


def start_up(board: Board) -> None:
    """Make the board ready to answer. Raises BoardProblem, having changed nothing but step 5."""
    with board.store.connection() as connection:
        bring_up_to_date(connection)
    _check_key(board)
    move_waiting(board)
    with board.store.reading() as session:
        boxes = [box.id for box in chain.all_boxes(session)]
        for box in chain.all_boxes(session):
            _check(session, board, box)
        board.by_heart.read_all(session)
        if any(box.state == State.OPEN for box in chain.all_boxes(session)):
            keys = OpenKeys(session, board.config)
            board.by_heart.used_alphas.catch_up(session, keys)
    for box_id in boxes:
        finish(board, box_id)
        seal_if_ready(
            board.config, board.store, board.by_heart, box_id, board.electorate_of(box_id)
        )
        signed_checkpoint(board, box_id)


def _check_key(board: Board) -> None:
    try:
        expected = board.meeting().server_key
    except MeetingNotLoaded:
        return
    if expected != board.key.public.text:
        raise MeetingOfOtherServer(found=expected, expected=board.key.public.text)


def _check(session: Session, board: Board, box: BoxRow) -> None:
    deque(chain.entries(session, box.id), maxlen=0)
    found = chain.standing(session, box.id)
    indexed = session.scalar(
        select(func.count()).select_from(SealedBallot).where(SealedBallot.box_id == box.id)
    )
    if indexed != found.sealed:
        raise ChainDamaged(box=box.id, height=found.size - 1)
    mark = check_against_mark(session, board, box.id)
    if mark and board.trees.of(session, box.id).root(mark.size) != mark.tree.root:
        raise MarkUnreadable(box=box.id, where=str(board.config.mark(box.id)))
    if box.state == State.OPEN:
        open_pool(session, board.config, box.id, board.electorate(session, box.id)).check()
