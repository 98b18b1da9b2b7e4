"""`piaoxiang teller station`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from meeting.language import N_
from meeting.serving.quiet_server import try_address
from tally.commands.terminal import _
from tally.problem import Problem
from tally.station.app import serve
from tally.station.sitting import Sitting
from tally.station.web import Station

HOST, PORT = "127.0.0.1", 8310
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=_PATH)
@click.option(
    "--key", "key_path", type=_PATH, required=True, help=N_("the teller's key file, old or new.")
)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-browser", is_flag=True, help=N_("do not open the browser."))
def station(folder: Path, key_path: Path, port: int, no_browser: bool) -> None:
    """Do a teller's part on a page in this machine's browser."""
    try:
        try_address(HOST, port)
    except OSError as error:
        raise Problem(
            "station-port",
            "Nothing can listen at {address}: another program may be there. Try --port.",
            address=f"{HOST}:{port}",
        ) from error
    hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
    made = Station(Sitting(folder.absolute(), key_path.absolute()), hosts)
    url = f"http://{HOST}:{port}/enter?ticket={made.word}"
    told = _(
        "Your station is at this address, for this machine's browser and for once, until you press "
        "Ctrl-C:\n    {url}"
    )
    click.echo(told.format(url=url))
    if not no_browser:
        webbrowser.open(url)
    serve(made, HOST, port)
