"""`piaoxiang desk`."""

from __future__ import annotations

import ipaddress
import webbrowser
from pathlib import Path

import click

from desk.config import DeskConfig
from desk.problem import Problem
from desk.serving.server import serve
from desk.store.database import Database
from desk.store.migrate import MIGRATIONS
from desk.web.here import Ticket
from meeting.command_line.listening import host_of, in_url
from meeting.language import N_, current_language, gettext_for
from meeting.serving.quiet_server import try_address

PORT = 8300
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("Address."))
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--certificate", type=FILE, help=N_("For other devices: the certificate of this address.")
)
@click.option("--key", type=FILE, help=N_("The key of that certificate."))
@click.option("--no-browser", is_flag=True, help=N_("Do not open the browser."))
def desk(
    folder: Path,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    no_browser: bool,
) -> None:
    """Prepare and hold meetings on pages in this machine's browser."""
    host = host_of(host)
    tls = _tls(host, certificate, key)
    try:
        try_address(host, port)
    except OSError as error:
        raise Problem(
            "desk-port",
            N_("Nothing can listen at {address}: another program may be there. Try --port."),
            address=f"{in_url(host)}:{port}",
        ) from error
    names = {in_url(host), "localhost"}
    config = DeskConfig(folder, frozenset(f"{each}:{port}" for each in names), tls is not None)
    database = Database(config.database)
    database.bring_up_to_date(MIGRATIONS)
    database.dispose()
    ticket = Ticket.draw()
    scheme = "https" if tls else "http"
    url = f"{scheme}://{in_url(host)}:{port}/enter?ticket={ticket.word}"
    told = gettext_for(Problem.room, current_language())
    click.echo(
        told(
            N_(
                "The desk is at this address, for this machine's browser and for once, until you "
                "press Ctrl-C:\n    {url}"
            )
        ).format(url=url)
    )
    if not no_browser:
        webbrowser.open(url)
    serve(config, host, port, ticket, tls)


def _tls(host: str, certificate: Path | None, key: Path | None) -> tuple[Path, Path] | None:
    """The certificate and its key, which other devices need. Raises Problem without them."""
    if certificate is not None and key is not None:
        return certificate, key
    if certificate is not None or key is not None:
        raise Problem("desk-tls", N_("A certificate and its key belong together: give both."))
    if not _is_here(host):
        raise Problem(
            "desk-open",
            N_(
                "At {host} other devices could ask, and everybody between could read along. Give "
                "--certificate and --key, or leave --host out."
            ),
            host=host,
        )
    return None


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
