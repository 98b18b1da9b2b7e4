"""Who may call which route. A route without a rule stops the server from starting.

The board has no accounts: everything on it is public, and whatever changes anything is signed by an
enrolled kiosk, in a header that no browser sends, and carries a signature of the slip inside its
body; only open visits do not, which change nothing but a figure that advises whoever closes a box.
No cookie, or address gives anybody a right, so there is nothing
that a foreign site could borrow; a form that changed state would need Flask-WTF's CSRF token,
and there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, request

from ballot_server.problems.refusals import MediaTypeWrong

View = TypeVar("View", bound=Callable[..., object])
_RULE = "board_access"


class Access(Enum):
    """What a route demands."""

    PUBLIC = "public"
    """Anybody may read; it changes nothing."""
    SIGNED_BODY = "signed-body"
    """A JSON body that a kiosk sends and that is worth what its own signature is worth."""
    HINT = "hint"
    """A JSON body that a kiosk sends and nobody relies on."""
    KIOSKS_OWN = "kiosks-own"
    """A JSON body by which a kiosk is enrolled or begins a session, signed by its key."""

    @property
    def methods(self) -> frozenset[str]:
        """The methods that a route of this rule may answer."""
        reads = self is Access.PUBLIC
        return frozenset({"GET", "HEAD", "OPTIONS"} if reads else {"POST", "OPTIONS"})


class RouteUnprotectedError(Exception):
    """A route has no rule, or answers methods that its rule does not allow."""


def public(view: View) -> View:
    """Let anybody read this route."""
    setattr(view, _RULE, Access.PUBLIC)
    return view


def signed_body(view: View) -> View:
    """Let this route take a body that carries its own signature."""
    setattr(view, _RULE, Access.SIGNED_BODY)
    return view


def hint(view: View) -> View:
    """Let this route take a body that nobody relies on."""
    setattr(view, _RULE, Access.HINT)
    return view


def kiosks_own(view: View) -> View:
    """Let this route take a body that a kiosk's key has signed."""
    setattr(view, _RULE, Access.KIOSKS_OWN)
    return view


def rule_of(app: Flask, endpoint: str | None) -> Access | None:
    """The rule of a route, None where there is none."""
    view = app.view_functions.get(endpoint or "")
    found = getattr(view, _RULE, None)
    return found if isinstance(found, Access) else None


def check_routes(app: Flask) -> None:
    """Raise RouteUnprotectedError unless every route has a rule and keeps to its methods."""
    for route in app.url_map.iter_rules():
        access = rule_of(app, route.endpoint)
        if access is None:
            raise RouteUnprotectedError(f"{route.rule} has no access rule")
        methods = route.methods or set()
        if not methods <= access.methods:
            raise RouteUnprotectedError(f"{route.rule} answers {sorted(methods - access.methods)}")


def enforce() -> None:
    """Before every request: a body is JSON and says so. Raises MediaTypeWrong.

    A browser asks before it sends JSON to a foreign site, and is never told that it may.
    """
    if rule_of(current_app, request.endpoint) in {None, Access.PUBLIC}:
        return
    if request.method == "POST" and request.mimetype != "application/json":
        raise MediaTypeWrong
