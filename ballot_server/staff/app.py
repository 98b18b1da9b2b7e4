"""The staff's page: one field for a scanner, what became of the last slip, and the counts.

It is an application of its own, which no kiosk or phone can reach: it listens on this machine
alone, for one browser, as long as the command runs. The board that all the hall reads has no
address that cancels anything.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request
from flask_babel import get_locale
from werkzeug.exceptions import HTTPException

from ballot_server.staff.desk import COOKIE, Desk, add_desk, unlocked
from ballot_server.staff.desk_view import audit_is_over, slips_views, told_view
from ballot_server.web.headers import protect
from ballot_server.web.language import add_languages
from ballot_server.web.language import language as languages
from ballot_server.web.pages import look, short_hash, stylesheet
from meeting.language import said

LONGEST_REQUEST = 4096  # bytes
AUDIT, LEFT_OVER = "audit", "left-over"
_LOG = logging.getLogger("piaoxiang.staff")

staff = Blueprint("staff", __name__)


def create_staff_app(desk: Desk) -> Flask:
    """The application of a desk."""
    app = Flask("ballot_server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_REQUEST
    app.jinja_env.autoescape = True
    add_desk(app, desk)
    add_languages(app)
    app.after_request(protect)
    app.add_template_filter(short_hash, "short_form")
    app.add_url_rule("/look/<path:name>", "look", unlocked(look))
    app.add_url_rule("/board.css", "stylesheet", unlocked(stylesheet))
    app.register_blueprint(staff)
    app.register_blueprint(languages)
    app.register_error_handler(Exception, _trouble)
    return app


@staff.app_context_processor
def of_every_page() -> dict[str, object]:
    """What the frame around each page shows, to whoever was let in."""
    desk, language = Desk.here(), str(get_locale())
    return {
        "meeting_title": said(desk.board.meeting(), "title", language),
        "fingerprint": desk.board.meeting_fingerprint(),
        "words": len(desk.kept),
        "words_path": str(desk.kept.path),
    }


@staff.get("/enter")
@unlocked
def enter() -> Response:
    """Let the browser in that has the printed address; the word leaves the address bar at once."""
    desk = Desk.here()
    if request.method != "GET" or not desk.let_in(request.args.get("ticket", "")):
        abort(HTTPStatus.FORBIDDEN)
    answer = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/"})
    answer.set_cookie(COOKIE, desk.ticket.cookie, httponly=True, samesite="Strict")
    return answer


@staff.get("/")
def page() -> str:
    """Show the field, what became of the last slip, and the counts."""
    desk, language = Desk.here(), str(get_locale())
    views = slips_views(desk.board, language)
    over = audit_is_over(views)
    begun = any(each.state != "prepared" for each in views)
    wanted = request.args.get("as", LEFT_OVER if begun else AUDIT)
    return render_template(
        "staff.html",
        boxes=views,
        told=told_view(desk, language),
        audit_over=over,
        audit=wanted == AUDIT and not over,
        form=desk.ticket.form,
    )


@staff.post("/scan")
def scan() -> Response:
    """Cancel the slip whose code was scanned, and show the page again."""
    wanted = AUDIT if request.form.get("as") == AUDIT else LEFT_OVER
    Desk.here().scan(request.form.get("code", ""), audited=wanted == AUDIT)
    answer = redirect(f"/?as={wanted}", HTTPStatus.SEE_OTHER)
    return Response(b"", answer.status_code, answer.headers)


@staff.get("/sheet")
def sheet() -> str:
    """Show the counts as a sheet to be printed and signed."""
    desk, language = Desk.here(), str(get_locale())
    return render_template("staff_sheet.html", boxes=slips_views(desk.board, language))


def _trouble(error: Exception) -> Response:
    """Say in one sentence that this is not possible; an unexpected error is named to the terminal.

    Nothing is quoted: it could be a code.
    """
    status = error.code if isinstance(error, HTTPException) else None
    if status is None:
        _LOG.error("%s while the page was made", type(error).__name__)
    kind = "other" if status != HTTPStatus.FORBIDDEN else "spent" if Desk.here().spent else "locked"
    body = render_template("staff_trouble.html", kind=kind)
    return Response(body, status or HTTPStatus.INTERNAL_SERVER_ERROR, mimetype="text/html")
