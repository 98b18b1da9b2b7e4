"""gunicorn, set up in the program so that it keeps quiet.

No access log, no time in the error log, no control socket, no core dump: each of them would write
down when somebody voted, or could hold a choice or a key. No file or environment variable turns
any of it on again.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from meeting.command_line.core_dumps import leave_no_core
from meeting.command_line.listening import family_of, in_url

_LOG_FORMAT = "%(levelname)s %(name)s %(message)s"


class QuietLogger(Logger):
    """gunicorn's log without times and without requests."""

    error_fmt = "[%(process)d] %(levelname)s gunicorn %(message)s"

    def access(self, *arguments: Any) -> None:
        """Write nothing: when somebody asked what is nobody's business."""


class QuietServer(BaseApplication):
    """gunicorn for the application that `make` makes, in each worker.

    `settings` are gunicorn's, besides those that keep it quiet.
    """

    def __init__(
        self, host: str, port: int, make: Callable[[], Any], settings: Mapping[str, object]
    ) -> None:
        self._make = make
        self._settings = dict(settings) | {
            "bind": f"{in_url(host)}:{port}",
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Put our settings in place of gunicorn's."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:  # not every release has every setting
                self.cfg.set(name, value)

    def load(self) -> Any:  # Flask and gunicorn's types write WSGI differently
        """Make the application, in each worker."""
        return self._make()


def keep_quiet() -> None:
    """Let this process and its workers leave no core dump, and log without times."""
    leave_no_core()
    logging.basicConfig(format=_LOG_FORMAT, level=logging.WARNING)


def try_address(host: str, port: int) -> None:
    """Raise OSError where nothing can listen: gunicorn would try, and complain, five times."""
    socket.create_server((host, port), family=family_of(host)).close()
