"""The trial of mutants: in forks of one process first, the survivors from the beginning again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maintenance.mutants.errand import NOT_RUN, Errand
from maintenance.mutants.mutations import Mutant
from maintenance.mutants.rehearsal import NOT_EXCHANGED
from maintenance.mutants.workshop import Workshop

_PASSED = 0
_NO_TESTS = 5


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


class Unusable(Exception):  # noqa: N818 - what the trial is
    """The tests say nothing about mutants: they fail without one, or do not use the module."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant with its fate."""

    mutant: Mutant
    fate: Fate


def trial(workshop: Workshop, tests: tuple[str, ...], mutants: Sequence[Mutant]) -> Iterator[Tried]:
    """Try the mutants on these tests; raises Unusable when the tests cannot judge them."""
    rehearsal = Errand(tests, tuple(mutants), at_once=workshop.copies)
    ((_, outcome),) = workshop.outcomes([rehearsal])
    if outcome.status or not outcome.noted:
        raise Unusable(f"these tests fail without a mutant:\n{outcome.said[-4000:]}")
    noted = json.loads(outcome.noted)
    if noted["again"]:
        raise Unusable(f"these tests fail when they are run a second time: {' '.join(tests)}")
    once_more = {}
    for mutant, status, first in zip(mutants, noted["statuses"], noted["first"], strict=True):
        if status not in {_PASSED, NOT_EXCHANGED}:
            yield Tried(mutant, _fate(status))
        else:
            errand = Errand(tests, (), mutant, frozenset(first), noted["limit"])
            once_more[errand] = mutant
    away = [Errand(tests, (), _taken_away(each)) for each in {m.module for m in mutants}]
    for errand, outcome in workshop.outcomes([*away, *once_more] if once_more else []):
        if errand not in once_more:
            if outcome.status == _PASSED:
                raise Unusable(f"a module can be taken away from these tests: {' '.join(tests)}")
        elif outcome.status in {NOT_RUN, _NO_TESTS}:
            raise Unusable(f"no test was run:\n{outcome.said[-4000:]}")
        else:
            yield Tried(once_more[errand], _fate(outcome.status))


def _taken_away(module: str) -> Mutant:
    """A change that every test must notice which uses the workshop's copy of the module."""
    return Mutant(module, "taken away", (1, 1), "raise ImportError\n", "")


def _fate(status: int) -> Fate:
    if status < 0:
        return Fate.TIMED_OUT
    return Fate.KILLED if status else Fate.SURVIVED
