"""Who may ask for which page. A route without a rule stops the desk from starting.

The browser that the command opened on this machine is let in by a ticket, once, and may do
everything: whoever sits there holds the files. All others sign in with an account. Each form
carries a word against foreign sites (Flask-WTF), and the desk answers only under its own names, so
that no name of a foreign site can be made to lead here.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from desk.accounts import sessions
from desk.accounts.role import ALL, Role
from desk.web.here import Here

View = TypeVar("View", bound=Callable[..., object])
COOKIE = "piaoxiang-desk"
_RULE = "desk_access"


class RouteUnprotectedError(Exception):
    """A route has no rule."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the name in the journal, empty for the browser of this machine, and the roles."""

    name: str
    roles: frozenset[Role]

    def may(self, *roles: Role) -> bool:
        """Whether one of these is among the person's."""
        return bool(self.roles & {*roles})


def anybody(view: View) -> View:
    """Let everybody ask for this: nothing of any meeting is in it."""
    setattr(view, _RULE, ALL | {None})
    return view


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Let those ask for this who play one of these parts; an observer may look at pages of all."""

    def marked(view: View) -> View:
        setattr(view, _RULE, frozenset(roles))
        return view

    return marked


def check_routes(app: Flask) -> None:
    """Raise RouteUnprotectedError unless every route has a rule."""
    for route in app.url_map.iter_rules():
        if not _rule(app, route.endpoint):
            raise RouteUnprotectedError(f"{route.rule} has no access rule")


def person() -> Person:
    """Who asks; raises AttributeError on a page that is for anybody."""
    found: Person = g.person
    return found


def who_asks() -> Person | None:
    """Who asks, None when nobody is signed in."""
    here = Here.now()
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    if hmac.compare_digest(token.encode(), here.ticket.cookie.encode()):
        return Person("", ALL)
    now = time.time()
    with here.database.reading() as session:
        found = sessions.found(session, token, now)
        old = found is not None and sessions.is_old(session, token, now)
    if found is None:
        return None
    if old:
        with here.database.writing() as session:
            sessions.note(session, token, now)
    return Person(*found)


def enforce() -> Response | None:
    """Before every request: it came to a name of ours, from somebody who may."""
    if request.host not in Here.now().config.hosts:
        abort(403)
    rule = _rule(current_app, request.endpoint)
    if rule is None or None in rule:
        return None
    found = who_asks()
    if found is None:
        if request.method == "GET":
            return redirect(url_for("sign_in.page"))
        abort(401)
    reads = request.method in {"GET", "HEAD"}
    if not found.roles & rule and not (reads and Role.OBSERVER in found.roles):
        abort(403)
    g.person = found
    return None


def _rule(app: Flask, endpoint: str | None) -> frozenset[Role | None] | None:
    found = getattr(app.view_functions.get(endpoint or ""), _RULE, None)
    return found if isinstance(found, frozenset) else None
