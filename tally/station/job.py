"""One act of a teller while it runs: what it said, how far it is, and how it ended."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread

from meeting.language import N_, current_language, gettext_for
from meeting.problem import Problem
from tally.commands.terminal import heard_by
from tally.problem import ROOM

_LOG = logging.getLogger("piaoxiang.station")


class State(StrEnum):
    """How far an act is."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


@dataclass(slots=True)
class Job:
    """What an act said; it hears the commands' functions in place of a terminal."""

    lines: list[str] = field(default_factory=list)
    progress: dict[str, tuple[int, int]] = field(default_factory=dict)
    state: State = State.RUNNING
    refusal: str = ""

    def said(self, line: str) -> None:
        """Keep a line."""
        self.lines.append(line)

    def moved(self, title: str, done: int, total: int) -> None:
        """Keep how far something has come."""
        self.progress[title] = (done, total)

    def start(self, act: Callable[[], None], ended: Callable[[], None]) -> None:
        """Do the act in a thread of its own, in the language of the page that asked for it."""
        context = copy_context()
        Thread(target=lambda: context.run(self.run, act, ended), daemon=True).start()

    def run(self, act: Callable[[], None], ended: Callable[[], None]) -> None:
        """Do the act here; of an error nobody expected, the log has its kind and its lines."""
        try:
            with heard_by(self):
                act()
            self.state = State.DONE
        except Problem as problem:
            self._refuse(problem.told(current_language()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the page must say so
            frames = traceback.extract_tb(error.__traceback__)
            places = " > ".join(f"{each.name}:{each.lineno}" for each in frames[-8:])
            _LOG.error("%s at %s", type(error).__name__, places)
            told = N_("Something went wrong that this program did not expect. Call the organiser.")
            self._refuse(gettext_for(ROOM, current_language())(told))
        finally:
            ended()

    def _refuse(self, told: str) -> None:
        self.refusal, self.state = told, State.REFUSED
