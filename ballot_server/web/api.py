"""What kiosks, tellers and observers' programs ask of the board, over HTTP.

    GET  /api/meeting                     the published meeting, byte for byte
    GET  /api/boxes                       {"boxes":[{"id","setup","state","last_voters","round",
                                          "group","ballots"}]}, "ballots" being how many were
                                          accepted, "last_voters" whether an open box lets no
                                          new slip in
    GET  /api/boxes/<id>/setup            {"election","trustees","credentials"}: exact texts
    POST /api/boxes/<id>/ballots          a ballot; answered by its receipt (``accept``)
    POST /api/boxes/<id>/slip             {"credential","proof"}; answered by
                                          {"state":"unused"} or
                                          {"state":"used","receipt","signature"}
    POST /api/boxes/<id>/spoiled          {"fingerprint","credential","proof"}; answered by the
                                          server's word that this ballot cannot be cast any more
                                          (``checking``)
    GET  /api/boxes/<id>/checkpoint       the newest checkpoint, a signed note
    GET  /api/boxes/<id>/record.bel       the record so far, a Belenios archive

A 409 has "receipt" and "signature" too: the receipt of the ballot that was cast with this slip,
and that ballot's own {"hash","proof"}, by which the asking kiosk sees that the slip signed it.
Everything refused is problem+json (``problem_json``), every JSON text canonical.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from ballot_server.board.accept import SLIP_BYTES, accept, ask_about_slip
from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.board.receipts import issue
from ballot_server.board.spoil import SPOIL_BYTES, spoil
from ballot_server.box.electorate import setup_texts
from ballot_server.problems.refusals import BodyTooLarge, SlipUsed
from ballot_server.store import chain
from ballot_server.web.access import public, signed_body
from ballot_server.web.problem_json import answer
from crypto.board.receipt import Receipt
from crypto.canonical import JSON, dumps, loads
from crypto.record.record_builder import record_bytes

JSON_TYPE = "application/json"
RECORD_TYPE = "application/octet-stream"

api = Blueprint("api", __name__, url_prefix="/api")


def the_board() -> Board:
    """Return the board that this app serves."""
    found = current_app.extensions["board"]
    assert isinstance(found, Board)  # noqa: S101 - said for the type checker
    return found


@api.get("/meeting")
@public
def meeting() -> Response:
    """Return the published meeting definition."""
    return Response(the_board().definition().definition, content_type=JSON_TYPE)


@api.get("/boxes")
@public
def boxes() -> Response:
    """Return every box, with its state and how many ballots it has accepted."""
    board = the_board()
    definition = board.meeting()
    listed: list[JSON] = []
    with board.store.reading() as session:
        for row in chain.all_boxes(session):
            box = definition.box(row.id)
            listed.append(
                {
                    "id": row.id,
                    "setup": row.setup,
                    "state": row.state,
                    "last_voters": row.last_voters,
                    "round": box.round.id,
                    "group": box.group.id,
                    "ballots": chain.standing(session, row.id).accepted,
                }
            )
    return _json({"boxes": listed})


@api.get("/boxes/<box_id>/setup")
@public
def setup(box_id: str) -> Response:
    """Return the three texts of a box's Setup."""
    with the_board().store.reading() as session:
        texts = setup_texts(session, chain.find_box(session, box_id))
    return _json(
        {
            "election": texts.election.decode(),
            "trustees": texts.trustees.decode(),
            "credentials": texts.credentials.decode(),
        }
    )


@api.post("/boxes/<box_id>/ballots")
@signed_body
def cast(box_id: str) -> Response:
    """Take a ballot. 200 and its receipt, new or sent again; 409 and the earlier one's receipt."""
    board = the_board()
    with board.store.reading() as session:
        longest = board.electorate(session, box_id).longest_ballot
    try:
        receipt = accept(board, box_id, _body(longest))
    except SlipUsed as used:
        return _used(board, box_id, used)
    return Response(receipt.to_json(), content_type=JSON_TYPE)


@api.post("/boxes/<box_id>/slip")
@signed_body
def slip(box_id: str) -> Response:
    """Say to the holder of a slip whether it was used, and give back the receipt if so."""
    found = ask_about_slip(the_board(), box_id, _body(SLIP_BYTES))
    if found is None:
        return _json({"state": "unused"})
    receipt, signature = found
    return _json({"state": "used", "receipt": _value(receipt), "signature": signature})


@api.post("/boxes/<box_id>/spoiled")
@signed_body
def spoiled(box_id: str) -> Response:
    """Spoil a ballot for its holder; 409 and the receipt when the slip was used already."""
    board = the_board()
    try:
        word = spoil(board, box_id, _body(SPOIL_BYTES))
    except SlipUsed as used:
        return _used(board, box_id, used)
    return Response(word.to_json(), content_type=JSON_TYPE)


@api.get("/boxes/<box_id>/checkpoint")
@public
def checkpoint(box_id: str) -> Response:
    """Return the newest checkpoint of a box."""
    note = signed_checkpoint(the_board(), box_id)
    return Response(note, content_type="text/plain; charset=utf-8")


@api.get("/boxes/<box_id>/record.bel")
@public
def record(box_id: str) -> Response:
    """Return the record of a box, from its Setup to the newest event."""
    with the_board().store.reading() as session:
        box = chain.find_box(session, box_id)
        archive = record_bytes(box.timestamp, chain.entries(session, box_id))
    response = Response(archive, content_type=RECORD_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{box_id}.bel")
    return response


def _body(limit: int) -> bytes:
    """Return the body. Raises BodyTooLarge, before reading it where it says its length.

    One that does not is cut by werkzeug at its limit: hence one byte more.
    """
    request.max_content_length = limit + 1
    body = request.get_data(cache=False)
    if len(body) > limit:
        raise BodyTooLarge
    return body


def _used(board: Board, box_id: str, used: SlipUsed) -> Response:
    receipt = _value(issue(board, box_id, used.fingerprint))
    return answer(used, {"receipt": receipt, "signature": used.signature})


def _value(receipt: Receipt) -> JSON:
    text = receipt.to_json()
    return loads(text, limit=len(text.encode()))


def _json(value: JSON) -> Response:
    return Response(dumps(value), content_type=JSON_TYPE)
