"""The wall of the hall: one page for a projector, and the stream that keeps it up to date."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, current_app, render_template, send_from_directory
from flask_babel import get_locale

from ballot_server.board.board import Board
from ballot_server.problems.refusals import NotFound
from ballot_server.web.access import public
from ballot_server.web.asked import the_board
from ballot_server.web.hall_stream import Streams
from ballot_server.web.hall_view import STEP, hall_view

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

hall = Blueprint("hall", __name__)


@hall.get("/hall")
@public
def wall() -> str:
    """Show how far the meeting is, to be read from the last row."""
    view = hall_view(the_board(), str(get_locale()))
    return render_template("hall.html", hall=view, step=STEP)


@hall.get("/hall/stream")
@public
def stream() -> Response:
    """Tell by server-sent events when the page shows something new."""
    board, language = the_board(), str(get_locale())
    hall_view(board, language)  # a board in trouble is a refusal, not a stream
    streams = current_app.extensions["hall_streams"]
    assert isinstance(streams, Streams)  # noqa: S101 - said for the type checker
    return streams.answer(partial(_digest, board, language))


@hall.get("/hall/<name>")
@public
def part(name: str) -> Response:
    """Serve the stylesheet, the script and the pictures of the page."""
    suffix = "." + name.rpartition(".")[2]
    if suffix not in TYPES:
        raise NotFound
    folder = current_app.root_path + "/static/hall"
    return send_from_directory(folder, name, mimetype=TYPES[suffix])


def _digest(board: Board, language: str) -> str:
    return hall_view(board, language).digest
