"""What the staff's page stands on: the board, the file of words, and who may use the page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from flask import Flask, abort, current_app, request

from ballot_server.board.board import Board
from ballot_server.board.cancel import Cancelled
from ballot_server.board.cancelled_words import KeptWords
from meeting.problem import Problem

COOKIE = "piaoxiang-staff"
View = TypeVar("View", bound=Callable[..., object])
_OPEN = "staff_open"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What lets one browser in: a word in the printed address, worth something once.

    `cookie` is what that browser has from then on, `form` what every form of the page carries.
    """

    word: str = field(repr=False)
    cookie: str = field(repr=False)
    form: str = field(repr=False)

    @classmethod
    def draw(cls) -> Ticket:
        """A new one."""
        return cls(*(secrets.token_urlsafe(24) for _ in range(3)))


@dataclass(slots=True)
class Desk:
    """One page in use. `last` is what became of the slip that was scanned last, or why not.

    No code is kept: not in `last`, nor anywhere else.
    """

    board: Board
    kept: KeptWords
    ticket: Ticket
    port: int
    last: Cancelled | Problem | None = None
    last_audited: bool = False
    spent: bool = False
    turn: Lock = field(default_factory=Lock)

    @staticmethod
    def here() -> Desk:
        """The desk whose page is asked for."""
        return cast("Desk", current_app.extensions["desk"])

    def scan(self, text: str, *, audited: bool) -> None:
        """Cancel the slip of a code; what became of it is told by the page that follows."""
        with self.turn:
            self.last_audited = audited
            try:
                self.last = self.kept.scan(text, audited=audited)
            except Problem as problem:
                self.last = problem

    def let_in(self, word: str) -> bool:
        """Whether this word lets a browser in; it does so once."""
        with self.turn:
            fits = not self.spent and same(word, self.ticket.word)
            self.spent = self.spent or fits
        return fits


def unlocked(view: View) -> View:
    """Let anybody on this machine ask for this: nothing of the meeting is in it."""
    setattr(view, _OPEN, True)
    return view


def enforce() -> None:
    """Before every request: it came to this machine's own address, from the browser let in.

    A foreign site that has its name lead to this machine asks under that name; one that has a form
    sent here has neither the cookie, which is for this site alone, nor the form's own word.
    """
    desk = Desk.here()
    if request.host not in {f"127.0.0.1:{desk.port}", f"localhost:{desk.port}"}:
        abort(403)
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, _OPEN, False):
        return
    if not same(request.cookies.get(COOKIE, ""), desk.ticket.cookie):
        abort(403)
    if request.method == "POST" and not same(request.form.get("form", ""), desk.ticket.form):
        abort(403)


def add_desk(app: Flask, desk: Desk) -> None:
    """Let an application have this desk, and nobody in but as `enforce` says."""
    app.extensions["desk"] = desk
    app.before_request(enforce)


def same(given: str, expected: str) -> bool:
    """Whether two words are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode(), expected.encode())
