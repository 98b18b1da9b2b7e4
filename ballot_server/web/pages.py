"""The board as people see it: its boxes, their chains, looking up a ballot, how to verify."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import BytesIO
from itertools import groupby

import segno
from flask import Blueprint, Response, current_app, render_template, request, send_from_directory
from flask_babel import format_date, get_locale

from ballot_server.board.proofs import sealed_proof
from ballot_server.board.result_folder import FRONT_PAGE, MEDIA_TYPES, is_registered
from ballot_server.problems.refusals import BoardProblem, NotFound
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.web.access import public
from ballot_server.web.asked import the_board
from ballot_server.web.board_view import box_view, box_views, chain_page, page_of, proof_view
from ballot_server.web.lookup import LookupAnswer, look_up
from ballot_server.web.notice_view import notice_view
from ballot_server.web.plan_view import plan_views
from crypto.board.server_key import short_form
from meeting.language import said
from meeting.look.typefaces import look_folder
from meeting.published.given_fingerprint import fingerprint_code

LOOK_TYPES = {".css": "text/css", ".woff2": "font/woff2"}

pages = Blueprint("pages", __name__)


@pages.app_context_processor
def of_every_page() -> dict[str, object]:
    """What the frame around each page shows; nothing when the board itself is in trouble."""
    board = the_board()
    try:
        definition = board.definition()
    except BoardProblem:
        return {}
    language = _language()
    return {
        "meeting_title": said(board.meeting(), "title", language),
        "meeting_place": said(board.meeting(), "place", language),
        "meeting_date": format_date(date.fromisoformat(board.meeting().date), "long"),
        "fingerprint": board.meeting_fingerprint(),
        "definition_hash": definition.hash,
        "server_key": board.key.public.text,
        "has_result": is_registered(board),
        "has_notice": board.meeting().notice is not None,
    }


@pages.get("/")
@public
def boxes() -> str:
    """Show all boxes, round by round."""
    board = the_board()
    with board.store.reading() as session:
        views = box_views(board, session, _language())
        plans = plan_views(board, session, _language())
    by_round = groupby(views, lambda view: board.meeting().box(view.id).round)
    rounds = [
        (said(each, "name", _language()), list(found), plans.get(each.id))
        for each, found in by_round
    ]
    ending = [view for view in views if view.last_voters]
    others_open = sum(view.state == State.OPEN for view in views) > len(ending)
    return render_template(
        "boxes.html",
        rounds=rounds,
        ending=ending,
        others_open=others_open,
    )


@pages.get("/boxes/<box_id>")
@public
def box(box_id: str) -> str:
    """Show a box and a page of its chain; the newest events without `?page=`."""
    board = the_board()
    with board.store.reading() as session:
        view = box_view(board, session, chain.find_box(session, box_id), _language())
        asked = request.args.get("page", 1, type=int)
        shown = chain_page(board, session, box_id, asked)
    if shown is None:
        raise NotFound
    return render_template("box.html", box=view, chain=shown)


@pages.get("/notice")
@public
def notice() -> str:
    """Tell the public what the meeting is about, how it goes, and where to complain."""
    meeting = the_board().meeting()
    if meeting.notice is None:
        raise NotFound
    view = notice_view(meeting, meeting.notice, _language())
    return render_template("notice.html", **asdict(view))


@pages.get("/lookup")
@public
def lookup() -> str:
    """Find a ballot by fingerprint, tracker or receipt."""
    board = the_board()
    asked = request.args.get("fingerprint", "")
    found = look_up(board, asked)
    view, page, proof = None, 1, None
    if found.answer is LookupAnswer.SEALED:
        proof = proof_view(sealed_proof(board, found.box_id, found.fingerprint))
    if found.box_id:
        with board.store.reading() as session:
            view = box_view(board, session, chain.find_box(session, found.box_id), _language())
            page = page_of(board, found.height, view.size)
    return render_template(
        "lookup.html", asked=asked, found=found, box=view, page=page, proof=proof
    )


@pages.get("/verify")
@public
def verify() -> str:
    """Say how anybody can check this meeting."""
    board = the_board()
    with board.store.reading() as session:
        views = box_views(board, session, _language())
    return render_template("verify.html", boxes=views)


@pages.get("/fingerprint.svg")
@public
def fingerprint_picture() -> Response:
    """Draw the meeting fingerprint as a QR code, black on white."""
    board, picture = the_board(), BytesIO()
    board.definition()  # without a meeting there is none
    segno.make(fingerprint_code(board.meeting_fingerprint()), error="m", micro=False).save(
        picture, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@pages.app_template_filter("short_form")
def short_hash(digest: str) -> str:
    """The short form of a hash in hexadecimal digits, for comparing by eye."""
    return short_form(bytes.fromhex(digest))


@pages.get("/result/")
@pages.get("/result/<path:name>")
@public
def result(name: str = FRONT_PAGE) -> Response:
    """Serve the published folder, if one is registered."""
    folder = the_board().config.result
    suffix = "." + name.rpartition(".")[2]
    if suffix not in MEDIA_TYPES or not is_registered(the_board()):
        raise NotFound
    response = send_from_directory(folder, name, mimetype=MEDIA_TYPES[suffix], etag=False)
    return _without_dates(response)


@pages.get("/look/<path:name>")
@public
def look(name: str) -> Response:
    """Serve the stylesheets and typefaces that all rooms share."""
    suffix = "." + name.rpartition(".")[2]
    if suffix not in LOOK_TYPES:
        raise NotFound
    return send_from_directory(look_folder(name), name, mimetype=LOOK_TYPES[suffix])


@pages.get("/board.css")
@public
def stylesheet() -> Response:
    """Serve the board's own stylesheet."""
    return send_from_directory(current_app.root_path + "/static", "board.css", mimetype="text/css")


def _language() -> str:
    return str(get_locale())


def _without_dates(response: Response) -> Response:
    response.headers.pop("Last-Modified", None)
    return response
