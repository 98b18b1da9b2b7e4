"""`piaoxiang server init`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.commands.arguments import folder_argument
from ballot_server.commands.output import say
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from meeting.language import N_


@click.command()
@folder_argument
@click.option(
    "--any-kiosk",
    is_flag=True,
    help=N_("Take ballots from whoever has a slip's code, not from enrolled kiosks alone."),
)
def init(folder: Path, any_kiosk: bool) -> None:
    """Make a server folder with its key, and print the key."""
    key = make_folder(ServerConfig(folder), only_enrolled=not any_kiosk)
    click.echo(key.text)
    say(
        "Give the 64 hexadecimal digits (0-9, a-f) to whoever publishes the meeting (--server-key)."
    )
