"""Who may see which screen: every route of the kiosk is made here, with its rule.

A screen belongs to certain places on the way (flow.py). A browser that asks for a screen out of
place is sent to where the voter is; one that does not hold the voter's cookie is told that the
kiosk is busy; and while the booth is locked there is only the locked screen.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import cast

from flask import Blueprint, Flask, current_app, redirect, request, session
from flask.typing import ResponseReturnValue

from kiosk.board.client import BoardClient
from kiosk.config import KioskConfig
from kiosk.messages.trouble import Trouble
from kiosk.visit.booth import Booth
from kiosk.visit.flow import Flow
from kiosk.visit.voter import Voter, Waypoint

START = "/"
LOCKED = "/locked"
VISIT = "visit"

Screen = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What the screens of one kiosk share."""

    config: KioskConfig
    booth: Booth = field(repr=False)
    board: BoardClient = field(repr=False)
    flow: Flow = field(repr=False)

    @staticmethod
    def here() -> Kiosk:
        """The kiosk that answers the current request."""
        return cast("Kiosk", current_app.extensions["kiosk"])


def voting_screen(
    blueprint: Blueprint, rule: str, methods: tuple[str, ...], *places: Waypoint
) -> Callable[[Callable[..., ResponseReturnValue]], Screen]:
    """Register a screen that is there for a voter at one of `places`; it gets the voter."""

    def register(view: Callable[..., ResponseReturnValue]) -> Screen:
        @wraps(view)
        def answer(**parts: object) -> ResponseReturnValue:
            booth = Kiosk.here().booth
            with booth.turn:
                booth.expire()
                if booth.locked:
                    return redirect(LOCKED)
                voter = voter_here(booth)
                if voter is None:
                    return redirect(START)
                if request.method == "POST":
                    booth.act()
                if voter.place not in places:
                    return redirect(voter.path)
                return view(voter, **parts)

        blueprint.add_url_rule(rule, view_func=answer, methods=list(methods))
        return answer

    return register


def open_screen(
    blueprint: Blueprint, rule: str, methods: tuple[str, ...], *, also_locked: bool = False
) -> Callable[[Callable[..., ResponseReturnValue]], Screen]:
    """Register a screen that needs no voter; if there is one, it must be this browser's.

    A failed check is shown to every browser, for the one that asked may have died.
    """

    def register(view: Callable[..., ResponseReturnValue]) -> Screen:
        @wraps(view)
        def answer(**parts: object) -> ResponseReturnValue:
            booth = Kiosk.here().booth
            with booth.turn:
                booth.expire()
                if booth.locked and not also_locked:
                    return redirect(LOCKED)
                voter = voter_here(booth) if booth.failed is None else voter_if_here(booth)
                if request.method == "POST":
                    booth.act()
                return view(voter, **parts)

        blueprint.add_url_rule(rule, view_func=answer, methods=list(methods))
        return answer

    return register


def outside_screen(
    blueprint: Blueprint, rule: str
) -> Callable[[Callable[[Booth], ResponseReturnValue]], Screen]:
    """Register what may be done from any browser: the view checks the staff's code, or a slip."""

    def register(view: Callable[[Booth], ResponseReturnValue]) -> Screen:
        @wraps(view)
        def answer() -> ResponseReturnValue:
            booth = Kiosk.here().booth
            with booth.turn:
                booth.expire()
                return view(booth)

        blueprint.add_url_rule(rule, view_func=answer, methods=["POST"])
        return answer

    return register


def new_visit() -> str:
    """A fresh random name for a visit."""
    return secrets.token_urlsafe(32)


def enter(visit: str) -> None:
    """Make this browser the one of the visit of that name, by its cookie."""
    session[VISIT] = visit


def voter_here(booth: Booth) -> Voter | None:
    """The voter of this browser, None in a free booth; raises Trouble("kiosk-busy")."""
    if booth.voter is not None and voter_if_here(booth) is None:
        raise Trouble("kiosk-busy")
    return booth.voter


def voter_if_here(booth: Booth) -> Voter | None:
    """The voter of this browser, None in a free booth and for another browser's voter."""
    voter = booth.voter
    if voter is None or hmac.compare_digest(voter.session, str(session.get(VISIT, ""))):
        return voter
    return None


def install(app: Flask, kiosk: Kiosk) -> None:
    """Make `kiosk` the one that `app`'s screens talk to."""
    app.extensions["kiosk"] = kiosk
