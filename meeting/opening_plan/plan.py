"""The plan by which the boxes of a round are opened (docs/protocol.md, chapter 19).

A box with fewer ballots than the meeting's minimum is never opened alone; added to others under
encryption it is counted all the same. Which ones are added up is nobody's choice: two tellers who
chose differently would open two sums, and their difference shows what a few voters chose. So it
follows from the definition and from all closed boxes of the round, and everybody who knows these
comes to the same plan, which one hash names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crypto.canonical import JSON, dumps, sha256_hex

VERSION = 1


@dataclass(frozen=True, slots=True)
class ClosedBox:
    """A closed box: its id, Setup hash, closing head (both in hex), and number of ballots."""

    id: str
    setup: str
    head: str
    ballots: int

    def to_json(self) -> JSON:
        """As it stands in a plan and in sum.json."""
        return {"id": self.id, "setup": self.setup, "head": self.head, "ballots": self.ballots}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a round is opened. `boxes` are all of it, in the order of the meeting's groups.

    `meeting` is the hash of meeting.json, `minimum` its least number of ballots. Every one of
    `openings` is opened once: the ids of one box alone, or of several as one. `exception` are the
    ids of those that are too few even together: they stay closed, unless every teller signs that
    they are opened as one. A box in neither has no ballots, and nothing to open.
    """

    meeting: str
    round: str
    minimum: int
    boxes: tuple[ClosedBox, ...]
    openings: tuple[tuple[str, ...], ...]
    exception: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """The SHA-256 of the plan's canonical text, in hex: its fingerprint."""
        return sha256_hex(self.to_bytes())

    def to_bytes(self) -> bytes:
        """The plan's canonical text."""
        value: dict[str, JSON] = {
            "version": VERSION,
            "meeting": self.meeting,
            "round": self.round,
            "minimum": self.minimum,
            "boxes": [each.to_json() for each in self.boxes],
            "openings": [list(each) for each in self.openings],
        }
        if self.exception:
            value["exception"] = list(self.exception)
        return dumps(value).encode()

    def opening_of(self, box: str, *, excepted: bool = False) -> tuple[str, ...]:
        """The ids of what the box of this id is opened with, its own among them; () if it is not.

        `excepted` is whether every teller has signed the exception.
        """
        return next((each for each in self.all_openings(excepted=excepted) if box in each), ())

    def all_openings(self, *, excepted: bool) -> tuple[tuple[str, ...], ...]:
        """Everything that is opened; `excepted` as above."""
        return (self.exception,) if excepted and self.exception else self.openings


def plan_of(meeting: str, round_id: str, minimum: int, boxes: Sequence[ClosedBox]) -> Plan:
    """The plan of a round, from all its boxes in the order of the meeting's groups.

    Small boxes are added up. Where they are too few together, the smallest large enough box joins
    them; of several as small, the first. Where there is none, all of them stay closed.
    """
    small = [each for each in boxes if 0 < each.ballots < minimum]
    large = [each for each in boxes if each.ballots >= minimum]
    together = list(small)
    if small and _ballots(small) < minimum:
        if not large:
            return Plan(meeting, round_id, minimum, tuple(boxes), (), _ids(boxes, small))
        together.append(min(large, key=lambda each: each.ballots))
    openings = [
        _ids(boxes, together) if each in together else (each.id,)
        for each in boxes
        if each in together or each in large
    ]
    return Plan(meeting, round_id, minimum, tuple(boxes), tuple(dict.fromkeys(openings)))


def _ballots(boxes: Iterable[ClosedBox]) -> int:
    return sum(each.ballots for each in boxes)


def _ids(boxes: Iterable[ClosedBox], some: Sequence[ClosedBox]) -> tuple[str, ...]:
    """The ids of some of the boxes, in the order of all."""
    return tuple(each.id for each in boxes if each in some)
