"""What can be wrong with the steps that give a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from meeting.definition.asked_items import asked_items
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, distinct, within
from meeting.definition.own_mistakes import (
    MOST_SEATS,
    Before,
    lines_there,
    of_before,
    own_mistakes,
    some,
    zero,
)
from meeting.problem import Problem
from meeting.rules.numbers import (
    Band,
    Count,
    EarlierFigure,
    PlacePoints,
    Points,
    Rate,
    Scaled,
    Score,
    Weighted,
)

_EXACT = re.compile(r"[0-9]{1,640}(/[1-9][0-9]{0,639})?")


@own_mistakes.register
def _(step: Points, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    inner: Path = (*path, "values")
    yield from some(inner, len(step.values))
    yield from distinct(inner, [each.option for each in step.values], "option", "option-twice")


@own_mistakes.register
def _(step: PlacePoints, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    found = asked_items(meeting, step.round, step.item)
    places = found.items[0].maximum if found else 0
    if len(step.values) != places:
        yield (
            (*path, "values"),
            Problem(
                "places-differ",
                "The ranking has {places} places, and there are values for {values} of them. Give"
                " one for each place.",
                places=places,
                values=len(step.values),
            ),
        )


@own_mistakes.register
def _(step: Score, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from within((*path, "drop"), step.drop, 0, MOST_SEATS)
    if step.drop and step.least < 2 * step.drop + 1:
        yield (
            (*path, "least"),
            Problem(
                "trim-all",
                "Where the {drop} highest and the {drop} lowest of {least} scores are dropped,"
                " nothing is left. Set least to {fewest} or more.",
                drop=step.drop,
                least=step.least,
                fewest=2 * step.drop + 1,
            ),
        )


@own_mistakes.register
def _(step: Band, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    inner: Path = (*path, "edges")
    yield from some(inner, len(step.edges))
    for index, (one, next_) in enumerate(pairwise(step.edges), 1):
        if next_.at_least >= one.at_least:
            yield (
                (*inner, index, "at_least"),
                Problem(
                    "edges-order",
                    "{next} is not below {one}. List the bands from the highest to the lowest.",
                    next=next_.at_least,
                    one=one.at_least,
                ),
            )


@own_mistakes.register
def _(step: Scaled, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    for name in ("full", "of"):
        if not getattr(step, name):
            yield (*path, name), zero()


@own_mistakes.register
def _(step: Weighted, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    inner: Path = (*path, "parts")
    yield from some(inner, len(step.parts))
    yield from distinct(inner, [each.figure for each in step.parts], "figure", "part-twice")
    for index, part in enumerate(step.parts):
        if not part.weight:
            yield (*inner, index, "weight"), zero()
    total = sum((part.weight for part in step.parts), Fraction(0))
    if total != step.total:
        yield (
            inner,
            Problem(
                "weights-total",
                "The weights add up to {found}, not to {total}. Correct them, or state another"
                " total.",
                found=total,
                total=step.total,
            ),
        )


@own_mistakes.register
def _(step: EarlierFigure, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    yield from of_before((*path, "step"), meeting)
    inner: Path = (*path, "values")
    yield from distinct(inner, [each.person for each in step.values], "person", "person-twice")
    for at, each in enumerate(step.values):
        if not _EXACT.fullmatch(each.value) or str(Fraction(each.value)) != each.value:
            yield (
                (*inner, at, "value"),
                Problem(
                    "earlier-value",
                    "This is no exact number in lowest terms, such as {example}. Take the"
                    " definition anew from `piaoxiang meeting continue`.",
                    example='"17/40"',
                ),
            )


@own_mistakes.register(Count)
@own_mistakes.register(Rate)
def _(step: Count | Rate, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    if step.written:
        yield from lines_there((*path, "written"), meeting, step.round, step.item)
