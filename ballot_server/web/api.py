"""What kiosks, tellers and observers' programs ask of the board, over HTTP.

Addresses, questions, answers and refusals are the contract in `meeting.board_interface`; here
they are met. A 409 has "receipt" and "signature" too: the receipt of the ballot that was cast with
this slip, and that ballot's own {"hash","proof"}, by which the asking kiosk sees that the slip
signed it.
"""

from __future__ import annotations

from flask import Blueprint, Response

from ballot_server.board.accept import accept, ask_about_slip
from ballot_server.board.board import Board
from ballot_server.board.cancel import published_list
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.board.receipts import issue
from ballot_server.board.spoil import spoil
from ballot_server.box.electorate import setup_texts
from ballot_server.problems.refusals import SlipUsed
from ballot_server.store import chain
from ballot_server.store.steady_chain import steady_chain
from ballot_server.web.access import public, signed_body
from ballot_server.web.asked import kiosk_body, the_board
from ballot_server.web.problem_json import answer
from meeting.board_interface import paths
from meeting.board_interface.answers import (
    BoxStage,
    BoxState,
    SlipAnswer,
    UsedSlip,
    boxes_to_json,
    setup_to_json,
)
from meeting.board_interface.questions import MOST_QUESTION_BYTES

api = Blueprint("api", __name__)


@api.get(paths.MEETING)
@public
def meeting() -> Response:
    """The published meeting definition."""
    return Response(the_board().definition().definition, content_type=paths.JSON_TYPE)


@api.get(paths.BOXES)
@public
def boxes() -> Response:
    """Every box, with its state and how many ballots it has accepted."""
    board = the_board()
    definition = board.meeting()
    listed: list[BoxState] = []
    with board.store.reading() as session:
        for row in chain.all_boxes(session):
            box = definition.box(row.id)
            listed.append(
                BoxState(
                    id=row.id,
                    name=row.setup,
                    state=BoxStage(row.state),
                    last_voters=row.last_voters,
                    round=box.round.id,
                    group=box.group.id,
                    ballots=chain.standing(session, row.id).accepted,
                )
            )
    return _json(boxes_to_json(listed))


@api.get(paths.setup("<box_id>"))
@public
def setup(box_id: str) -> Response:
    """The three texts of a box's Setup."""
    with the_board().store.reading() as session:
        texts = setup_texts(session, chain.find_box(session, box_id))
    return _json(setup_to_json(texts))


@api.post(paths.ballots("<box_id>"))
@signed_body
def cast(box_id: str) -> Response:
    """Take a ballot. 200 and its receipt, new or sent again; 409 and the earlier one's receipt."""
    board = the_board()
    body = kiosk_body(board.electorate_of(box_id).longest_ballot)
    try:
        receipt = accept(board, box_id, body)
    except SlipUsed as used:
        return _used(board, box_id, used)
    return _json(receipt.to_json())


@api.post(paths.slip("<box_id>"))
@signed_body
def slip(box_id: str) -> Response:
    """Say to the holder of a slip whether it was used, and give back the receipt if so."""
    found = ask_about_slip(the_board(), box_id, kiosk_body(MOST_QUESTION_BYTES))
    return _json(SlipAnswer.to_json(found))


@api.post(paths.spoiled("<box_id>"))
@signed_body
def spoiled(box_id: str) -> Response:
    """Spoil a ballot for its holder; 409 and the receipt when the slip was used already."""
    board = the_board()
    try:
        word = spoil(board, box_id, kiosk_body(MOST_QUESTION_BYTES))
    except SlipUsed as used:
        return _used(board, box_id, used)
    return _json(word.to_json())


@api.get(paths.checkpoint("<box_id>"))
@public
def checkpoint(box_id: str) -> Response:
    """The newest checkpoint of a box."""
    note = signed_checkpoint(the_board(), box_id)
    return Response(note, content_type=paths.NOTE_TYPE)


@api.get(paths.cancelled("<box_id>"))
@public
def cancelled(box_id: str) -> Response:
    """The signed list of the cancelled slips of a closed box."""
    found = published_list(the_board(), box_id)
    return Response(found.to_bytes(), content_type=paths.JSON_TYPE)


@api.get(paths.events("<box_id>"))
@public
def events(box_id: str) -> Response:
    """List the events of a box, one a line, as they stand in its record."""
    board = the_board()
    with board.store.reading() as session:
        chain.find_box(session, box_id)
        lines = b"\n".join(each.to_bytes() for each in chain.events(session, box_id))
    return Response(lines + b"\n", content_type=paths.NOTE_TYPE)


@api.get(paths.record("<box_id>"))
@public
def record(box_id: str) -> Response:
    """The record of a box, from its Setup to the newest event, sent as it is read.

    If something is found damaged after it was begun, it ends short of its length.
    """
    found = steady_chain(the_board().store, box_id)
    response = Response(found.archive(), content_type=paths.RECORD_TYPE)
    response.content_length = found.length
    response.headers.set("Content-Disposition", "attachment", filename=f"{box_id}.bel")
    return response


def _used(board: Board, box_id: str, used: SlipUsed) -> Response:
    earlier = UsedSlip(issue(board, box_id, used.fingerprint), used.signature)
    return answer(used, earlier.to_json())


def _json(text: str) -> Response:
    return Response(text, content_type=paths.JSON_TYPE)
