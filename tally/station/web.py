"""Who may ask the station: one browser of this machine. Access rules, headers, language, look."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    request,
    send_from_directory,
)
from flask_babel import Babel
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from meeting.language import DEFAULT_LANGUAGE, LANGUAGES, speak
from meeting.look.typefaces import look_folder
from tally.station.sitting import Sitting

View = TypeVar("View", bound=Callable[..., object])
COOKIE = "piaoxiang-station"
LANGUAGE_COOKIE = "language"
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
    "Cache-Control": "no-store",
}
_RULE = "station_access"
_ANYBODY, _TELLER = "anybody", "teller"
_TYPES = {".css": "text/css", ".woff2": "font/woff2"}

frame = Blueprint("frame", __name__)


class RouteUnprotectedError(Exception):
    """A route has no rule."""


@dataclass(slots=True)
class Station:
    """One station while it is served: its sitting, its names, and what lets its browser in.

    `word` is in the printed address, worth something once; `cookie` is what the browser has then.
    """

    sitting: Sitting
    hosts: frozenset[str]
    word: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    _spent: bool = False
    _turn: Lock = field(default_factory=Lock, repr=False)

    @staticmethod
    def now() -> Station:
        """The station whose page is asked for."""
        return cast("Station", current_app.extensions["station"])

    def let_in(self, word: str) -> bool:
        """Whether this word lets a browser in; it does so once."""
        with self._turn:
            fits = not self._spent and hmac.compare_digest(word.encode(), self.word.encode())
            self._spent = self._spent or fits
        return fits


def anybody(view: View) -> View:
    """Let every browser ask for this: nothing of any meeting is in it."""
    setattr(view, _RULE, _ANYBODY)
    return view


def teller(view: View) -> View:
    """Let only the browser ask that came with the ticket."""
    setattr(view, _RULE, _TELLER)
    return view


def add_frame(app: Flask) -> None:
    """Put rules, headers and languages around every page."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=_language)
    app.before_request(_enforce)
    app.after_request(_protect)
    app.teardown_request(lambda _error: speak(""))
    app.context_processor(_in_templates)
    app.register_blueprint(frame)


def check_routes(app: Flask) -> None:
    """Raise RouteUnprotectedError unless every route has a rule."""
    for route in app.url_map.iter_rules():
        if not _rule(app, route.endpoint):
            raise RouteUnprotectedError(f"{route.rule} has no access rule")


@frame.get("/enter")
@anybody
def enter() -> AnyResponse:
    """Let the browser in that has the printed address; the word leaves the address bar at once."""
    station = Station.now()
    if request.method != "GET" or not station.let_in(request.args.get("ticket", "")):
        abort(403)
    answer = redirect("/", 303)
    answer.set_cookie(COOKIE, station.cookie, httponly=True, samesite="Strict")
    return answer


@frame.get("/language/<code>")
@anybody
def switch(code: str) -> AnyResponse:
    """Remember the language and go back to the first page."""
    if code not in LANGUAGES:
        raise NotFound
    answer = redirect("/", 303)
    answer.set_cookie(LANGUAGE_COOKIE, code, samesite="Lax", httponly=True)
    return answer


@frame.get("/look/<path:name>")
@anybody
def shared(name: str) -> Response:
    """Serve the stylesheets and typefaces that all rooms share."""
    suffix = "." + name.rpartition(".")[2]
    if suffix not in _TYPES:
        raise NotFound
    return send_from_directory(look_folder(name), name, mimetype=_TYPES[suffix])


@frame.get("/own/station.css")
@anybody
def own() -> Response:
    """Serve the station's own stylesheet."""
    return send_from_directory(current_app.root_path + "/static", "station.css")


def _language() -> str:
    found = request.cookies.get(LANGUAGE_COOKIE, "")
    return found if found in LANGUAGES else DEFAULT_LANGUAGE


def _in_templates() -> dict[str, object]:
    here = _language()
    names = {"zh": "zh-Hans", "en": "en"}
    other = "en" if here == "zh" else "zh"
    return {
        "html_language": names[here],
        "other_language": other,
        "sitting": Station.now().sitting,
    }


def _enforce() -> None:
    """Before every request: it came to a name of ours, from the teller's browser."""
    station = Station.now()
    if request.host not in station.hosts:
        abort(403)
    speak(_language())
    given = request.cookies.get(COOKIE, "").encode()
    rule = _rule(current_app, request.endpoint)
    if rule == _TELLER and not hmac.compare_digest(given, station.cookie.encode()):
        abort(403)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _rule(app: Flask, endpoint: str | None) -> str:
    return str(getattr(app.view_functions.get(endpoint or ""), _RULE, ""))
