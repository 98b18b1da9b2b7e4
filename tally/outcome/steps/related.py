"""Persons who may not be chosen together: of two, one leaves, and the next in order moves up.

Whoever has left does not come back, also where the one who stayed leaves later because of somebody
who moved up: so it ends, and whoever redoes it comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from meeting.definition.meeting import Meeting
from meeting.rules.selections import Related
from tally.outcome.steps.numbers import Figured
from tally.outcome.steps.result import Judged, StepResult, Waits
from tally.outcome.steps.selections import number_of, people_of, ranks_of, selection


@selection.register
def _(step: Related, meeting: Meeting, before: Figured) -> StepResult:
    people = people_of(step.source, meeting, before)
    numbers = {each: number_of(each, step.by, before) for each in people}
    ordered = sorted(people, key=lambda each: -numbers[each])
    left: dict[str, str] = {}
    while True:
        staying = [each for each in ordered if each not in left]
        certain, tied = _seated(staying, step.seats or len(people), numbers)
        leaving = _first_who_may_not(step, certain, numbers)
        if not leaving:
            break
        left |= leaving
    if tied:
        raise Waits("tie", *tied)
    ranks = ranks_of(ordered, [(numbers[each],) for each in ordered])

    def judged(who: Iterable[str], why: Literal["first", "related", "behind"]) -> Iterator[Judged]:
        for each in who:
            because = left.get(each, "")
            yield Judged(each, why == "first", why, numbers[each], ranks[each], other=because)

    rest = [each for each in staying if each not in certain]
    return StepResult(
        step,
        judged=(*judged(certain, "first"), *judged(left, "related"), *judged(rest, "behind")),
        wanted=step.seats or None,
    )


def _seated(
    staying: Sequence[str], seats: int, numbers: Mapping[str, Fraction]
) -> tuple[list[str], list[str]]:
    """Those who have a seat for certain, and those who are equal across the last one."""
    if len(staying) <= seats or numbers[staying[seats - 1]] != numbers[staying[seats]]:
        return list(staying[:seats]), []
    edge = numbers[staying[seats]]
    tied = [each for each in staying if numbers[each] == edge]
    return [each for each in staying[:seats] if each not in tied], tied


def _first_who_may_not(
    step: Related, seated: Sequence[str], numbers: Mapping[str, Fraction]
) -> dict[str, str]:
    """The first in precedence who may not be chosen with somebody before them, and with whom.

    Empty where there is nobody. Raises Waits where nothing says which of two comes first.
    """
    pairs = {frozenset((each.one, each.other)) for each in step.pairs}
    posts: dict[str, int] = {person: at for at, person in enumerate(step.posts)}

    def precedence(person: str) -> tuple[int, Fraction]:
        return posts.get(person, len(posts)), -numbers[person]

    kept: list[str] = []
    for person in sorted(seated, key=precedence):
        for other in kept:
            if frozenset((person, other)) in pairs:
                if precedence(person) == precedence(other):
                    raise Waits("tie", other, person)
                return {person: other}
        kept.append(person)
    return {}
