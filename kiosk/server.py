"""Serving one kiosk with gunicorn: one worker, because one process is one booth."""

from __future__ import annotations

import threading
from functools import partial

from flask import Flask

from kiosk.config import KioskConfig
from kiosk.messages.trouble import Trouble
from kiosk.screens.access import Kiosk
from kiosk.screens.app import create_app
from kiosk.visit.booth import watch
from kiosk.visit.open_visits import keep_telling
from meeting.serving.quiet_server import QuietServer, keep_quiet, try_address
from meeting.serving.quiet_worker import QuietWorker

THREADS = 4


def _booth(config: KioskConfig) -> Flask:
    """Make the booth, inside the worker, and start its clock."""
    app = create_app(config)
    kiosk: Kiosk = app.extensions["kiosk"]
    stop = threading.Event()
    for name, watching, what in (
        ("idle", watch, kiosk.booth),
        ("visits", keep_telling, kiosk.flow.visits),
    ):
        threading.Thread(target=watching, args=(what, stop), name=name, daemon=True).start()
    return app


def check_address(config: KioskConfig) -> None:
    """Raise Trouble("config-address") when the kiosk cannot listen where it is told to."""
    try:
        try_address(config.host, config.port)
    except OSError:
        where = f"{config.host} {config.port}"
        raise Trouble("config-address", where=where) from None


def server_of(config: KioskConfig) -> QuietServer:
    """Gunicorn for exactly one booth."""
    settings = {
        "workers": 1,
        "worker_class": QuietWorker,
        "threads": THREADS,
        "proc_name": "piaoxiang-kiosk",
        "graceful_timeout": 5,
    }
    return QuietServer(config.host, config.port, partial(_booth, config), settings)


def serve(config: KioskConfig) -> None:
    """Serve until the process is told to stop."""
    keep_quiet()
    server_of(config).run()
