"""The first so many by a figure, and what becomes of those who are equal at the last place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from meeting.definition.meeting import Meeting
from meeting.rules.selections import Cut
from tally.outcome.steps.lots import Lots, drawn_by_lot
from tally.outcome.steps.numbers import Figured
from tally.outcome.steps.result import Judged, StepResult, Waits, Why
from tally.outcome.steps.selections import number_of, people_of, ranks_of


def cut(step: Cut, meeting: Meeting, before: Figured, lots: Lots) -> StepResult:
    """The result of a cut; raises Waits."""
    people = people_of(step.source, meeting, before)
    wanted = wanted_of(step, meeting, before)
    keys = _keys(step, people, before)
    ordered = sorted(people, key=keys.__getitem__)  # equal ones keep the order they came in
    ranks = ranks_of(ordered, [tuple(keys[person]) for person in ordered])
    edge = keys[ordered[wanted - 1]] if 0 < wanted <= len(ordered) else None
    tied = [person for person in ordered if keys[person] == edge]
    inside = [person for person in tied if ordered.index(person) < wanted]
    drawn: list[str] = []
    if len(inside) == len(tied):
        tied = []
    elif step.ties == "lot":
        drawn = drawn_by_lot(step, tied, len(inside), lots)
        first = ordered.index(tied[0])
        undrawn = [person for person in tied if person not in drawn]
        ordered[first : first + len(tied)] = [*drawn, *undrawn]
    elif step.ties != "keep-all":
        raise Waits("tie", *tied)
    judged = []
    for index, person in enumerate(ordered):
        why: Why = "first" if index < wanted else "behind"
        if person in tied and step.ties == "lot":
            why = "drawn" if person in drawn else "not-drawn"
        elif person in tied:
            why = "equal-kept"
        stays = why not in ("behind", "not-drawn")
        judged.append(Judged(person, stays, why, number_of(person, step.by, before), ranks[person]))
    return StepResult(step, judged=tuple(judged), wanted=wanted)


def wanted_of(step: Cut, meeting: Meeting, before: Figured) -> int:
    """How many are to stay; the steps that it names must not wait."""
    sharing = people_of(step.share_of, meeting, before)
    return step.wanted(len(sharing), len(chosen_before(step, meeting, before)))


def chosen_before(step: Cut, meeting: Meeting, before: Figured) -> frozenset[str]:
    """Everybody whose seats are taken already."""
    return frozenset(chain(*(people_of(each, meeting, before) for each in step.less)))


def ahead_of(tied: str, step: Cut, meeting: Meeting, before: Figured) -> int:
    """How many of a cut's people come before one of those who are equal at its edge."""
    keys = _keys(step, people_of(step.source, meeting, before), before)
    return sum(key < keys[tied] for key in keys.values())


def _keys(step: Cut, people: Sequence[str], before: Figured) -> dict[str, tuple[Fraction, ...]]:
    """What a cut puts people in order by, the lowest first; raises Waits."""
    signs = [(step.by, step.lower_first), *((each.figure, each.lower_first) for each in step.then)]
    return {
        person: tuple(
            number if lower_first else -number
            for figure, lower_first in signs
            for number in (number_of(person, figure, before),)
        )
        for person in people
    }
