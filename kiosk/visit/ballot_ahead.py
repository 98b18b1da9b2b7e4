"""A ballot made while its voter still looks at the review, so that nobody waits for it.

It is made for the choices of that moment, under a seed of its own. It can be taken once, for these
choices and no others. Once it was taken or dropped nothing of it can be had any more: what is still
being made stops before its next answer, and its seed goes with it. Before it is taken nothing of it
is signed, shown or told to anybody.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from crypto.ballots.ballot import UnsignedBallot, prepare_ballot
from crypto.ballots.choices import Choices
from crypto.election.election import Election
from crypto.groups.group import Element

_SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class MadeBallot:
    """An encrypted ballot, and the seed that all its randomness follows from."""

    unsigned: UnsignedBallot
    seed: bytes = field(repr=False)


def make_ballot(
    election: Election,
    credential: Element,
    choices: Choices,
    before_answer: Callable[[], None] = lambda: None,
) -> MadeBallot:
    """Encrypt choices for the holder of a public credential, under a fresh seed."""
    seed = secrets.token_bytes(_SEED_BYTES)
    return MadeBallot(prepare_ballot(election, credential, choices, seed, before_answer), seed)


class _DroppedError(Exception):
    """Nobody wants the ballot any more that is being made."""


class BallotAhead:
    """One ballot that is being made from now on, in a thread of its own."""

    def __init__(self, election: Election, credential: Element, choices: Choices) -> None:
        self._lock = threading.Lock()
        self._choices: Choices | None = choices
        self._made: MadeBallot | None = None
        self._thread = threading.Thread(
            target=self._make, args=(election, credential, choices), daemon=True
        )
        try:
            self._thread.start()
        except RuntimeError:  # there is no thread to be had: it is made when it is asked for
            self.drop()

    def take(self, choices: Choices) -> MadeBallot | None:
        """The ballot of these choices, once it is made; None where it is not theirs, or is gone."""
        if self._choices == choices:
            self._thread.join()
        with self._lock:
            made = self._made if self._choices == choices else None
        self.drop()
        return made

    def drop(self) -> None:
        """Forget it, and stop making it."""
        with self._lock:
            self._choices = self._made = None

    def _make(self, election: Election, credential: Element, choices: Choices) -> None:
        # Whatever is wrong is met again, and told, where the ballot is asked for and not there.
        with suppress(Exception):
            made = make_ballot(election, credential, choices, self._stop_if_dropped)
            with self._lock:
                if self._choices is not None:
                    self._made = made

    def _stop_if_dropped(self) -> None:
        if self._choices is None:
            raise _DroppedError
