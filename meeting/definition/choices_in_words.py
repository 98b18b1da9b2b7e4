"""The choices of a ballot in the words of the paper: what an opened ballot says, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crypto.election.ranking import read_ranking
from crypto.election.score import read_scores
from crypto.election.write_in import read_write_in
from meeting.definition.paper import CHOICE, RANKING, SCORES, WRITE_IN, Option, Paper, PaperItem


@dataclass(frozen=True, slots=True)
class Chosen:
    """One item, and what was chosen on it.

    `options` are what was ticked, in the paper's order; in a ranking, the people in the order of
    their places; with scores, everybody. `text` is a written line, "" when it is empty.
    `scores` are in tenths, one for each of `options`. `written_instead` is a list on which nobody
    is ticked, beside lines on which somebody is written: its blank slot is no 弃权.
    """

    item: PaperItem
    options: tuple[Option, ...] = field(default=(), repr=False)
    abstained: bool = field(default=False, repr=False)
    text: str = field(default="", repr=False)
    scores: tuple[int, ...] = field(default=(), repr=False)
    written_instead: bool = field(default=False, repr=False)


def chosen_on(
    papers: Sequence[Paper], choices: Sequence[Sequence[int]]
) -> tuple[tuple[Paper, tuple[Chosen, ...]], ...]:
    """Read the vectors of a ballot of these papers, paper by paper; raises as `chosen` does."""
    answers = iter(chosen([item for paper in papers for item in paper.items], choices))
    return tuple((paper, _together([next(answers) for _ in paper.items])) for paper in papers)


def _together(answers: Sequence[Chosen]) -> tuple[Chosen, ...]:
    if not any(each.text for each in answers):
        return tuple(answers)
    return tuple(
        replace(each, written_instead=each.item.form == CHOICE and not each.options)
        for each in answers
    )


def chosen(items: Sequence[PaperItem], choices: Sequence[Sequence[int]]) -> tuple[Chosen, ...]:
    """Read the vectors of a ballot whose questions are `items`.

    Where an item has 弃权, the first entry of its vector is Belenios' blank slot. Raises ValueError
    for vectors that do not fit the items, and ParseError for a single answer that no kiosk writes
    and that counts as invalid; neither says what was chosen.
    """
    return tuple(_chosen(item, values) for item, values in zip(items, choices, strict=True))


def _chosen(item: PaperItem, values: Sequence[int]) -> Chosen:
    if item.form == WRITE_IN:
        return Chosen(item, text=read_write_in(values))
    if item.form == RANKING:
        places = read_ranking(item.ranking, values)
        return Chosen(item, tuple(item.options[number - 1] for number in places))
    if item.form == SCORES:
        return Chosen(item, item.options, scores=read_scores(values, len(item.options)))
    marks = values[1:] if item.abstain else values
    options = tuple(option for option, mark in zip(item.options, marks, strict=True) if mark)
    return Chosen(item, options, item.abstain and bool(values[0]))
