"""The trial of mutants: in forks of one process first, the survivors from the beginning again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maintenance.mutants.errand import NOT_RUN, Errand
from maintenance.mutants.mutations import Mutant
from maintenance.mutants.rehearsal import NOT_EXCHANGED, Case
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


def trial(workshop: Workshop, cases: Sequence[Case]) -> Iterator[Tried]:
    """Try all mutants; raises Unusable when their tests cannot judge them."""
    tests = tuple(dict.fromkeys(test for case in cases for test in case.tests))
    rehearsal = Errand(tests, tuple(cases), at_once=workshop.copies)
    ((_, outcome),) = workshop.outcomes([rehearsal])
    if outcome.status or not outcome.noted:
        raise Unusable(f"these tests fail without a mutant:\n{outcome.said[-4000:]}")
    noted = json.loads(outcome.noted)
    if noted["again"]:
        raise Unusable(f"these tests fail when they are run a second time:\n{outcome.said[-4000:]}")
    once_more = {}
    away = {}
    for case, found in zip(cases, noted["cases"], strict=True):
        if found["status"] not in {_PASSED, NOT_EXCHANGED}:
            yield Tried(case.mutant, _fate(found["status"]))
            continue
        module = case.mutant.module
        errand = Errand(case.tests, (), case.mutant, frozenset(found["tests"]), found["limit"])
        once_more[errand] = case.mutant
        away[module] = Errand(case.tests, (), _taken_away(module))
    for errand, outcome in workshop.outcomes([*away.values(), *once_more]):
        if errand not in once_more:
            if outcome.status == _PASSED:
                raise Unusable(f"a module can be taken away from these tests: {errand.tests}")
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
