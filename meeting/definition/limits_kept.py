"""Whether the answers on one paper keep to its limits across questions.

Answers are, by item id, the ids of the options that are ticked, what is written on a line as the
only entry, or a score for each option. An item that is left open, abstained from or empty is
answered by nothing, and so is an option by a text that is no score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import singledispatch
from typing import TypeAlias

from crypto.election.score import parse_score
from crypto.errors import ParseError
from meeting.definition.paper import ABSTAIN, CHOICE, SCORES, WRITE_IN, Paper, PaperItem
from meeting.definition.paper_limits import (
    Alone,
    AnyLimit,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)

PaperAnswers: TypeAlias = Mapping[str, Sequence[str]]


def broken_limits(paper: Paper, answers: PaperAnswers) -> tuple[AnyLimit, ...]:
    """The limits of the paper that these answers break, in its order; a blank paper breaks none."""
    if not any(_given(item, answers) for item in paper.items):
        return ()
    return tuple(limit for limit in paper.limits if not _is_kept(limit, paper, answers))


def ticks(limit: Ticks, paper: Paper, answers: PaperAnswers) -> int:
    """How many answers the limit counts, written names among them where it names no options."""
    return sum(
        sum(not limit.options or each in limit.options for each in _given(item, answers))
        for item in counted_items(limit, paper)
    )


def can_be_broken(limit: AnyLimit, paper: Paper) -> bool:
    """Whether there are answers that the items allow and the limit does not, as far as numbers say.

    So it is not where more ticks are allowed than can be given, or nobody stands in two items.
    """
    match limit:
        case Ticks():
            return bool(limit.least) or limit.most < most_ticks(limit, paper)
        case Scored():
            return bool(limit.least) or limit.most < scored_people(limit, paper)
        case Differ():
            return answers_to_differ(limit, paper) > 1
        case Once():
            items = [item for item in paper.named(limit.items) if item.form == CHOICE]
            offered = [option.id for item in items for option in item.options]
            return len(set(offered)) < len(offered)
        case _:
            return True


def most_ticks(limit: Ticks, paper: Paper) -> int:
    """How many answers that the limit counts the paper's items take in all."""
    return sum(
        min(item.maximum, len(_counted_options(limit, item)))
        if item.form == CHOICE
        else item.maximum
        for item in counted_items(limit, paper)
    )


def fewest_ticks(limit: Ticks, paper: Paper) -> int:
    """How many answers that the limit counts the items ask of whoever leaves none of them open."""
    return sum(
        max(0, item.minimum - len(item.options) + len(_counted_options(limit, item)))
        for item in counted_items(limit, paper)
        if not item.abstain
    )


def counted_items(limit: Ticks, paper: Paper) -> tuple[PaperItem, ...]:
    """The items whose answers a limit of ticks counts: lines only where it names no options."""
    forms = (CHOICE,) if limit.options else (CHOICE, WRITE_IN)
    return tuple(item for item in paper.named(limit.items) if item.form in forms)


def scored(limit: Scored, paper: Paper, answers: PaperAnswers) -> int:
    """How many people have a score that the limit counts."""
    items = scored_items(limit, paper)
    return sum(limit.counts(each) for item in items for each in _tenths(item, answers))


def scored_items(limit: Scored, paper: Paper) -> tuple[PaperItem, ...]:
    """The items in which people are scored that a limit looks at."""
    return tuple(item for item in paper.named(limit.items) if item.form == SCORES)


def scored_people(limit: Scored, paper: Paper) -> int:
    """How many people are scored in the items that the limit looks at."""
    return sum(len(item.options) for item in scored_items(limit, paper))


def answers_to_differ(limit: Differ, paper: Paper) -> int:
    """How many scores, or grades, there are that may not be all the same."""
    return sum(
        len(item.options) if item.form == SCORES else 1 for item in differing_items(limit, paper)
    )


def differing_items(limit: Differ, paper: Paper) -> tuple[PaperItem, ...]:
    """The items whose scores or grades may not be all the same."""
    return tuple(item for item in paper.named(limit.items) if item.form in (CHOICE, SCORES))


def written_on(names: Collection[str], paper: Paper, answers: PaperAnswers) -> int:
    """How many of these lines have something on them."""
    return sum(bool(_given(item, answers)) for item in paper.named(names))


def answered_by(option: str, names: Collection[str], paper: Paper, answers: PaperAnswers) -> int:
    """How many of these items are answered by the option."""
    return sum(option in _given(item, answers) for item in paper.named(names))


@singledispatch
def _is_kept(limit: object, paper: Paper, answers: PaperAnswers) -> bool:
    raise TypeError(limit, paper, answers)


@_is_kept.register
def _(limit: Ticks, paper: Paper, answers: PaperAnswers) -> bool:
    number = ticks(limit, paper, answers)
    return limit.least <= number and (not limit.most or number <= limit.most)


@_is_kept.register
def _(limit: Once, paper: Paper, answers: PaperAnswers) -> bool:
    items = (item for item in paper.named(limit.items) if item.form == CHOICE)
    chosen = [option for item in items for option in _given(item, answers)]
    return len(set(chosen)) == len(chosen)


@_is_kept.register
def _(limit: Replacing, paper: Paper, answers: PaperAnswers) -> bool:
    room = answered_by(limit.option, limit.items, paper, answers)
    return written_on(limit.lines, paper, answers) <= room


@_is_kept.register
def _(limit: Alone, paper: Paper, answers: PaperAnswers) -> bool:
    given = (_given(item, answers) for item in paper.named(limit.items))
    return all(limit.option not in each or len(each) == 1 for each in given)


@_is_kept.register
def _(limit: Between, paper: Paper, answers: PaperAnswers) -> bool:
    return all(
        not parts or all(min(parts) <= place <= max(parts) for place in _places(item, answers))
        for item in paper.named(limit.items)
        for parts in (
            [
                place
                for part in paper.named(limit.of)
                if part.subject == item.subject
                for place in _places(part, answers)
            ],
        )
    )


@_is_kept.register
def _(limit: Scored, paper: Paper, answers: PaperAnswers) -> bool:
    number = scored(limit, paper, answers)
    return limit.least <= number and (not limit.most or number <= limit.most)


@_is_kept.register
def _(limit: Differ, paper: Paper, answers: PaperAnswers) -> bool:
    given: list[str | int] = []
    for item in differing_items(limit, paper):
        given += _tenths(item, answers) if item.form == SCORES else _given(item, answers)
    return len(given) < answers_to_differ(limit, paper) or len(set(given)) > 1


def _tenths(item: PaperItem, answers: PaperAnswers) -> list[int]:
    """The scores of an item, in tenths of a point; a text that is none is left out."""
    found = []
    for text in _given(item, answers):
        with suppress(ParseError):
            found.append(parse_score(text))
    return found


def _places(item: PaperItem, answers: PaperAnswers) -> list[int]:
    """Where the answers of an item stand among its options, 0 for the best grade."""
    given = _given(item, answers)
    return [at for at, option in enumerate(item.options) if option.id in given]


def _counted_options(limit: Ticks, item: PaperItem) -> list[str]:
    return [option.id for option in item.options if not limit.options or option.id in limit.options]


def _given(item: PaperItem, answers: PaperAnswers) -> list[str]:
    return [each for each in answers.get(item.id, ()) if each and each != ABSTAIN]
