"""Last voters: the step before closing, in which no new slip is let in and nobody is cut short.

It is a flag of an open box, not an event of the record: kiosks ask for it, and what is cast is
accepted as before until the box is closed. It can be taken back at any time before that.
"""

from __future__ import annotations

from ballot_server.board.board import Board
from ballot_server.box.box import Box


def last_voters(board: Board, box_id: str) -> None:
    """Let no new slip in any more. Raises BoxUnknown, BoxNotOpen or BoxClosed."""
    with board.store.writing() as session:
        Box(session, board.config, box_id).let_in(slips=False)


def let_in_again(board: Board, box_id: str) -> None:
    """Let new slips in again. Raises BoxUnknown, BoxNotOpen or BoxClosed."""
    with board.store.writing() as session:
        Box(session, board.config, box_id).let_in(slips=True)
