"""The Flask application of the desk."""

from __future__ import annotations

import secrets

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from desk.config import DeskConfig
from desk.pages.accounts import accounts
from desk.pages.attendance import attendance
from desk.pages.console import console
from desk.pages.facts import facts
from desk.pages.groups import groups
from desk.pages.journal import journal
from desk.pages.lists import people, roster
from desk.pages.meetings import home
from desk.pages.papers import papers
from desk.pages.publish import publish
from desk.pages.registrar import registrar
from desk.pages.sign_in import sign_in
from desk.pages.tellers import tellers
from desk.store.database import Database
from desk.web.access import check_routes, enforce, who_asks
from desk.web.headers import protect
from desk.web.here import Here, Ticket
from desk.web.language import add_languages, languages
from desk.web.look import look
from desk.web.problems import add_problems

_STEPS = (facts, people, groups, roster, tellers, papers, publish)
_THE_DAY = (registrar, attendance, console)
LONGEST_REQUEST = 20 * 1024 * 1024  # bytes: lists of people are uploaded


def create_app(config: DeskConfig, ticket: Ticket) -> Flask:
    """The application of the desk that lives in `config.folder`.

    Raises RouteUnprotectedError when a route lacks its access rule.
    """
    app = Flask("desk", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="piaoxiang-desk-form",
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=config.secure,
        WTF_CSRF_TIME_LIMIT=None,  # a page that stood open over lunch can still be sent
    )
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["desk"] = Here(config, Database(config.database), ticket)
    add_languages(app)
    add_problems(app)
    app.before_request(enforce)
    CSRFProtect(app)
    app.after_request(protect)
    app.context_processor(_of_every_page)
    for each in (
        *_STEPS,
        registrar,
        console,
        attendance,
        home,
        sign_in,
        accounts,
        journal,
        look,
        languages,
    ):
        app.register_blueprint(each)
    check_routes(app)
    return app


def _of_every_page() -> dict[str, object]:
    """What the frame around each page shows."""
    return {"person": who_asks()}
