"""Whether limits on scores can be kept, each by itself and all of one paper together.

So many people can be given scores that keep all limits if, and only if, there is a number of people
for each score: with S(t) for how many have t tenths or fewer, every limit bounds a difference
S(highest) - S(lowest - 1). Such bounds can be met, by whole numbers too, unless some of them add up
to less than nothing around a circle (Bellman and Ford).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from meeting.definition.limit_numbers import check_numbers
from meeting.definition.limits_kept import scored_items, scored_people
from meeting.definition.mistakes import Mistake, Path
from meeting.definition.paper import Paper
from meeting.definition.paper_limits import FULL, Scored
from meeting.problem import Problem, Several

_MOST = 10 * FULL
_Bound: TypeAlias = tuple[int, int, int]
"""S(second) is no more than S(first) and the third."""


def check_scored(path: Path, limit: Scored, paper: Paper) -> Iterator[Mistake]:
    """Check one limit on scores whose items are scored."""
    for field in ("above", "below"):
        bound = getattr(limit, field)
        if bound > FULL or (10 * bound).denominator > 1:
            yield (
                (*path, field),
                Problem(
                    "limit-score",
                    "Scores are 0 to 100 with one decimal, and {found} is none. Take one such as"
                    " {example}.",
                    found=str(bound),
                    example='"89.5"',
                ),
            )
            return
    if (limit.lowest, limit.highest) == (0, _MOST):
        yield (
            path,
            Problem(
                "limit-nothing",
                "This counts every score: give it above or below, such as {example}.",
                example="above = 90",
            ),
        )
        return
    if limit.lowest > limit.highest:
        yield (
            (*path, "below"),
            Problem(
                "limit-order",
                "No score is counted from above = {above} to below = {below}. Exchange the"
                " numbers, or leave one out.",
                above=str(limit.above),
                below=str(limit.below),
            ),
        )
        return
    people = scored_people(limit, paper)
    yield from check_numbers(path, limit, people, 0, len(scored_items(limit, paper)))


def check_together(path: Path, paper: Paper) -> Iterator[Mistake]:
    """Check the limits on the scores of the same items: the first that is too much is named."""
    before: dict[tuple[str, ...], list[Scored]] = {}
    for index, limit in enumerate(paper.limits):
        if not isinstance(limit, Scored):
            continue
        items = tuple(item.id for item in scored_items(limit, paper))
        others = before.setdefault(items, [])
        if not _can_be_kept((*others, limit), scored_people(limit, paper)):
            yield (
                (*path, index),
                Problem(
                    "limit-impossible",
                    "Nobody can keep to this limit and to {others} with so many people"
                    " ({people}). Lower what is asked at least, or raise what is allowed at most.",
                    others=Several([each.id for each in others]),
                    people=scored_people(limit, paper),
                ),
            )
            return
        others.append(limit)


def _can_be_kept(limits: Sequence[Scored], people: int) -> bool:
    marks = sorted({-1, _MOST, *(at for each in limits for at in (each.lowest - 1, each.highest))})
    bounds = [(-1, _MOST, people), (_MOST, -1, -people)]
    bounds += [(high, low, 0) for low, high in pairwise(marks)]
    for each in limits:
        ends = (each.lowest - 1, each.highest)
        bounds.append((*ends[::-1], -each.least))
        if each.most:
            bounds.append((*ends, each.most))
    return not _contradict(bounds, len(marks))


def _contradict(bounds: Sequence[_Bound], marks: int) -> bool:
    """Whether the bounds go on lowering one another after as many passes as there are marks."""
    value = dict.fromkeys((each[0] for each in bounds), 0)
    for _ in range(marks + 1):
        lower = False
        for first, second, most in bounds:
            if value[first] + most < value[second]:
                value[second] = value[first] + most
                lower = True
        if not lower:
            return False
    return True
