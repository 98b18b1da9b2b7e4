"""The language of the pages: Chinese, unless the reader's cookie says English."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import Babel, get_locale
from werkzeug.exceptions import NotFound

from ballot_server.web.access import public
from meeting.language import DEFAULT_LANGUAGE, LANGUAGES

COOKIE = "language"
HTML_NAMES = {"zh": "zh-Hans", "en": "en"}

language = Blueprint("language", __name__)


def add_languages(app: Flask) -> None:
    """Let pages and problems speak both languages."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=chosen_language)

    @app.context_processor
    def in_templates() -> dict[str, object]:
        here = str(get_locale() or DEFAULT_LANGUAGE)
        other = "en" if here == "zh" else "zh"
        return {"language": here, "html_language": HTML_NAMES[here], "other_language": other}


def chosen_language() -> str:
    """The language of the reader's cookie; Chinese without one."""
    found = request.cookies.get(COOKIE, "")
    return found if found in LANGUAGES else DEFAULT_LANGUAGE


@language.get("/language/<code>")
@public
def switch(code: str) -> Response:
    """Remember the language and go back to the page, which is one of ours.

    The page is given as a path and taken apart before it is used: it never leads elsewhere.
    """
    if code not in LANGUAGES:
        raise NotFound
    back = request.args.get("back", "")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = redirect(back if local else "/")
    answer.set_cookie(COOKIE, code, max_age=30 * 86400, samesite="Lax", httponly=True)
    return Response(answer.get_data(), answer.status_code, answer.headers)
