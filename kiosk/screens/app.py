"""The kiosk as a Flask application: a local site for one screen, strict in what it lets in."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from urllib.parse import urlsplit

import httpx
from flask import Flask, Response, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, SecurityError

from kiosk.board.client import BoardClient
from kiosk.board.http import BoardConnection
from kiosk.board.key_folder import KeyFolder
from kiosk.config import KioskConfig
from kiosk.messages.mistake import log_mistake
from kiosk.messages.trouble import Trouble
from kiosk.screens import access, interruptions, pages, template_helpers
from kiosk.visit.booth import Booth
from kiosk.visit.flow import Flow
from kiosk.visit.open_visits import VisitReporter
from meeting.command_line.listening import in_url
from meeting.limits import LARGEST_FORM
from meeting.look.typefaces import look_folder
from meeting.pinyin import TABLE

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NO_STORE = "no-store"
KEEP = "public, max-age=3600"


class KioskApp(Flask):
    """Flask without words of the voter in its log: an exception's text could quote a form."""

    def log_exception(
        self,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> None:
        """Log the kind of the mistake and the line where it happened, and nothing else."""
        log_mistake(exc_info[1])


def create_app(
    config: KioskConfig,
    *,
    clock: Callable[[], float] = time.monotonic,
    transport: httpx.BaseTransport | None = None,
    keys: KeyFolder | None = None,
) -> KioskApp:
    """The kiosk's application; `clock`, `transport` and `keys` are for tests."""
    app = KioskApp("kiosk", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=config.session_key,
        SESSION_COOKIE_NAME=f"piaoxiang-kiosk-{config.port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its visit
        WTF_CSRF_SSL_STRICT=False,  # the screen and the kiosk are one machine
        BABEL_DEFAULT_LOCALE="zh",
        TEMPLATES_AUTO_RELOAD=False,
    )
    booth = Booth(config, clock)
    board = BoardClient(
        config.meeting_fingerprint,
        BoardConnection(config.server, config.request_seconds, transport),
        keys or KeyFolder(config.state),
    )
    flow = Flow(booth, board, VisitReporter(booth, board, clock))
    trusted = {in_url(config.host), "127.0.0.1", "localhost"}
    app.before_request(lambda: _check_host(trusted))
    access.install(app, access.Kiosk(config, booth, board, flow))
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: booth.display.language)
    template_helpers.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(interruptions.blueprint)
    app.add_url_rule("/look/<path:name>", view_func=_look)
    app.add_url_rule("/pinyin.txt", view_func=_pinyin)
    app.register_error_handler(Trouble, _trouble_page)
    app.register_error_handler(CSRFError, lambda _: _trouble_page(Trouble("page-expired")))
    app.register_error_handler(HTTPException, _http_error_page)
    app.after_request(_with_headers)
    return app


def _check_host(trusted: set[str]) -> None:
    """Raise SecurityError for a page asked for under another name: another site may be behind it.

    Flask's own list of trusted hosts knows no IPv6 address.
    """
    if request.host.removesuffix(f":{urlsplit(request.host_url).port}") not in trusted:
        raise SecurityError("another host")


def _look(name: str) -> Response:
    """Serve the house's palette and typefaces."""
    return send_from_directory(look_folder(name), name)


def _pinyin() -> Response:
    """Serve the table of how characters are read."""
    return send_from_directory(TABLE.parent, TABLE.name)


def _trouble_page(trouble: Trouble) -> ResponseReturnValue:
    template_helpers.log(trouble)
    if trouble.code == "kiosk-busy":
        return interruptions.busy_page(trouble)
    return render_template("trouble.html", trouble=trouble), trouble.row.status


def _http_error_page(error: HTTPException) -> ResponseReturnValue:
    """Say in our own words what Flask refused; never show its text."""
    if isinstance(error, SecurityError):  # another host name: there are no addresses to link to
        return Response("400\n", HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        trouble = Trouble("kiosk-failed")
    elif status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        trouble = Trouble("page-unknown")
    else:
        trouble = Trouble("form-unknown")
    return render_template("trouble.html", trouble=trouble), status


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    lasting = (
        request.endpoint in {"static", "_look", "_pinyin"} and response.status_code == HTTPStatus.OK
    )
    response.headers["Cache-Control"] = KEEP if lasting else NO_STORE
    return response
