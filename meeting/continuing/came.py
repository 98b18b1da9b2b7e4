"""What a stage asks of the meeting before: who was chosen, seats left, figures."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Protocol

from meeting.language import N_
from meeting.problem import Phrase, Problem, Several
from meeting.rules.kinds import NUMBERS, SELECTIONS, AnyStep
from meeting.rules.selections import Cut
from meeting.rules.step import EVERYBODY, Part


class Came(Protocol):
    """What the meeting before came to; each method raises Problem where it does not say."""

    def people(self, step: str, part: Part) -> tuple[str, ...]:
        """The ids of those whom a step chose, did not choose, or could not tell apart."""

    def left(self, step: str) -> int:
        """How many seats a cut left open: because of a tie, or because too few passed."""

    def figure(self, step: str) -> Mapping[str, Fraction]:
        """A step's numbers by person."""


def selecting(rules: Collection[AnyStep], name: str) -> AnyStep | None:
    """The step of that id, which chooses people; None for everybody. Raises Problem."""
    if name == EVERYBODY:
        return None
    return _find([each for each in rules if isinstance(each, SELECTIONS)], name, _CHOOSES)


def cutting(rules: Collection[AnyStep], name: str) -> Cut:
    """The cut of that id. Raises Problem."""
    found = _find([each for each in rules if isinstance(each, Cut)], name, _CUTS)
    assert isinstance(found, Cut)  # noqa: S101 - for the type checker
    return found


def counting(rules: Collection[AnyStep], name: str) -> AnyStep:
    """The step of that id, which gives a number. Raises Problem."""
    return _find([each for each in rules if isinstance(each, NUMBERS)], name, _COUNTS)


_CHOOSES = N_("a step of the meeting before that chooses people")
_CUTS = N_("a cut of the meeting before")
_COUNTS = N_("a step of the meeting before that gives a number")


def _find(steps: Collection[AnyStep], name: str, what: str) -> AnyStep:
    for each in steps:
        if each.id == name:
            return each
    known = [each.id for each in steps]
    near = difflib.get_close_matches(name, known, 1)
    if near:
        raise Problem(
            "stage-step",
            "{name!r} is not {what}. Did you mean {near!r}?",
            name=name,
            what=Phrase(what),
            near=near[0],
        )
    there = Several(known) if known else Phrase(N_("none"))
    raise Problem(
        "stage-step",
        "{name!r} is not {what}. There are: {known}.",
        name=name,
        what=Phrase(what),
        known=there,
    )
