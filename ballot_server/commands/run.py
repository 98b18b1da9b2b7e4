"""`piaoxiang server run`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.commands.arguments import (
    folder_argument,
    has_meeting,
    say_no_meeting,
    the_board,
)
from ballot_server.commands.output import say
from ballot_server.config import ServerConfig
from ballot_server.folder_named import refuse_read_only
from ballot_server.serving.server import check_address, serve
from meeting.command_line.listening import host_of, in_url
from meeting.language import N_


@click.command()
@folder_argument
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("Address."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
def run(folder: Path, host: str, port: int, workers: int) -> None:
    """Serve the board until stopped."""
    host = host_of(host)
    check_address(host, port)
    with the_board(folder) as board:
        refuse_read_only(board.config)
        board.admission.registry.now()
        loaded = has_meeting(board)
    url = f"http://{in_url(host)}:{port}/"
    say(N_("The board is at {url} until you press Ctrl-C."), url=url)
    if not loaded:
        say_no_meeting(folder)
    serve(ServerConfig(folder), host, port, workers)
