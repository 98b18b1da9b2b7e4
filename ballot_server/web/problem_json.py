"""How the board refuses over HTTP: RFC 9457 problem+json to programs, a page to people.

The members are told in `meeting.board_interface.refusals`. The text of an exception never leaves
the server.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from ballot_server.problems import refusals
from ballot_server.problems.refusals import BoardProblem
from crypto.canonical import JSON
from crypto.errors import Refused
from meeting.board_interface import paths
from meeting.board_interface.refusals import refusal_to_json

_LOG = logging.getLogger("piaoxiang.board")

_BY_STATUS: dict[int, type[BoardProblem]] = {
    HTTPStatus.NOT_FOUND: refusals.NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: refusals.MethodUnknown,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: refusals.BodyTooLarge,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: refusals.MediaTypeWrong,
}


def add_problems(app: Flask) -> None:
    """Answer every error of the app by a problem."""
    app.register_error_handler(BoardProblem, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(problem: BoardProblem, more: Mapping[str, JSON] | None = None) -> Response:
    """The response for a problem, with `more` members where programs are told."""
    if not request.path.startswith(paths.API):
        page = render_template("problem.html", problem=problem)
        return Response(page, problem.status, mimetype="text/html")
    reason: dict[str, JSON] = {}
    if isinstance(problem.__cause__, Refused):
        reason = {"reason": problem.__cause__.code, "where": problem.__cause__.where}
    body = refusal_to_json(
        problem.kind,
        int(problem.status),
        problem.text("zh"),
        problem.text("en"),
        reason | dict(more or {}),
    )
    response = Response(body, problem.status, content_type=paths.PROBLEM_TYPE)
    if isinstance(problem, refusals.StorageBusy):
        response.headers["Retry-After"] = "1"
    return response


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < HTTPStatus.BAD_REQUEST:
        return Response(error.get_response().get_data(), error.code, error.get_headers())
    kind = _BY_STATUS.get(error.code or 0, refusals.RequestBad)
    response = answer(kind())
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _unexpected(error: Exception) -> Response:
    """Log the kind of error and the lines of code: no message, no time, no request.

    A message could quote a ballot, and a time beside a failed cast would be a time of casting.
    """
    lines = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _LOG.error("%s at %s", type(error).__name__, " > ".join(lines[-8:]))
    return answer(refusals.Internal())
