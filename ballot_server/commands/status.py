"""`piaoxiang server status`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.commands.arguments import (
    folder_argument,
    has_meeting,
    say_no_meeting,
    the_board,
)
from ballot_server.commands.output import show_boxes, show_key, show_meeting


@click.command()
@folder_argument
def status(folder: Path) -> None:
    """Show the state of every box."""
    with the_board(folder) as board:
        show_key(board)
        if not has_meeting(board):
            say_no_meeting(folder)
            return
        show_meeting(board)
        show_boxes(board)
        board.admission.registry.now()  # a list that is lost takes no ballots
