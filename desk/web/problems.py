"""How the desk refuses: a page to people, and problem+json (RFC 9457) where JSON was asked for."""

from __future__ import annotations

import json
import logging
import traceback
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from desk.web.language import language_here
from meeting import problem

API = "/api/"
PROBLEM_TYPE = "application/problem+json"
_LOG = logging.getLogger("piaoxiang.desk")


def add_problems(app: Flask) -> None:
    """Answer every error of the app by a problem."""
    app.register_error_handler(problem.Problem, _told)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, kind: str, sentence: str) -> Response:
    """Say `sentence`, or what the status says; `kind` is a stable code or empty."""
    if request.path.startswith(API):
        body = {
            "type": f"urn:piaoxiang:desk:{kind}" if kind else "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": sentence,
        }
        return Response(json.dumps(body, ensure_ascii=False), status, content_type=PROBLEM_TYPE)
    page = render_template("problem.html", status=status, sentence=sentence)
    return Response(page, status, mimetype="text/html")


def _told(error: problem.Problem) -> Response:
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.told(language_here()))


def _http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return Response(error.get_response().get_data(), status, error.get_headers())
    response = answer(status, "", "")
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _unexpected(error: Exception) -> Response:
    """Log the kind of error and the lines of code: no message, no request."""
    lines = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _LOG.error("%s at %s", type(error).__name__, " > ".join(lines[-8:]))
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "", "")
