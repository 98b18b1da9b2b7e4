"""What kiosks ask of the board about themselves, over HTTP.

Bodies, header and answers: `meeting.board_interface.kiosk_words`.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from ballot_server.web.access import kiosks_own, public
from ballot_server.web.asked import body_of, the_board
from meeting.board_interface import paths
from meeting.board_interface.answers import BEGUN
from meeting.board_interface.kiosk_words import (
    HEADER,
    MOST_BYTES,
    Accepts,
    fresh_to_json,
    number_to_json,
)

kiosk_api = Blueprint("kiosk_api", __name__)


@kiosk_api.get(paths.KIOSKS)
@public
def accepts() -> Response:
    """Say from whom ballots are taken, signed."""
    board = the_board()
    word = Accepts.sign(board.key, enrolled=board.admission.registry.now().only_enrolled)
    return Response(word.to_json(), content_type=paths.JSON_TYPE)


@kiosk_api.post(paths.KIOSKS)
@kiosks_own
def enrol() -> Response:
    """Enrol a kiosk with its code."""
    number = the_board().admission.enrol(body_of(MOST_BYTES))
    return Response(number_to_json(number), content_type=paths.JSON_TYPE)


@kiosk_api.get(paths.fresh("<int:number>"))
@public
def fresh(number: int) -> Response:
    """Give out what this kiosk's next session begins over; it is the same until one has begun."""
    given = the_board().admission.fresh(number)
    return Response(fresh_to_json(given), content_type=paths.JSON_TYPE)


@kiosk_api.post(paths.SESSIONS)
@kiosks_own
def begin() -> Response:
    """Begin a session of an enrolled kiosk."""
    body = body_of(MOST_BYTES)
    the_board().admission.begin(request.headers.get(HEADER), request.path, body)
    return Response(BEGUN, content_type=paths.JSON_TYPE)
