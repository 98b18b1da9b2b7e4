"""Serving the board with gunicorn, which is told to keep quiet.

The master checks and recovers the board once, and reads what never changes; the workers open the
database after the fork, since no SQLite connection may cross one. No header says what serves.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial

from flask import Flask, Response
from gunicorn.http import wsgi
from gunicorn.http.errors import ParseException

from ballot_server.board.board import open_board
from ballot_server.board.by_heart import ByHeart
from ballot_server.board.recovery import start_up
from ballot_server.board.visits import Visits
from ballot_server.config import ServerConfig
from ballot_server.problems.commands import PortTaken
from ballot_server.problems.refusals import RequestBad
from ballot_server.serving.bounded_worker import BoundedWorker, set_bounds
from ballot_server.web.app import create_app
from ballot_server.web.problem_json import answer
from meeting.command_line.listening import in_url
from meeting.serving.quiet_server import QuietServer, keep_quiet, try_address

SLICE_SECONDS = 0.0005
THREADS = 32  # most of them wait for a client or for the disk


def _settings(visits: Visits, workers: int) -> dict[str, object]:
    def leave_no_visits(arbiter: object) -> None:
        """When the master ends: nobody knows any more who is in a booth."""
        del arbiter
        visits.stop()

    return {
        "workers": workers,
        "worker_class": BoundedWorker,
        "threads": THREADS,
        "limit_request_line": 8190,
        "limit_request_fields": 50,
        "keepalive": 2,
        "timeout": 60,
        "graceful_timeout": 20,
        "proc_name": "piaoxiang-server",
        "on_exit": leave_no_visits,
    }


def check_address(host: str, port: int) -> None:
    """Raise PortTaken where nothing can listen."""
    try:
        try_address(host, port)
    except OSError as error:
        raise PortTaken(address=f"{in_url(host)}:{port}") from error


def serve(config: ServerConfig, host: str, port: int, workers: int) -> None:
    """Check and recover the board, then serve until told to stop. Raises BoardProblem."""
    keep_quiet()
    vars(wsgi)["SERVER"] = "piaoxiang"  # gunicorn would name itself
    set_bounds()
    board = open_board(config)
    start_up(board)
    board.store.dispose()
    with suppress(OSError):  # then nobody knows how many are in the booths, and voting goes on
        board.visits.start()
    settings = _settings(board.visits, workers)
    each = replace(config, cores=max(1, config.cores // workers))
    QuietServer(host, port, partial(_app, each, board.by_heart), settings).run()


def _app(config: ServerConfig, by_heart: ByHeart) -> Flask:
    """The application, in a worker.

    Whoever writes lets Python go at every statement, and gets it back after the one who computes
    has used up its slice: with Python's own, of 5 ms, all others would wait for that many times.
    """
    sys.setswitchinterval(SLICE_SECONDS)
    app = create_app(config, by_heart)
    app.register_error_handler(ParseException, _no_request)
    return app


def _no_request(error: ParseException) -> Response:
    """A body that is no HTTP is seen when it is read, by whoever answers the request."""
    del error
    return answer(RequestBad())
