"""The staff's page under gunicorn: on this machine alone, with one worker that knows who is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask

from ballot_server.board.board import open_board
from ballot_server.board.cancelled_words import KeptWords
from ballot_server.config import ServerConfig
from ballot_server.serving.bounded_worker import BoundedWorker, set_bounds
from ballot_server.staff.app import create_staff_app
from ballot_server.staff.desk import Desk, Ticket
from meeting.serving.quiet_server import QuietServer, keep_quiet

HOST = "127.0.0.1"
THREADS = 4


def serve_staff(
    config: ServerConfig, words: Path, port: int, ticket: Ticket, ended: Callable[[], None]
) -> None:
    """Serve the page until told to stop; then `ended` is called, once."""
    keep_quiet()
    set_bounds()

    def at_the_end(arbiter: object) -> None:
        del arbiter
        ended()

    settings = {
        "workers": 1,
        "worker_class": BoundedWorker,
        "threads": THREADS,
        "keepalive": 2,
        "timeout": 60,
        "graceful_timeout": 20,
        "proc_name": "piaoxiang-staff",
        "on_exit": at_the_end,
    }
    QuietServer(HOST, port, partial(_app, config, words, port, ticket), settings).run()


def _app(config: ServerConfig, words: Path, port: int, ticket: Ticket) -> Flask:
    """The application, in the worker: no connection to the database crosses the fork."""
    board = open_board(config)
    return create_staff_app(Desk(board, KeptWords(board, words), ticket, port))
