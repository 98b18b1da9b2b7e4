"""`piaoxiang server load`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from ballot_server.board.loading import load_folder
from ballot_server.board.recovery import start_up
from ballot_server.commands.arguments import FOLDER, folder_argument, the_board
from ballot_server.commands.output import say, say_system_files, show_boxes, show_meeting
from meeting.command_line.given_fingerprint import OPTION, given_fingerprint
from meeting.command_line.typed_command import typed, typed_run
from meeting.language import N_


@click.command(name="load")
@folder_argument
@click.argument("prepared", type=FOLDER)
@click.option(
    OPTION,
    "fingerprint",
    metavar="VALUE|FILE",
    help=N_("the meeting fingerprint of a slip; no other meeting is loaded."),
)
@click.option(
    "--earlier-rules",
    is_flag=True,
    help=N_("the slips were printed with an earlier release; its rules hold."),
)
def load_command(
    folder: Path, prepared: Path, fingerprint: str | None, *, earlier_rules: bool
) -> None:
    """Load the meeting that the registrar prepared."""
    given = given_fingerprint(fingerprint) if fingerprint is not None else None
    with the_board(folder) as board:
        start_up(board)
        again = partial(typed, "server", "load", folder)
        load_folder(board, prepared, again, expected=given, earlier_rules=earlier_rules)
        say("Meeting loaded: {title}", title=board.meeting().title)
        say_system_files(prepared)
        show_meeting(board)
        show_boxes(board)
        say(
            "Next: when voting is to begin, open the boxes and start the server:\n    {open}\n"
            "    {run}",
            open=typed("server", "open", folder),
            run=typed_run(folder),
        )
