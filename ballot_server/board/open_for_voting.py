"""Opening a box for voting: from here on it takes ballots."""

from __future__ import annotations

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.box.box import Box


def open_for_voting(board: Board, box_id: str) -> None:
    """Open a box. Raises BoxUnknown, BoxOpenAlready or BoxClosed.

    Its empty state is signed first, so that an open box always has its mark.
    """
    signed_checkpoint(board, box_id)
    with board.store.writing() as session:
        Box(session, board.config, box_id).open()
