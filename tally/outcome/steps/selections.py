"""The steps that choose people, a function per kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch

from meeting.definition.meeting import Meeting
from meeting.rules.kinds import AnyStep
from meeting.rules.selections import (
    Cap,
    Combined,
    Cut,
    EarlierPeople,
    Flag,
    Only,
    Reserve,
    Threshold,
)
from meeting.rules.step import EVERYBODY
from tally.outcome.places import places
from tally.outcome.steps.numbers import Figured
from tally.outcome.steps.result import Judged, StepResult, Waits, Why


@singledispatch
def selection(step: object, meeting: Meeting, before: Figured) -> StepResult:
    """The result of a step that chooses people; raises Waits."""
    raise TypeError(step, meeting, before)


@selection.register
def _(step: Only, meeting: Meeting, before: Figured) -> StepResult:
    return _judged(
        step,
        [
            Judged(each, each in step.people, "named" if each in step.people else "not-named")
            for each in people_of(step.source, meeting, before)
        ],
    )


@selection.register
def _(step: EarlierPeople, meeting: Meeting, before: Figured) -> StepResult:
    return _judged(
        step,
        [
            Judged(each, each in step.people, "in" if each in step.people else "not-in")
            for each in people_of(EVERYBODY, meeting, before)
        ],
    )


@selection.register
def _(step: Threshold, meeting: Meeting, before: Figured) -> StepResult:
    judged = _against_limit(step, meeting, before)
    return _judged(step, [_why(each, "reached", "not-reached") for each in judged])


@selection.register
def _(step: Flag, meeting: Meeting, before: Figured) -> StepResult:
    judged = [
        _why(each, "flagged", "not-flagged") for each in _against_limit(step, meeting, before)
    ]
    stays = [Judged(each.person, True, each.why, each.number) for each in judged]
    return _judged(step, stays)


@selection.register
def _(step: Cap, meeting: Meeting, before: Figured) -> StepResult:
    people = people_of(step.source, meeting, before)
    figures = {person: number_of(person, step.by, before) for person in people}
    most = int(len(people) * step.share)
    ordered = sorted(people, key=lambda person: -figures[person])
    ranks = {each.key: each.rank for each in places(list(figures.items()))}
    next_ = figures[ordered[most]] if most < len(ordered) else None
    judged = []
    for index, person in enumerate(ordered):
        equal = figures[person] == next_ and figures[ordered[max(most - 1, 0)]] == next_
        stays = index < most and not equal
        why: Why = "first" if stays else "equal-out" if equal and most else "behind"
        judged.append(Judged(person, stays, why, figures[person], ranks[person]))
    return StepResult(step, judged=tuple(judged), wanted=most)


@selection.register
def _(step: Reserve, meeting: Meeting, before: Figured) -> StepResult:
    chosen = people_of(step.source, meeting, before)
    short = step.least - sum(person in step.people for person in chosen)
    others = [person for person in chosen if person not in step.people]
    seats = min(max(short, 0), len(others))
    taking: list[str] = []
    if step.otherwise == "best":
        pool = people_of(step.pool, meeting, before)
        reserved = [each for each in pool if each in step.people and each not in chosen]
        taking = _edge(reserved, step.by, before, seats, lowest=False)
        seats = len(taking)
    leaving = max(seats - _open_seats(step.source, before), 0)
    giving = _edge(others, step.by, before, leaving, lowest=True)
    judged = [
        Judged(
            person,
            person not in giving,
            "gives-way" if person in giving else "first",
            number_of(person, step.by, before),
        )
        for person in chosen
    ]
    judged += [
        Judged(person, True, "reserved", number_of(person, step.by, before)) for person in taking
    ]
    return StepResult(step, judged=tuple(judged), wanted=step.least)


@selection.register
def _(step: Combined, meeting: Meeting, before: Figured) -> StepResult:
    sets = [people_of(each, meeting, before) for each in step.of]
    everybody = list(dict.fromkeys(person for people in sets for person in people))
    judged = []
    for person in everybody:
        inside = [person in people for people in sets]
        alone = inside[0] and not any(inside[1:])
        stays = {"all": all(inside), "any": any(inside), "first-only": alone}[step.how]
        judged.append(Judged(person, stays, "in" if stays else "not-in"))
    return _judged(step, judged)


def _open_seats(source: str, before: Figured) -> int:
    """How many seats a cut left open; of other steps it is not known that there are any."""
    result = before.get(source)
    if result is None or result.wanted is None or not isinstance(result.step, Cut):
        return 0
    return max(result.wanted - len(result.people), 0)


def people_of(source: str, meeting: Meeting, before: Figured) -> tuple[str, ...]:
    """The people of an earlier selection, in its order."""
    if source == EVERYBODY:
        return tuple(each.id for each in meeting.people)
    if source in before:
        return before[source].people
    return meeting.list(source).people


def number_of(person: str, figure: str, before: Figured) -> Fraction:
    """A person's number of an earlier step; raises Waits."""
    found = before[figure].numbers.get(person)
    if found is None or found.number is None:
        raise Waits("number-missing", figure, person)
    return found.number


def _against_limit(step: Threshold | Flag, meeting: Meeting, before: Figured) -> list[Judged]:
    judged = []
    for person in people_of(step.source, meeting, before):
        number = number_of(person, step.figure, before)
        stays = number > step.limit if step.strictly else number >= step.limit
        judged.append(Judged(person, stays, "reached", number))
    return judged


def _why(judged: Judged, stays: Why, goes: Why) -> Judged:
    why = stays if judged.stays else goes
    return Judged(judged.person, judged.stays, why, judged.number)


def _judged(step: AnyStep, judged: Sequence[Judged]) -> StepResult:
    return StepResult(step, judged=tuple(judged))


def ranks_of(ordered: Sequence[str], keys: Sequence[tuple[Fraction, ...]]) -> Mapping[str, int]:
    """Competition places of people in their order: 1, 2, 2, 4."""
    return {person: keys.index(key) + 1 for person, key in zip(ordered, keys, strict=True)}


def _edge(
    people: Sequence[str], figure: str, before: Figured, count: int, *, lowest: bool
) -> list[str]:
    """The first or last so many by a figure, fewer where there are fewer; raises Waits on a tie."""
    if not count:
        return []
    sign = 1 if lowest else -1
    ordered = sorted(people, key=lambda person: sign * number_of(person, figure, before))
    inside, outside = ordered[:count], ordered[count:]
    if inside and outside:
        edge = number_of(inside[-1], figure, before)
        if number_of(outside[0], figure, before) == edge:
            tied = [each for each in ordered if number_of(each, figure, before) == edge]
            raise Waits("tie", *tied)
    return inside
