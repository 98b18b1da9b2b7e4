"""Serving the board with gunicorn, which is told to keep quiet.

No access log, no time in the error log, no server header, no control socket, no core dump: each
of them would write down when somebody voted, or could hold a pool key. The master checks and
recovers the board once; the workers open it after the fork, since no SQLite connection may cross
one.
"""

from __future__ import annotations

import logging
import resource
import socket
from contextlib import suppress
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http import wsgi

from ballot_server.board.board import open_board
from ballot_server.board.recovery import start_up
from ballot_server.board.visits import Visits
from ballot_server.config import ServerConfig
from ballot_server.problems.commands import PortTaken
from ballot_server.serving.bounded_worker import BoundedWorker, set_bounds
from ballot_server.web.app import create_app
from meeting.command_line.listening import family_of, in_url

THREADS = 32  # most of them wait for a client or for the disk


class QuietLogger(Logger):
    """gunicorn's log without times."""

    error_fmt = "[%(process)d] [%(levelname)s] %(message)s"

    def access(self, *arguments: Any) -> None:
        """Write nothing: when somebody asked what is nobody's business."""


class BoardServer(BaseApplication):
    """gunicorn, set up in the program: no file or environment variable changes these settings."""

    def __init__(
        self, config: ServerConfig, visits: Visits, host: str, port: int, workers: int
    ) -> None:
        self._config = config
        self._visits = visits
        self._settings: dict[str, object] = {
            "bind": f"{in_url(host)}:{port}",
            "workers": workers,
            "worker_class": BoundedWorker,
            "threads": THREADS,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "limit_request_line": 8190,
            "limit_request_fields": 50,
            "keepalive": 2,
            "timeout": 60,
            "graceful_timeout": 20,
            "proc_name": "piaoxiang-server",
            "on_exit": self._leave_no_visits,
        }
        super().__init__()

    def load_config(self) -> None:
        """Put our settings in place of gunicorn's."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:  # older releases lack some
                self.cfg.set(name, value)

    def _leave_no_visits(self, arbiter: object) -> None:
        """When the master ends: nobody knows any more who is in a booth."""
        del arbiter
        self._visits.stop()

    def load(self) -> Any:
        """Make the application, in each worker."""
        return create_app(self._config)


def check_address(host: str, port: int) -> None:
    """Raise PortTaken where nothing can listen: gunicorn would try, and complain, five times."""
    try:
        with socket.create_server((host, port), family=family_of(host)):
            pass
    except OSError as error:
        raise PortTaken(address=f"{in_url(host)}:{port}") from error


def serve(config: ServerConfig, host: str, port: int, workers: int) -> None:
    """Check and recover the board, then serve until told to stop. Raises BoardProblem."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s")
    vars(wsgi)["SERVER"] = "piaoxiang"  # gunicorn would name itself
    set_bounds()
    board = open_board(config)
    start_up(board)
    board.store.dispose()
    with suppress(OSError):  # then nobody knows how many are in the booths, and voting goes on
        board.visits.start()
    BoardServer(config, board.visits, host, port, workers).run()
