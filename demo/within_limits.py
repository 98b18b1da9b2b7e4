"""Answers on one paper brought within its limits across questions, as a booth makes people do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from secrets import SystemRandom

from crypto.election.score import parse_score, score_text
from meeting.definition.limits_kept import (
    answered_by,
    broken_limits,
    counted_items,
    differing_items,
    scored,
    scored_items,
    ticks,
)
from meeting.definition.paper import ABSTAIN, CHOICE, SCORES, Paper, PaperItem
from meeting.definition.paper_limits import (
    Alone,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)

Answers = dict[str, tuple[str, ...]]

_chance = SystemRandom()
ATTEMPTS = 20
"""How often what one limit changed is held against the others; then the paper stays blank."""


def within_limits(paper: Paper, answers: Answers) -> Answers:
    """The answers, changed where they break a limit."""
    for _ in range(ATTEMPTS):
        broken = broken_limits(paper, answers)
        if not broken:
            return answers
        for limit in broken:
            _mend(limit, paper, answers)
    return {item.id: () for item in paper.items}


@singledispatch
def _mend(limit: object, paper: Paper, answers: Answers) -> None:
    raise TypeError(limit, paper, answers)


@_mend.register
def _(limit: Ticks, paper: Paper, answers: Answers) -> None:
    items = list(counted_items(limit, paper))
    _chance.shuffle(items)
    for item in items:
        counted = [each for each in answers[item.id] if _counts(limit, each)]
        while counted and limit.most and ticks(limit, paper, answers) > limit.most:
            _without(item, counted.pop(), answers)
    for item in items:
        free = [each for each in _offered(limit, item) if each not in answers[item.id]]
        if free and ticks(limit, paper, answers) < limit.least:
            more = limit.least - ticks(limit, paper, answers)
            kept = [each for each in answers[item.id] if _counts(limit, each)]
            answers[item.id] = (*kept, *free[: min(more, item.maximum - len(kept))])


@_mend.register
def _(limit: Once, paper: Paper, answers: Answers) -> None:
    seen: set[str] = set()
    for item in paper.named(limit.items):
        if item.form == CHOICE:
            for each in seen & set(answers[item.id]):
                _without(item, each, answers)
            seen |= set(answers[item.id]) - {ABSTAIN}


@_mend.register
def _(limit: Replacing, paper: Paper, answers: Answers) -> None:
    room = answered_by(limit.option, limit.items, paper, answers)
    for line in paper.named(limit.lines):
        if any(answers[line.id]):
            answers[line.id] = answers[line.id] if room > 0 else ()
            room -= 1


@_mend.register
def _(limit: Alone, paper: Paper, answers: Answers) -> None:
    for item in paper.named(limit.items):
        if limit.option in answers[item.id]:
            answers[item.id] = (limit.option,)


@_mend.register
def _(limit: Between, paper: Paper, answers: Answers) -> None:
    for item in paper.named(limit.items):
        parts = [each for each in paper.named(limit.of) if each.subject == item.subject]
        places = [at for part in parts for at in _places(part, answers)]
        if places:
            answers[item.id] = (item.options[_chance.choice(places)].id,)


@_mend.register
def _(limit: Scored, paper: Paper, answers: Answers) -> None:
    """Those nearest to the scores that are counted change over, as few as must."""
    found = scored(limit, paper, answers)
    many = found > limit.most > 0
    outside = limit.lowest - 1 if limit.lowest else limit.highest + 1
    edge = limit.lowest or limit.highest
    there = sorted(
        (abs(tenths - edge), item.id, at)
        for item in scored_items(limit, paper)
        for at, tenths in enumerate(map(parse_score, answers[item.id]))
        if limit.counts(tenths) == many
    )
    for _far, item_id, at in there[: found - limit.most if many else limit.least - found]:
        _give(answers, item_id, at, outside if many else edge)


@_mend.register
def _(limit: Differ, paper: Paper, answers: Answers) -> None:
    item = _chance.choice(differing_items(limit, paper))
    if item.form == SCORES:
        at = _chance.randrange(len(item.options))
        tenths = parse_score(answers[item.id][at])
        _give(answers, item.id, at, tenths - 1 if tenths else 1)
    else:
        answers[item.id] = (ABSTAIN,) if item.abstain else ()


def _give(answers: Answers, item: str, at: int, tenths: int) -> None:
    given = answers[item]
    answers[item] = (*given[:at], score_text(tenths), *given[at + 1 :])


def _places(item: PaperItem, answers: Answers) -> Iterator[int]:
    return (at for at, option in enumerate(item.options) if option.id in answers[item.id])


def _counts(limit: Ticks, answer: str) -> bool:
    return answer not in ("", ABSTAIN) and (not limit.options or answer in limit.options)


def _offered(limit: Ticks, item: PaperItem) -> list[str]:
    return [option.id for option in item.options if _counts(limit, option.id)]


def _without(item: PaperItem, option: str, answers: Answers) -> None:
    """Take an answer back; an item with fewer than it needs is left open."""
    left = tuple(each for each in answers[item.id] if each != option)
    answers[item.id] = left if len(left) >= item.minimum else ()
