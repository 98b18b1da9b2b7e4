"""The steps that give a number for each person, a function per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import singledispatch
from typing import NamedTuple

from meeting.definition.meeting import Meeting
from meeting.definition.paper import RANKING, PaperItem
from meeting.rules.numbers import (
    Band,
    Count,
    EarlierFigure,
    Marks,
    Missing,
    PlacePoints,
    Points,
    Rate,
    Scaled,
    Score,
    Weighted,
)
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.single_count import RankingCount, ScoreCount, valid_of
from tally.outcome.steps.asked_groups import AskedGroup, Place, asked_round
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.result import StepResult, Term, Waits, Worked, refuse_long
from tally.outcome.steps.written import WrittenVotes, written_votes

_TENTHS = 10
Figured = Mapping[str, StepResult]
"""Results of earlier steps, by id."""


class Share(NamedTuple):
    """What a group contributes about somebody: so much, of so much."""

    amount: Fraction
    base: Fraction


_ShareOf = Callable[[AnyCount, Figures, PaperItem, int], Share]
_NOTHING = Fraction(0)


@singledispatch
def numbers(step: object, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    """The result of a step that gives numbers; raises Waits."""
    raise TypeError(step, meeting, counted, before)


@numbers.register
def _(step: Count, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before

    def share(count: AnyCount, _figures: Figures, item: PaperItem, at: int) -> Share:
        return Share(_votes(count, item, at, step.options), Fraction(1))

    return _summed(step, meeting, counted, share)


@numbers.register
def _(step: Rate, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before

    def share(count: AnyCount, figures: Figures, item: PaperItem, at: int) -> Share:
        left_out = _votes(count, item, -1, step.without) if step.without else _NOTHING
        rest = figures.denominator(step.over) - left_out
        base = max(rest, _NOTHING)  # fewer may be noted as present than answered
        return Share(_votes(count, item, at, step.options), base)

    return _divided(step, meeting, counted, share)


@numbers.register
def _(step: Points, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before
    worth = {each.option: each.value for each in step.values}

    def share(count: AnyCount, figures: Figures, item: PaperItem, at: int) -> Share:
        votes = {option: _votes(count, item, at, (option,)) for option in worth}
        amount = sum((worth[option] * number for option, number in votes.items()), _NOTHING)
        if step.over in ("chosen", "sum"):
            return Share(amount, sum(votes.values(), _NOTHING))
        return Share(amount, Fraction(figures.denominator(step.over)))

    if step.over == "sum":
        return _summed(step, meeting, counted, share)
    return _divided(step, meeting, counted, share)


@numbers.register
def _(step: PlacePoints, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before

    def share(count: AnyCount, figures: Figures, _item: PaperItem, at: int) -> Share:
        if not isinstance(count, RankingCount):
            raise TypeError(step.item)
        places = count.places[at]
        named = sum(
            (value * votes for value, votes in zip(step.values, places, strict=True)), _NOTHING
        )
        unnamed = step.unnamed * (valid_of(count) - sum(places))
        if step.over in ("valid", "sum"):
            return Share(named + unnamed, Fraction(valid_of(count)))
        return Share(named + unnamed, Fraction(figures.denominator(step.over)))

    if step.over == "sum":
        return _summed(step, meeting, counted, share)
    return _divided(step, meeting, counted, share)


@numbers.register
def _(step: Score, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before
    found = asked_round(step, meeting, counted)
    result = {}
    for person, item, at in found.subjects():
        counts = [group.counts[item.id] for group in found.groups if group.counts]
        scores = sorted(
            score for each in counts if isinstance(each, ScoreCount) for score in each.tenths[at]
        )
        result[person] = _trimmed(step, scores)
    return StepResult(step, result)


@numbers.register
def _(step: EarlierFigure, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del meeting, counted, before
    values = ((each.person, Worked(Fraction(each.value))) for each in step.values)
    return StepResult(step, numbers=dict[str, Worked](values))


@numbers.register
def _(step: Marks, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del before
    column = counted.marks.get(step.column, {})
    return StepResult(step, {each.id: Worked(column.get(each.id)) for each in meeting.people})


@numbers.register
def _(step: Band, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del meeting, counted

    result = {}
    for person, found in before[step.figure].numbers.items():
        if found.number is None:
            result[person] = Worked(None)
            continue
        number = found.number
        reached = (edge.value for edge in step.edges if number >= edge.at_least)
        result[person] = Worked(next(reached, step.below), (Term("", number),))
    return StepResult(step, result)


@numbers.register
def _(step: Scaled, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del meeting, counted
    base = step.of
    if step.to == "best":
        earlier = before[step.figure].numbers.values()
        base = max((each.number for each in earlier if each.number is not None), default=_NOTHING)
        if not base:
            raise Waits("nothing-to-divide", step.figure)
    result = {}
    for person, found in before[step.figure].numbers.items():
        term = Term("", found.number, base, step.full)
        result[person] = Worked(_weighted((term,), "stop"), (term,))
    return StepResult(step, result)


@numbers.register
def _(step: Weighted, meeting: Meeting, counted: Counted, before: Figured) -> StepResult:
    del meeting, counted
    columns: dict[str, Mapping[str, Worked]] = {
        part.figure: before[part.figure].numbers for part in step.parts
    }
    people = dict.fromkeys(person for column in columns.values() for person in column)
    result = {}
    for person in people:
        terms = tuple(
            Term(
                part.figure,
                columns[part.figure].get(person, Worked(None)).number,
                weight=part.weight,
            )
            for part in step.parts
        )
        result[person] = Worked(_weighted(terms, step.missing), terms)
    return StepResult(step, result)


def _votes(count: AnyCount, item: PaperItem, at: int, options: tuple[str, ...]) -> Fraction:
    """How many chose the person at a place of the item, or one of the options."""
    if not isinstance(count, ItemCount):
        raise TypeError(item.id)
    if at >= 0:
        return Fraction(count.votes[at])
    chosen = zip(item.options, count.votes, strict=True)
    return Fraction(sum(votes for option, votes in chosen if option.id in options))


def _summed(
    step: Count | Points | PlacePoints, meeting: Meeting, counted: Counted, share: _ShareOf
) -> StepResult:
    found = asked_round(step, meeting, counted)
    places, written = found.places(), written_votes(step, found, counted)
    result = {}
    for person in dict.fromkeys((*places, *written)):
        terms = tuple(
            Term(group.id, _share_of(person, group, places, written, share).amount)
            for group in found.groups
        )
        result[person] = Worked(sum((each.amount or _NOTHING for each in terms), _NOTHING), terms)
    return StepResult(step, result)


def _divided(
    step: Rate | Points | PlacePoints, meeting: Meeting, counted: Counted, share: _ShareOf
) -> StepResult:
    """One over the other: added up over the groups, or each group's own, by weight."""
    found = asked_round(step, meeting, counted)
    places, written = found.places(), written_votes(step, found, counted)
    result = {}
    for person in dict.fromkeys((*places, *written)):
        terms = []
        for group in found.groups:
            amount, base = _share_of(person, group, places, written, share)
            terms.append(Term(group.id, amount, base, group.weight if step.weighted else None))
        number = _weighted(terms, step.missing, mean=True) if step.weighted else _quotient(terms)
        result[person] = Worked(number, tuple(terms))
    return StepResult(step, result)


def _share_of(
    person: str,
    group: AskedGroup,
    places: Mapping[str, Sequence[Place]],
    written: WrittenVotes,
    share: _ShareOf,
) -> Share:
    """What a group contributes about a person, with what it wrote; a new one has no place."""
    amount, base = _of(group, places.get(person) or next(iter(places.values())), share)
    more = written.get(person, {}).get(group.id, 0)
    return Share((amount if person in places else _NOTHING) + more, base)


def _of(group: AskedGroup, places: Sequence[Place], share: _ShareOf) -> Share:
    """What a group contributes; one that cast no ballot gives nothing, of its own figure.

    The votes of somebody who stands for several posts are added up, over one and the same base.
    """
    shares = [
        share(group.counts.get(item.id) or _no_ballot(item), group.figures, item, at)
        for item, at in places
    ]
    return Share(sum((each.amount for each in shares), _NOTHING), shares[0].base)


def _no_ballot(item: PaperItem) -> AnyCount:
    if item.form == RANKING:
        return RankingCount.none(item)
    return ItemCount(0, 0, (0,) * len(item.options))


def _quotient(terms: Sequence[Term]) -> Fraction | None:
    """All amounts together over all bases together."""
    base = sum((each.base or _NOTHING for each in terms), _NOTHING)
    return sum((each.amount or _NOTHING for each in terms), _NOTHING) / base if base else None


def _weighted(terms: Sequence[Term], missing: Missing, *, mean: bool = False) -> Fraction | None:
    """Σ weight·part; as a `mean`, over the sum of the weights. None where a part stops it."""
    parts = [(each.weight or _NOTHING, each.value) for each in terms]
    there = [(weight, value) for weight, value in parts if value is not None]
    total = sum((weight for weight, _value in parts), _NOTHING)
    present = sum((weight for weight, _value in there), _NOTHING)
    if (len(there) < len(parts) and missing == "stop") or not present:
        return None
    amount = _NOTHING
    for weight, value in there:
        amount += weight * value
        refuse_long(amount)  # before it is as long as all of them together
    if missing == "renormalise":
        amount = amount * total / present
    return amount / total if mean else amount


def _trimmed(step: Score, scores: list[int]) -> Worked:
    """The mean without the highest and lowest, in points; `scores` are tenths, sorted."""
    if step.drop and len(scores) >= step.least:
        scores = scores[step.drop : -step.drop]
    term = Term("", Fraction(sum(scores), _TENTHS), Fraction(len(scores)))
    return Worked(term.value, (term,))
