"""`piaoxiang server init`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.commands.arguments import folder_argument
from ballot_server.commands.output import say
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder


@click.command()
@folder_argument
def init(folder: Path) -> None:
    """Make a server folder with its key, and print the key."""
    key = make_folder(ServerConfig(folder))
    click.echo(key.text)
    say("Server key fingerprint: {short}", short=key.fingerprint)
    say(
        "Give the 64 hexadecimal digits (0-9, a-f) to whoever publishes the meeting (--server-key)."
    )
