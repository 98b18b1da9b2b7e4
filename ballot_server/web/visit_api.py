"""What kiosks tell of open visits, over HTTP.

    POST /api/boxes/<id>/visits           {"step","visit"}: "begin", "here" or "end", and the 32 hex
                                          digits that the kiosk made for this visit alone

Answered by {"state":"noted"}; by 403 ``last-voters`` to a visit that would begin when no new slip
is let in, 403 ``box-not-open`` and ``box-closed``, 503 ``visit-not-noted``. Nothing of a slip or a
ballot is in it, and anybody may send it: nobody relies on it (``visits``).
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from ballot_server.board.board import Board
from ballot_server.board.visits import NUMBER_BYTES, Step
from ballot_server.problems.refusals import BoxClosed, BoxNotOpen, LastVoters, VisitMalformed
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.web.access import hint
from ballot_server.web.api import JSON_TYPE, the_board
from crypto.canonical import dumps, fields, loads, text
from crypto.errors import ParseError

VISIT_BYTES = 256
_NUMBER = re.compile(rf"[0-9a-f]{{{2 * NUMBER_BYTES}}}", re.ASCII)

visit_api = Blueprint("visit_api", __name__, url_prefix="/api/boxes")


@visit_api.post("/<box_id>/visits")
@hint
def visit(box_id: str) -> Response:
    """Note that a visit begins, goes on or has ended."""
    board = the_board()
    number, step = _told(request.get_data(cache=False))
    _check_box(board, box_id, step)
    board.visits.note(box_id, number, step, lambda: _check_box(board, box_id, step))
    return Response(dumps({"state": "noted"}), content_type=JSON_TYPE)


def _told(body: bytes) -> tuple[bytes, Step]:
    try:
        value = fields(loads(body, limit=VISIT_BYTES), ("step", "visit"))
        number = text(value["visit"], "visit")
        step = Step(text(value["step"], "step"))
    except (ParseError, ValueError) as error:
        raise VisitMalformed from error
    if not _NUMBER.fullmatch(number):
        raise VisitMalformed
    return bytes.fromhex(number), step


def _check_box(board: Board, box_id: str, step: Step) -> None:
    """Raise what forbids that a visit begins or goes on; BoxUnknown too when one ends."""
    with board.store.reading() as session:
        box = chain.find_box(session, box_id)
        state, last_voters = box.state, box.last_voters
    if step is Step.END:
        return
    if state == State.PREPARED:
        raise BoxNotOpen
    if state == State.CLOSED:
        raise BoxClosed
    if step is Step.BEGIN and last_voters:
        raise LastVoters
