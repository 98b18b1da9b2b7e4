"""Limits across the questions of one paper: which of them answers break, and where.

No ballot proves that it keeps to them (`meeting.definition.paper_limits`): this booth does. Nothing
is ever unticked for the voter; what breaks a limit is named, and stops the way forward.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.answers.answer_state import Answer, Answers
from kiosk.answers.scoring import tenths
from kiosk.answers.writing_in import text_of
from meeting.definition.paper import (
    ABSTAIN,
    CHOICE,
    SCORES,
    WRITE_IN,
    Option,
    Paper,
    PaperItem,
)
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


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit that is broken: `found` is what is counted, `allowed` how much there may be.

    `item` is the one item that breaks it, where one does; `options` who stands there twice, the
    grade that all have, or the answer that is given and then the worst and the best that it may be
    between. Where all scores are the same, `found` is that score in tenths.
    """

    limit: AnyLimit
    found: int = field(default=0, repr=False)
    allowed: int = field(default=0, repr=False)
    item: PaperItem | None = field(default=None, repr=False)
    options: tuple[Option, ...] = field(default=(), repr=False)


def broken(paper: Paper, answers: Answers) -> tuple[Broken, ...]:
    """The limits of `paper` that the answers break; a paper that is left blank breaks none."""
    if not any(_given(item, answers) for item in paper.items):
        return ()
    return tuple(
        found for limit in paper.limits for found in _CHECKS[type(limit)](limit, paper, answers)
    )


def involved(paper: Paper, limit: AnyLimit) -> tuple[PaperItem, ...]:
    """The items that a limit is about, in the paper's order."""
    if isinstance(limit, Replacing):
        return paper.named((*limit.items, *limit.lines))
    if isinstance(limit, Between):
        return paper.named((*limit.items, *limit.of))
    return paper.named(limit.items)


def counted(paper: Paper, limit: Ticks | Scored, answers: Answers) -> int:
    """How many answers there are that a limit of ticks or of scores counts."""
    if isinstance(limit, Scored):
        items = paper.named(limit.items)
        return sum(limit.counts(each) for item in items for each in _scores(item, answers))
    given = [each for item in paper.named(limit.items) for each in _given(item, answers)]
    return len([each for each in given if not limit.options or each in limit.options])


def replaceable(paper: Paper, limit: Replacing, answers: Answers) -> int:
    """How many names may be written: as many as there are answers that make room for one."""
    return len(
        [item for item in paper.named(limit.items) if limit.option in answers.get(item.id, ())]
    )


def open_lines(
    paper: Paper, lines: tuple[PaperItem, ...], answers: Answers
) -> tuple[PaperItem, ...]:
    """Which of these lines may be written on: those that are, and as many as there is room for."""
    for limit in paper.limits:
        if isinstance(limit, Replacing) and set(lines) <= set(paper.named(limit.lines)):
            written = [item for item in lines if _given(item, answers)]
            room = max(0, replaceable(paper, limit, answers) - _names(paper, limit, answers))
            free = [item for item in lines if item not in written][:room]
            return tuple(item for item in lines if item in written or item in free)
    return lines


def _names(paper: Paper, limit: Replacing, answers: Answers) -> int:
    return len([item for item in paper.named(limit.lines) if _given(item, answers)])


def _given(item: PaperItem, answers: Answers) -> Answer:
    """What is chosen, 弃权 not among it, or the one text that is written."""
    answer = answers.get(item.id, ())
    if item.form == WRITE_IN:
        return (text_of(answer),) if text_of(answer) else ()
    return tuple(each for each in answer if each and each != ABSTAIN)


def _number(limit: Ticks | Scored, paper: Paper, answers: Answers) -> Iterator[Broken]:
    found = counted(paper, limit, answers)
    if limit.most and found > limit.most:
        yield Broken(limit, found, limit.most)
    if found < limit.least:
        yield Broken(limit, found, limit.least)


def _once(limit: Once, paper: Paper, answers: Answers) -> Iterator[Broken]:
    items = [item for item in paper.named(limit.items) if item.form == CHOICE]
    options = {option.id: option for item in items for option in item.options}
    often = Counter(each for item in items for each in _given(item, answers))
    twice = tuple(option for key, option in options.items() if often[key] > 1)
    if twice:
        yield Broken(limit, options=twice)


def _replacing(limit: Replacing, paper: Paper, answers: Answers) -> Iterator[Broken]:
    names, room = _names(paper, limit, answers), replaceable(paper, limit, answers)
    if names > room:
        yield Broken(limit, names, room)


def _alone(limit: Alone, paper: Paper, answers: Answers) -> Iterator[Broken]:
    for item in paper.named(limit.items):
        answer = answers.get(item.id, ())
        if limit.option in answer and len(answer) > 1:
            chosen = tuple(option for option in item.options if option.id == limit.option)
            yield Broken(limit, item=item, options=chosen)


def _between(limit: Between, paper: Paper, answers: Answers) -> Iterator[Broken]:
    dimensions = paper.named(limit.of)
    for item in paper.named(limit.items):
        about = [each for each in dimensions if each.subject == item.subject]
        grades = [grade for each in about for grade in _grade(each, answers)]
        for grade in _grade(item, answers):
            if grades and not min(grades) <= grade <= max(grades):
                bounds = (grade, max(grades), min(grades))
                yield Broken(limit, item=item, options=tuple(item.options[each] for each in bounds))


def _differ(limit: Differ, paper: Paper, answers: Answers) -> Iterator[Broken]:
    items = [item for item in paper.named(limit.items) if item.form in (CHOICE, SCORES)]
    asked = sum(len(item.options) if item.form == SCORES else 1 for item in items)
    scores = [each for item in items for each in _scores(item, answers)]
    grades = [each for item in items if item.form == CHOICE for each in _given(item, answers)]
    if len(scores) + len(grades) >= asked and len({*scores, *grades}) == 1:
        same = tuple(option for option in items[0].options if option.id in grades)
        yield Broken(limit, scores[0] if scores else 0, options=same)


def _scores(item: PaperItem, answers: Answers) -> list[int]:
    """The scores that were typed, in tenths; what is none is left out."""
    typed = answers.get(item.id, ()) if item.form == SCORES else ()
    return [score for score in map(tenths, typed) if score is not None]


def _grade(item: PaperItem, answers: Answers) -> list[int]:
    """The place of the answer among the options of `item`, if there is one."""
    given = _given(item, answers)
    return [number for number, option in enumerate(item.options) if option.id in given]


_CHECKS: Mapping[type, Callable[..., Iterator[Broken]]] = {
    Ticks: _number,
    Once: _once,
    Replacing: _replacing,
    Alone: _alone,
    Between: _between,
    Scored: _number,
    Differ: _differ,
}
