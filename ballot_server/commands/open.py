"""`piaoxiang server open`: voting begins."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.commands.arguments import (
    box_option,
    chosen_boxes,
    folder_argument,
    the_board,
)
from ballot_server.commands.output import say, show_boxes
from ballot_server.store.models import State
from meeting.command_line.typed_command import typed_run


@click.command(name="open")
@folder_argument
@box_option
def open_command(folder: Path, box_id: str | None) -> None:
    """Open the boxes (or one): voting begins."""
    with the_board(folder) as board:
        for each in chosen_boxes(board, box_id, State.PREPARED, folder):
            open_for_voting(board, each)
        show_boxes(board)
        say(
            "Next: unless the server is running, start it:\n    {run}",
            run=typed_run(folder),
        )
