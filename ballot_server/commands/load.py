"""`piaoxiang server load`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.loading import load_folder
from ballot_server.board.recovery import start_up
from ballot_server.commands.arguments import FOLDER, folder_argument, the_board
from ballot_server.commands.output import say, say_system_files, show_boxes, show_key, show_meeting
from meeting.command_line.typed_command import typed, typed_run


@click.command(name="load")
@folder_argument
@click.argument("prepared", type=FOLDER)
def load_command(folder: Path, prepared: Path) -> None:
    """Load the meeting that the registrar prepared."""
    with the_board(folder) as board:
        start_up(board)
        load_folder(board, prepared, lambda found: typed("server", "load", folder, found))
        say("Meeting loaded: {title}", title=board.meeting().title)
        say_system_files(prepared)
        show_meeting(board)
        show_key(board)
        show_boxes(board)
        say(
            "Next: when voting is to begin, open the boxes and start the server:\n    {open}\n"
            "    {run}",
            open=typed("server", "open", folder),
            run=typed_run(folder),
        )
