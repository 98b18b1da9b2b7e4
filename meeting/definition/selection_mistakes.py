"""What can be wrong with the steps that choose people."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Final

from meeting.definition.counted_seats import counted_seats
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, distinct, within
from meeting.definition.own_mistakes import (
    MOST_SEATS,
    Before,
    a_share,
    lines_there,
    of_before,
    own_mistakes,
    some,
    zero,
)
from meeting.problem import Problem
from meeting.rules.lots import Draw
from meeting.rules.numbers import Rate
from meeting.rules.selections import (
    Cap,
    Chosen,
    Combined,
    Cut,
    EarlierPeople,
    Flag,
    Only,
    Quorum,
    Related,
    Reserve,
    Threshold,
    Written,
)
from meeting.rules.step import EVERYBODY

_HALF: Final = Fraction(1, 2)


@own_mistakes.register
def _(step: Quorum, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from a_share((*path, "limit"), step.limit)


@own_mistakes.register
def _(step: Only, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from some((*path, "people"), len(step.people))
    yield from distinct((*path, "people"), step.people, "", "person-twice")


@own_mistakes.register(Threshold)
@own_mistakes.register(Flag)
def _(step: Threshold | Flag, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting
    figure = before.get(step.figure)
    if not isinstance(figure, Rate) or figure.without:
        return
    if step.limit > 1 or (step.strictly and step.limit == 1):
        yield (
            (*path, "limit"),
            Problem(
                "limit-rate",
                "Nobody gets there: a rate is 1 (100%) at most, and {limit} was found here. Half of"
                " the votes is {half}, and so is {percent}.",
                limit=step.limit,
                half='"1/2"',
                percent='"50%"',
            ),
        )


@own_mistakes.register
def _(step: Cut, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    if step.left_of:
        yield from of_before((*path, "left_of"), meeting)
    yield from counted_seats(path, step)
    if not step.share:
        yield from within((*path, "seats"), step.seats, 1, MOST_SEATS)
    if not step.ratio:
        yield (*path, "ratio"), zero()
    wanted = ceil(step.seats * step.ratio)
    there = _most(step.source, meeting, before)
    if wanted > there and not step.counts_seats:
        yield (
            (*path, "seats"),
            Problem(
                "cut-too-many",
                "The step keeps {wanted} people, and at most {there} can be there. Lower the seats"
                " or the ratio.",
                wanted=wanted,
                there=there,
            ),
        )
    if step.election:
        yield from _election(path, step, before)
    if not step.counts_seats:
        yield from _differential(path, step, there)


@own_mistakes.register
def _(step: Cap, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from a_share((*path, "share"), step.share)


@own_mistakes.register
def _(step: Reserve, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    if meeting.continues is None:  # of those before, nobody may have come
        yield from some((*path, "people"), len(step.people))
        yield from within((*path, "least"), step.least, 1, max(len(step.people), 1))


@own_mistakes.register
def _(step: Draw, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    yield from within((*path, "take"), step.take, 1, MOST_SEATS)
    there = _most(step.source, meeting, before)
    if step.take >= there:
        yield (
            (*path, "take"),
            Problem(
                "draw-of-all",
                "{take} are drawn, and at most {there} can be there: nothing is left to the lot. "
                "Draw fewer.",
                take=step.take,
                there=there,
            ),
        )


@own_mistakes.register
def _(step: Written, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    yield from lines_there((*path, "item"), meeting, step.round, step.item)


@own_mistakes.register
def _(step: Related, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from some((*path, "pairs"), len(step.pairs))
    for index, each in enumerate(step.pairs):
        if each.one == each.other:
            yield (
                (*path, "pairs", index, "other"),
                Problem("pair-of-one", "Nobody is related to themselves; name two people."),
            )
    yield from distinct((*path, "posts"), step.posts, "", "person-twice")
    yield from within((*path, "seats"), step.seats, 0, MOST_SEATS)


@own_mistakes.register
def _(step: Combined, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from within((*path, "of"), len(step.of), 2, MOST_SEATS)
    yield from distinct((*path, "of"), step.of, "", "part-twice")


@own_mistakes.register
def _(step: EarlierPeople, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del before
    yield from of_before((*path, "step"), meeting)
    yield from distinct((*path, "people"), step.people, "", "person-twice")


def _differential(path: Path, step: Cut, there: int) -> Iterator[Mistake]:
    """Check that enough people stand, where the rules say how many more than seats."""
    needed = step.seats + ceil(step.seats * step.differential)
    if step.differential and there < needed:
        yield (
            (*path, "differential"),
            Problem(
                "election-differential",
                "Seats: {seats}. At least {needed} people must stand ({share} more, rounded up);"
                " there are {there}. Let more people stand, or lower the number of seats.",
                seats=step.seats,
                needed=needed,
                share=step.differential,
                there=there,
            ),
        )


def _election(path: Path, step: Cut, before: Before) -> Iterator[Mistake]:
    """An election is never decided by age, nor is a seat filled from below the majority."""
    if step.then or step.ties in ("keep-all", "lot"):
        yield (
            (*path, "then" if step.then else "ties"),
            Problem(
                "election-tie",
                "In an election, those who are equal at the last seat are voted on again; nothing"
                ' else decides between them. Leave then out, and set ties = "revote".',
            ),
        )
    if not _over_half(step.source, before, {}):
        yield (
            (*path, "source"),
            Problem(
                "election-majority",
                "In an election no seat is filled by somebody without the majority. Take the people"
                " from a threshold of more than one half.",
            ),
        )


def _over_half(source: str, before: Before, known: dict[str, bool]) -> bool:
    """Whether a selection holds nobody who did not pass a strict majority.

    `known` are those looked at before: selections that name one another twice are many.
    """
    if source not in known:
        known[source] = _is_over_half(source, before, known)
    return known[source]


def _is_over_half(source: str, before: Before, known: dict[str, bool]) -> bool:
    step = before.get(source)
    if isinstance(step, Threshold) and _is_majority(step, before):
        return True
    sources: tuple[str, ...] = ()
    if isinstance(step, Chosen):
        sources = (step.source,)
    if isinstance(step, Reserve) and step.otherwise == "best":
        sources = step.source, step.pool
    if isinstance(step, Combined):
        sources = step.of
    return bool(sources) and all(_over_half(each, before, known) for each in sources)


def _is_majority(step: Threshold, before: Before) -> bool:
    """Whether its limit is more than one half of something: of one vote it says nothing."""
    more = step.limit > _HALF or (step.strictly and step.limit == _HALF)
    return more and isinstance(before.get(step.figure), Rate)


def _most(source: str, meeting: Meeting, before: Before) -> int:
    """How many people a selection can hold at most."""
    everybody = len(meeting.people)
    step = before.get(source)
    if source == EVERYBODY or step is None:
        lists = {each.id: len(each.people) for each in meeting.lists}
        return lists.get(source, everybody)
    if isinstance(step, Only):
        return min(len(step.people), _most(step.source, meeting, before))
    if isinstance(step, EarlierPeople):
        return len(step.people)
    if isinstance(step, Cap):
        return int(_most(step.source, meeting, before) * step.share)
    return _most(step.source, meeting, before) if isinstance(step, Chosen) else everybody
