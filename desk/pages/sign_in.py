"""Being let in: by the ticket of this machine, or with an account; and leaving."""

from __future__ import annotations

import time
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.accounts import sessions
from desk.accounts.accounts import checked
from desk.journal.journal import write
from desk.problem import Problem
from desk.web.access import COOKIE, anybody, who_asks
from desk.web.here import Here
from desk.web.language import language_here

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/enter")
@anybody
def enter() -> Response:
    """Let the browser in that has the printed address; the word leaves the address bar at once."""
    if request.method != "GET" or not Here.now().ticket.let_in(request.args.get("ticket", "")):
        abort(HTTPStatus.FORBIDDEN)
    return _in(Here.now().ticket.cookie)


@sign_in.get("/sign-in")
@anybody
def page() -> str | Response:
    """Ask for a name, a passphrase and a code."""
    if who_asks() is not None:
        return redirect("/")
    return render_template("sign_in.html", told="", name="")


@sign_in.post("/sign-in")
@anybody
def try_in() -> Response:
    """Let somebody in whose passphrase and code fit, or say that they do not."""
    here, now = Here.now(), time.time()
    name = request.form.get("name", "").strip()
    told, token = "", None
    with here.database.writing() as session:
        try:
            found = checked(
                session,
                name,
                request.form.get("passphrase", ""),
                request.form.get("code", ""),
                now,
            )
        except Problem as problem:
            found, told = None, problem.text(language_here())
        if found is not None:
            token = sessions.begin(session, found, now)
            write(session, found, "signed-in")
    if token is not None:
        return _in(token)
    body = render_template("sign_in.html", told=told, name=name, wrong=not told)
    return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")


@sign_in.post("/sign-out")
@anybody
def leave() -> Response:
    """Sign the browser out."""
    with Here.now().database.writing() as session:
        sessions.end(session, request.cookies.get(COOKIE, ""))
    answer = redirect(url_for("sign_in.page"), HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE)
    return answer


def _in(token: str) -> Response:
    answer = redirect("/", HTTPStatus.SEE_OTHER)
    secure = Here.now().config.secure
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=secure)
    return answer
