"""Opening a box for voting: from here on it takes ballots."""

from __future__ import annotations

from ballot_server.board.accept import check_disk
from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.box.box import Box
from ballot_server.store.pool import room


def open_for_voting(board: Board, box_id: str) -> None:
    """Open a box. Raises BoxUnknown, BoxOpenAlready, BoxClosed or DiskNearlyFull.

    Its empty state is signed first, so that an open box always has its mark.
    """
    signed_checkpoint(board, box_id)
    electorate = board.electorate_of(box_id)
    needed = 2 * len(electorate.weights) * room(electorate.longest_ballot)  # and as much in the log
    check_disk(board.config, needed)
    with board.store.writing() as session:
        Box(session, board.config, box_id).open(electorate)
    board.store.forget_order()
