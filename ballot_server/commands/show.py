"""`piaoxiang server show`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.result_folder import register
from ballot_server.commands.arguments import FOLDER, folder_argument, the_board
from ballot_server.commands.output import say, say_system_files
from ballot_server.folder_named import demand_folder
from meeting.command_line.typed_command import typed


@click.command()
@folder_argument
@click.argument("published", type=FOLDER)
def show(folder: Path, published: Path) -> None:
    """Show a published result on the board."""
    with the_board(folder) as board:
        demand_folder(published, typed("server", "show", folder, "result"))
        register(board, published)
        say("The board now shows the result at /result/.")
        say_system_files(published)
