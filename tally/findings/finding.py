"""One thing the verifier has to say about one place, and how grave it is.

Four kinds: a *problem* makes the verdict invalid; *not bound* says that nothing ties a share or a
shuffle to its box and its teller, so that the count is not verified; *unfinished* says that
something which belongs to a finished count is not there yet; and a *note* says what could not be
checked or is not proved.
The code is stable and for programs; the detail is a technical English sentence; the sentence a
reader sees is looked up by code in `sentences`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crypto.errors import CeremonyError, ParseError, ProofError, RecordError, Refused
from crypto.place import Place, Where, place_of
from meeting.problem import Problem
from meeting.published.folder_names import ACTS, RECORD

_ABOUT_ACTS = {"act-signature", "act-without-certificate", "bound-proof", "not-bound"}
"""Codes whose place is an event of the record, but what does not hold stands in acts.json."""


class Level(StrEnum):
    """How grave a finding is."""

    PROBLEM = "problem"
    UNBOUND = "not-bound"
    UNFINISHED = "unfinished"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; `box` is empty for the meeting as a whole, `place` may be unknown.

    `family` is the kind of error it came from, for a sentence when the code has none of its own.
    """

    level: Level
    code: str
    box: str
    place: Place
    detail: str
    family: str = ""

    @property
    def where(self) -> str:
        """The exact place in text, for programs and for whoever looks into the files."""
        return str(self.place)

    @property
    def file(self) -> str:
        """The file of the folder that it is about; empty where it is about none."""
        name = self.place.file
        if not self.box:
            return name
        if self.box.endswith(".bel"):
            return name or (ACTS if self.code in _ABOUT_ACTS else self.box)
        if "+" in self.box:
            return f"sums/{self.box}/{name or 'opening.json'}"
        own = ACTS if self.code in _ABOUT_ACTS else RECORD
        return f"boxes/{self.box}/{name or own}"

    def to_json(self) -> dict[str, Any]:
        """Code, level, box, place and detail; and the numbers in the place on their own.

        `file` is that of the folder, `height` the event's, `member` the archive member's index;
        `question` and `answer` count from 0 as in the record.
        """
        value: dict[str, Any] = {
            "level": str(self.level),
            "code": self.code,
            "box": self.box,
            "file": self.file,
            "where": self.where,
        }
        member = self.place.member
        numbers = {
            "height": self.place.event,
            "member": None if member is None else member.index,
            "question": self.place.question,
            "answer": self.place.answer,
        }
        value |= {name: number for name, number in numbers.items() if number is not None}
        return value | {"detail": self.detail}


@dataclass(slots=True)
class Findings:
    """The findings about one box (or, with box "", about the meeting), in the order found."""

    box: str = ""
    found: list[Finding] = field(default_factory=list)
    _known: set[Finding] = field(default_factory=set, init=False, repr=False, compare=False)

    def problem(self, code: str, detail: str, where: Where = "", family: str = "") -> None:
        """Add a problem."""
        self._add(Level.PROBLEM, code, detail, where, family)

    def unbound(self, code: str, detail: str, where: Where = "") -> None:
        """Add something that nobody signed and nothing binds."""
        self._add(Level.UNBOUND, code, detail, where)

    def unfinished(self, code: str, detail: str, where: Where = "") -> None:
        """Add something that a finished count has and this one has not."""
        self._add(Level.UNFINISHED, code, detail, where)

    def note(self, code: str, detail: str, where: Where = "") -> None:
        """Add something that was not or cannot be checked, or is not proved."""
        self._add(Level.NOTE, code, detail, where)

    def refused(self, error: Refused | Problem, where: Where = "") -> None:
        """Add what was raised as a problem, with `where` as its place if it names none itself."""
        if isinstance(error, Problem):
            self.problem(error.code, error.text("en"), error.where or where, "meeting")
        else:
            self.problem(error.code, error.detail, error.place or where, _family(error))

    @contextmanager
    def catching(self, where: Where = "") -> Iterator[None]:
        """Turn what is raised inside into a problem, and go on after the block."""
        try:
            yield
        except (Refused, Problem) as error:
            self.refused(error, where)

    @property
    def problems(self) -> list[Finding]:
        """The problems among them, and what is not bound: nothing is counted on either."""
        return [each for each in self.found if each.level in (Level.PROBLEM, Level.UNBOUND)]

    @property
    def bad(self) -> bool:
        """Whether there are any."""
        return bool(self.problems)

    def _add(self, level: Level, code: str, detail: str, where: Where, family: str = "") -> None:
        finding = Finding(level, code, self.box, place_of(where), detail, family)
        if finding not in self._known:
            self._known.add(finding)
            self.found.append(finding)


def _family(error: Refused) -> str:
    kinds = {ParseError: "parse", ProofError: "proof", CeremonyError: "ceremony"}
    kinds[RecordError] = "record"
    return next((name for kind, name in kinds.items() if isinstance(error, kind)), "")
