"""Serving the desk with gunicorn, which is told to keep quiet: one process that knows who is in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from desk.config import DeskConfig
from desk.serving.app import create_app
from desk.web.here import Ticket
from meeting.serving.quiet_server import QuietServer, keep_quiet
from meeting.serving.quiet_worker import QuietWorker

THREADS = 16


def serve(
    config: DeskConfig, host: str, port: int, ticket: Ticket, tls: tuple[Path, Path] | None
) -> None:
    """Serve the desk until told to stop; `tls` are the certificate and its key."""
    keep_quiet()
    settings: dict[str, object] = {
        "workers": 1,
        "worker_class": QuietWorker,
        "threads": THREADS,
        "keepalive": 2,
        "timeout": 60,
        "graceful_timeout": 20,
        "proc_name": "piaoxiang-desk",
    }
    if tls is not None:
        settings |= {"certfile": str(tls[0]), "keyfile": str(tls[1])}
    QuietServer(host, port, partial(create_app, config, ticket), settings).run()
