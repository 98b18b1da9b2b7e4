"""Opening a box: from here on it takes ballots."""

from __future__ import annotations

from ballot_server.board import Board
from ballot_server.box import Box
from ballot_server.checkpoints import signed_checkpoint


def open_box(board: Board, box_id: str) -> None:
    """Open a box. Raises BoxUnknown, BoxOpenAlready or BoxClosed.

    Its empty state is signed first, so that an open box always has its mark.
    """
    signed_checkpoint(board, box_id)
    with board.store.writing() as session:
        Box(session, board.config, box_id).open()
