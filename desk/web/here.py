"""What the pages of a desk stand on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from flask import current_app

from desk.attendance.attendance import Attendance
from desk.config import DeskConfig
from desk.processes.job import Jobs
from desk.store.database import Database
from meeting.definition.meeting import Meeting


@dataclass(slots=True)
class Ticket:
    """What lets this machine's browser in: a word in the printed address, worth something once.

    `cookie` is what that browser has from then on.
    """

    word: str = field(repr=False)
    cookie: str = field(repr=False)
    spent: bool = False
    turn: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def draw(cls) -> Ticket:
        """A new one."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(32))

    def let_in(self, word: str) -> bool:
        """Whether this word lets a browser in; it does so once."""
        with self.turn:
            fits = not self.spent and secrets.compare_digest(word.encode(), self.word.encode())
            self.spent = self.spent or fits
        return fits


@dataclass(frozen=True, slots=True)
class Here:
    """One desk while it is served."""

    config: DeskConfig
    database: Database
    ticket: Ticket
    jobs: Jobs = field(default_factory=Jobs)
    attendance: dict[str, tuple[Meeting, Attendance]] = field(default_factory=dict, repr=False)
    """What was opened of the meetings' attendance, by id."""

    @staticmethod
    def now() -> Here:
        """The desk whose page is asked for."""
        return cast("Here", current_app.extensions["desk"])
