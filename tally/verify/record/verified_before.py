"""What a party's own tool has verified before, so that it verifies only what is new (ADR 38).

A note is the SHA-256 of what was verified and of the program that did it. What is verified of a
record is named by the hash of an event, which stands for every byte before it and is computed from
the bytes at hand each time: bytes that are others have other notes, and are verified. A note is
taken only where nothing at all was wrong with the box so far, so that what is found does not depend
on it. Whoever keeps notes between commands must keep them where nobody else can add one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crypto.canonical import sha256_hex
from tally.verify.record.own_program import own_program

MOST_NOTES = 2048
"""So many are kept, the newest; what is forgotten is verified afresh."""

BALLOTS, SHUFFLE, SHARE = "ballots", "shuffle", "share"


@dataclass(slots=True)
class VerifiedBefore:
    """The notes of one party, the oldest first."""

    _notes: dict[str, None] = field(default_factory=dict, repr=False)

    def take(self, notes: Iterable[str]) -> None:
        """Know what these notes of the same party say, as if they were taken before all others."""
        self._notes = dict.fromkeys((*notes, *self._notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """The newest notes, the oldest of them first."""
        return tuple(self._notes)[-MOST_NOTES:]

    def knows(self, what: str, event: str, beside: str = "") -> bool:
        """Whether this program verified that: see `learn`."""
        return _note(what, event, beside) in self._notes

    def learn(self, what: str, event: str, beside: str = "") -> None:
        """Note that `what` an event of this hash ends was verified, and nothing before it is wrong.

        `beside` names what it was verified with and the event does not stand for.
        """
        self._notes[_note(what, event, beside)] = None


@dataclass(slots=True)
class NothingBefore(VerifiedBefore):
    """For whoever looks at a record once: nothing is known, and nothing is kept."""

    def knows(self, what: str, event: str, beside: str = "") -> bool:
        """No."""
        del what, event, beside
        return False

    def learn(self, what: str, event: str, beside: str = "") -> None:
        """Keep nothing."""
        del what, event, beside


def _note(what: str, event: str, beside: str) -> str:
    return sha256_hex(f"piaoxiang-verified|{own_program()}|{what}|{event}|{beside}")
