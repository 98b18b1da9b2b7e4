"""Of whom a request asks, and what: the board, and the body that a kiosk has signed."""

from __future__ import annotations

from flask import current_app, request

from ballot_server.board.board import Board
from ballot_server.problems.refusals import BodyTooLarge, RequestBad
from meeting.board_interface.kiosk_words import HEADER


def the_board() -> Board:
    """The board that this app serves."""
    found = current_app.extensions["board"]
    assert isinstance(found, Board)  # noqa: S101 - said for the type checker
    return found


def kiosk_body(limit: int) -> bytes:
    """The body of a request that an enrolled kiosk has signed; who that was is forgotten here.

    Raises BodyTooLarge, and what `Admission.check` raises.
    """
    body = body_of(limit)
    the_board().admission.check(request.headers.get(HEADER), request.path, body)
    return body


def body_of(limit: int) -> bytes:
    """The body. Raises BodyTooLarge, before reading it where it says its length.

    Raises RequestBad where it ended too early: then it is to be sent again.
    One that does not is cut by werkzeug at its limit: hence one byte more.
    """
    request.max_content_length = limit + 1
    body = request.get_data(cache=False)
    if len(body) > limit:
        raise BodyTooLarge
    if len(body) < (request.content_length or 0):
        raise RequestBad
    return body
