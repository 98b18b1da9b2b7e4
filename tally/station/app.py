"""The Flask application of a teller's station, and gunicorn with one process under it."""

from __future__ import annotations

import logging
import secrets
import traceback
from functools import partial

from flask import Flask, Response, render_template
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException

from meeting.language import current_language
from meeting.problem import Problem
from meeting.serving.quiet_server import QuietServer, keep_quiet
from meeting.serving.quiet_worker import QuietWorker
from tally.station.pages import pages
from tally.station.web import Station, add_frame, check_routes

LONGEST_REQUEST = 16 * 1024  # bytes: a few words are typed
_LOG = logging.getLogger("piaoxiang.station")


def create_app(station: Station) -> Flask:
    """The application; raises RouteUnprotectedError when a route lacks its access rule."""
    app = Flask("tally", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="piaoxiang-station-form",
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,  # a page that stood open over lunch can still be sent
    )
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["station"] = station
    add_frame(app)
    CSRFProtect(app)
    app.register_error_handler(Problem, _told)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.register_blueprint(pages)
    check_routes(app)
    return app


def serve(station: Station, host: str, port: int) -> None:
    """Serve the station until told to stop: one process, which alone has the passphrase."""
    keep_quiet()
    settings: dict[str, object] = {
        "workers": 1,
        "worker_class": QuietWorker,
        "threads": 4,
        "keepalive": 2,
        "timeout": 0,  # an act that keeps the processor busy is no reason to end it
        "proc_name": "piaoxiang-station",
    }
    QuietServer(host, port, partial(create_app, station), settings).run()


def _told(error: Problem) -> Response:
    return _answer(422, error.told(current_language()))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect
        return Response(error.get_response().get_data(), status, error.get_headers())
    return _answer(status, "")


def _unexpected(error: Exception) -> Response:
    """Log the kind of error and the lines of code: no message, no request."""
    lines = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _LOG.error("%s at %s", type(error).__name__, " > ".join(lines[-8:]))
    return _answer(500, "")


def _answer(status: int, sentence: str) -> Response:
    page = render_template("station/problem.html", status=status, sentence=sentence)
    return Response(page, status, mimetype="text/html")
