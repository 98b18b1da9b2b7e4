"""Serving one kiosk with gunicorn: one worker, because one process is one booth.

No access log and no times in the error log; no core dump, which could hold a choice; settings
are given in the program, so that no file or environment variable turns a log back on.
"""

from __future__ import annotations

import logging
import resource
import socket
import threading
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from kiosk.config import KioskConfig
from kiosk.messages.trouble import Trouble
from kiosk.screens.access import Kiosk
from kiosk.screens.app import create_app
from kiosk.visit.booth import watch
from kiosk.visit.open_visits import keep_telling
from meeting.command_line.listening import family_of, in_url

THREADS = 4
LOG_FORMAT = "%(levelname)s %(name)s %(message)s"


class SilentLogger(Logger):
    """gunicorn's log, without times and without requests."""

    error_fmt = "%(levelname)s gunicorn %(message)s"

    def access(self, *_: Any) -> None:
        """Write nothing."""


class KioskServer(BaseApplication):
    """gunicorn for exactly one booth."""

    def __init__(self, config: KioskConfig) -> None:
        self._kiosk_config = config
        super().__init__()

    def load_config(self) -> None:
        """Set what may not be set from outside."""
        host = self._kiosk_config.host
        settings: dict[str, object] = {
            "bind": f"{in_url(host)}:{self._kiosk_config.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": SilentLogger,
            "control_socket_disable": True,
            "proc_name": "piaoxiang-kiosk",
            "graceful_timeout": 5,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:  # not every release has every setting
                self.cfg.set(name, value)

    def load(self) -> Any:  # Flask and gunicorn's types write WSGI differently
        """Make the booth, inside the worker, and start its clock."""
        app = create_app(self._kiosk_config)
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
        socket.create_server((config.host, config.port), family=family_of(config.host)).close()
    except OSError:
        where = f"{config.host} {config.port}"
        raise Trouble("config-address", where=where) from None


def serve(config: KioskConfig) -> None:
    """Serve until the process is told to stop."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(format=LOG_FORMAT, level=logging.WARNING)
    KioskServer(config).run()
