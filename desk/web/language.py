"""The language of the pages: Chinese, unless the reader's cookie says English."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, request
from flask_babel import Babel, get_locale
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from desk.web.access import anybody
from meeting.language import DEFAULT_LANGUAGE, LANGUAGES, speak

COOKIE = "language"
HTML_NAMES = {"zh": "zh-Hans", "en": "en"}

languages = Blueprint("languages", __name__)


def add_languages(app: Flask) -> None:
    """Let pages and problems speak both languages."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=_chosen)

    @app.before_request
    def speak_it() -> None:
        speak(language_here())

    @app.teardown_request
    def fall_silent(error: BaseException | None) -> None:
        del error
        speak("")

    @app.context_processor
    def in_templates() -> dict[str, object]:
        here = language_here()
        other = "en" if here == "zh" else "zh"
        return {"language": here, "html_language": HTML_NAMES[here], "other_language": other}


def language_here() -> str:
    """The language of the page that is asked for."""
    return str(get_locale() or DEFAULT_LANGUAGE)


def _chosen() -> str:
    found = request.cookies.get(COOKIE, "")
    return found if found in LANGUAGES else DEFAULT_LANGUAGE


@languages.get("/language/<code>")
@anybody
def switch(code: str) -> Response:
    """Remember the language and go back to the page, which is one of ours."""
    if code not in LANGUAGES:
        raise NotFound
    back = request.args.get("back", "")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = redirect(back if local else "/")
    answer.set_cookie(COOKIE, code, max_age=30 * 86400, samesite="Lax", httponly=True)
    return answer
