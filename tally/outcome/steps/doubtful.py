"""Where votes that may be of ballots counted already could change what a step comes to.

Names that were merged keep all their votes, and of each person it is known how many of them at most
are of ballots that named the person before (`twice`). So every number of a step lies between one
that is reached without them and one that is reached with them. A person is in doubt at a step that
chooses where, within these bounds, they could be on the other side of its limit or of its edge.
The bounds are never too narrow: a step without anybody in doubt would come out as it did, unless an
earlier one does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from meeting.definition.meeting import Meeting
from meeting.rules.kinds import NUMBERS, AnyStep
from meeting.rules.numbers import Band, Number, Scaled
from meeting.rules.selections import Cap, Cut, Flag, Related, Reserve, Threshold
from meeting.rules.step import EVERYBODY
from tally.outcome.merged_names import MergedNames
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.cut import wanted_of
from tally.outcome.steps.numbers import numbers
from tally.outcome.steps.result import StepResult, Waits, Worked
from tally.outcome.steps.selections import number_of, people_of

Bounds: TypeAlias = tuple[Fraction, Fraction]
"""The least and the most that a number can be."""
_Figured: TypeAlias = dict[str, StepResult]
_Numbers: TypeAlias = Mapping[str, Fraction | None]
_COMPARED: Final = ("tie", "draw-awaited", "draw-unfit")
"""What a step waits for that has compared its people."""


def with_doubts(
    meeting: Meeting, counted: Counted, results: Mapping[str, StepResult]
) -> dict[str, StepResult]:
    """The results of all steps, each with those who are in doubt there, in the order they came."""
    if not any(row.twice for each in counted.merged.values() for row in each.rows):
        return dict(results)
    least, most = _bounded(meeting, counted, results)
    found = {}
    for name, result in results.items():
        doubtful = _in_doubt(result, meeting, results, _Bounded(least, most))
        came = _people(result.step, meeting, results) if doubtful else ()
        in_order = tuple(person for person in came if person in doubtful)
        found[name] = replace(result, doubtful=in_order) if in_order else result
    return found


def _bounded(
    meeting: Meeting, counted: Counted, results: Mapping[str, StepResult]
) -> tuple[_Figured, _Figured]:
    """The least and the most that every number can be, by step."""
    fewer = replace(
        counted, merged={name: _without_twice(each) for name, each in counted.merged.items()}
    )
    least: _Figured = {}
    most: _Figured = {}
    for step in meeting.rules:
        if not isinstance(step, NUMBERS) or results[step.id].waits:
            continue
        if isinstance(step, Band):
            low, high = _over_bands(step, least[step.figure], most[step.figure])
        elif isinstance(step, Scaled) and step.to == "best":
            low, high = _of_the_best(step, least[step.figure], most[step.figure])
        else:
            low = _worked_out(step, meeting, fewer, least)
            high = _worked_out(step, meeting, counted, most)
        least[step.id] = _result(step, low)
        most[step.id] = _result(step, high)
    return least, most


def _without_twice(merged: MergedNames) -> MergedNames:
    """The names with so many votes as can be of no ballot that counts already."""
    rows = tuple(
        replace(
            row,
            by_group={
                group: max(votes - row.twice_by_group.get(group, 0), 0)
                for group, votes in row.by_group.items()
            },
        )
        for row in merged.rows
    )
    return replace(merged, rows=rows)


def _worked_out(step: Number, meeting: Meeting, counted: Counted, before: _Figured) -> _Numbers:
    """The numbers of a step; of one that is too long to be worked with, nobody knows any."""
    try:
        found = numbers(step, meeting, counted, before).numbers
    except Waits:
        return {}
    return {person: each.number for person, each in found.items()}


def _result(step: AnyStep, found: _Numbers) -> StepResult:
    return StepResult(step, {person: Worked(number) for person, number in found.items()})


def _of_the_best(step: Scaled, least: StepResult, most: StepResult) -> tuple[_Numbers, _Numbers]:
    """Each person's part of the best: little beside a good one, much beside a bad one."""

    def best(found: StepResult) -> Fraction:
        known = (each.number for each in found.numbers.values() if each.number is not None)
        return max(known, default=Fraction(0))

    def scaled(found: StepResult, base: Fraction) -> _Numbers:
        return {
            person: None if each.number is None else _part(each.number, base) * step.full
            for person, each in found.numbers.items()
        }

    return scaled(least, best(most)), scaled(most, best(least))


def _part(number: Fraction, best: Fraction) -> Fraction:
    return min(number / best, Fraction(1)) if best else Fraction(1)


def _over_bands(step: Band, least: StepResult, most: StepResult) -> tuple[_Numbers, _Numbers]:
    """The least and the most of all bands that are reached: a higher one may have less."""
    lowest: dict[str, Fraction | None] = {}
    highest: dict[str, Fraction | None] = {}
    for person, found in most.numbers.items():
        low, high = least.numbers.get(person, Worked(None)).number, found.number
        if low is None or high is None:
            lowest[person] = highest[person] = None
            continue
        reached = [next((each.value for each in step.edges if low >= each.at_least), step.below)]
        reached += [each.value for each in step.edges if low < each.at_least <= high]
        lowest[person], highest[person] = min(reached), max(reached)
    return lowest, highest


class _Bounded:
    """Between what each person's number of a step lies."""

    def __init__(self, least: _Figured, most: _Figured) -> None:
        self._least = least
        self._most = most

    def of(self, person: str, figure: str) -> Bounds:
        """The bounds of a number that is there; raises Waits where nobody can say."""
        bounds = [each[figure].numbers.get(person) for each in (self._least, self._most)]
        low, high = (each.number if each is not None else None for each in bounds)
        if low is None or high is None:
            raise Waits("number-missing", figure, person)
        return low, high


def _people(step: AnyStep, meeting: Meeting, results: Mapping[str, StepResult]) -> tuple[str, ...]:
    """Everybody whom a step compares."""
    source = people_of(getattr(step, "source", EVERYBODY), meeting, results)
    pool = people_of(step.pool, meeting, results) if isinstance(step, Reserve) else ()
    return tuple(dict.fromkeys((*source, *pool)))


def _in_doubt(
    result: StepResult, meeting: Meeting, results: Mapping[str, StepResult], bounded: _Bounded
) -> Collection[str]:
    """Who could be on the other side of a step's limit or edge."""
    step = result.step
    if result.waits is not None and result.waits.code not in _COMPARED:
        return ()
    people = _people(step, meeting, results)
    try:
        return _compared(result, people, meeting, results, bounded)
    except Waits:
        return people


def _compared(
    result: StepResult,
    people: Sequence[str],
    meeting: Meeting,
    results: Mapping[str, StepResult],
    bounded: _Bounded,
) -> Collection[str]:
    """The same, of these people; raises Waits where nobody can say."""
    match step := result.step:
        case Threshold() | Flag():
            return _across_limit(step, people, bounded)
        case Cut():
            signs = [(step.by, step.lower_first)]
            signs += [(each.figure, each.lower_first) for each in step.then]
            wanted = wanted_of(step, meeting, results)
            return _across_edge(people, signs, wanted, results, bounded)
        case Cap():
            most = int(len(people) * step.share)
            return _across_edge(people, [(step.by, False)], most, results, bounded)
        case Reserve() | Related():
            asked = _asked_for_their_order(step, result, people)
            return _not_in_order({each: bounded.of(each, step.by) for each in asked})
    return ()


def _asked_for_their_order(
    step: Reserve | Related, result: StepResult, people: Sequence[str]
) -> Sequence[str]:
    """Those of whom such a step has to know who comes before whom."""
    if isinstance(step, Reserve):
        moved = bool(result.waits) or any(each.why != "first" for each in result.judged)
        return people if moved else ()
    if 0 < step.seats < len(people):
        return people
    pairs = ((each.one, each.other) for each in step.pairs)
    return tuple({one: None for pair in pairs if {*pair} <= {*people} for one in pair})


def _across_limit(step: Threshold | Flag, people: Sequence[str], bounded: _Bounded) -> list[str]:
    def reaches(number: Fraction) -> bool:
        return number > step.limit if step.strictly else number >= step.limit

    found = {person: bounded.of(person, step.figure) for person in people}
    return [each for each, (low, high) in found.items() if reaches(low) != reaches(high)]


def _across_edge(
    people: Sequence[str],
    signs: Sequence[tuple[str, bool]],
    wanted: int,
    results: Mapping[str, StepResult],
    bounded: _Bounded,
) -> set[str]:
    """Who of those before the last place could stand behind it, or beside it, or the reverse."""
    if not 0 < wanted < len(people):
        return set()
    keys, best, worst = {}, {}, {}
    for person in people:
        known = [(bounded.of(person, figure), lower_first) for figure, lower_first in signs]
        best[person] = tuple(low if lower_first else -high for (low, high), lower_first in known)
        worst[person] = tuple(high if lower_first else -low for (low, high), lower_first in known)
        numbers_ = (number_of(person, figure, results) for figure, _lower_first in signs)
        keys[person] = tuple(
            number if lower_first else -number
            for number, (_figure, lower_first) in zip(numbers_, signs, strict=True)
        )
    ordered = sorted(people, key=keys.__getitem__)
    edge, next_ = keys[ordered[wanted - 1]], keys[ordered[wanted]]
    tied = [each for each in people if keys[each] == edge] if edge == next_ else []
    ahead = [each for each in ordered[:wanted] if each not in tied]
    behind = [each for each in ordered[wanted:] if each not in tied]
    doubtful = {each for each in tied if best[each] != worst[each]}
    for before, after in ((ahead, [*tied, *behind]), ([*ahead, *tied], behind)):
        if before and after:
            last, first = max(worst[each] for each in before), min(best[each] for each in after)
            doubtful |= {each for each in before if worst[each] >= first}
            doubtful |= {each for each in after if best[each] <= last}
    return doubtful


def _not_in_order(bounds: Mapping[str, Bounds]) -> list[str]:
    """Everybody of whom it is not certain who of the others comes before them."""
    moving = [each for each in bounds.values() if each[0] != each[1]]
    beside = {True: _Overlaps(list(bounds.values())), False: _Overlaps(moving)}
    return [
        person
        for person, (low, high) in bounds.items()
        if beside[low != high].count(low, high) > (low != high)
    ]


class _Overlaps:
    """How many of some bounds have a number in common with others."""

    def __init__(self, bounds: Sequence[Bounds]) -> None:
        self._lows = sorted(low for low, _high in bounds)
        self._highs = sorted(high for _low, high in bounds)

    def count(self, low: Fraction, high: Fraction) -> int:
        """So many of the bounds overlap these, themselves included where they are among them."""
        return bisect_right(self._lows, high) - bisect_left(self._highs, low)
