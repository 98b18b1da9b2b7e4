"""What kiosks tell of open visits, over HTTP.

`VisitWord` is answered by {"state":"noted"}; by 403 `last-voters` to a visit that would begin
when no new slip is let in, 403 `box-not-open` and `box-closed`, 503 `visit-not-noted`.
Nothing of a slip or a ballot is in it, and nobody relies on it (`visits`).
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from ballot_server.board.board import Board
from ballot_server.problems.refusals import BoxClosed, BoxNotOpen, LastVoters, VisitMalformed
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.web.access import hint
from ballot_server.web.asked import kiosk_body, the_board
from crypto.errors import ParseError
from meeting.board_interface import paths
from meeting.board_interface.answers import NOTED
from meeting.board_interface.questions import MOST_QUESTION_BYTES, VisitStep, VisitWord

visit_api = Blueprint("visit_api", __name__)


@visit_api.post(paths.visits("<box_id>"))
@hint
def visit(box_id: str) -> Response:
    """Note that a visit begins, goes on or has ended, or that somebody may come back."""
    board = the_board()
    try:
        word = VisitWord.parse(kiosk_body(MOST_QUESTION_BYTES))
    except ParseError as error:
        raise VisitMalformed from error
    _check_box(board, box_id, word.step)
    allowed = partial(_check_box, board, box_id, word.step)
    board.visits.note(box_id, word.number, word.step, allowed)
    return Response(NOTED, content_type=paths.JSON_TYPE)


def _check_box(board: Board, box_id: str, step: VisitStep) -> None:
    """Raise what forbids that a visit begins or goes on; BoxUnknown too when one ends."""
    with board.store.reading() as session:
        box = chain.find_box(session, box_id)
        state, last_voters = box.state, box.last_voters
    if step is VisitStep.END:
        return
    if state == State.PREPARED:
        raise BoxNotOpen
    if state == State.CLOSED:
        raise BoxClosed
    if step is VisitStep.BEGIN and last_voters:
        raise LastVoters
