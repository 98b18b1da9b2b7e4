"""From opened answers to their counts: each is read by its paper's form, or counts as invalid.

An answer is invalid when it is not the element that an honest ballot makes of its vector (its free
bits could mark the ballot for a buyer), or when its vector breaks the rules of its form: no text,
a person in two places, a score above 100. Nothing forces an answer to be valid before it is opened;
so one voter with a program of their own can spoil their own answer, and no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from crypto.election.ranking import read_ranking
from crypto.election.score import read_scores
from crypto.election.visible import RULE
from crypto.election.write_in import read_write_in
from crypto.errors import ParseError
from crypto.groups.embedding import Extracted
from meeting.definition.paper import RANKING, WRITE_IN, PaperItem
from tally.outcome.single_count import (
    AnySingleCount,
    RankingCount,
    ScoreCount,
    Tally,
    WriteInCount,
    by_reason,
    by_votes,
    falling,
)

MARKED = "single-answer-marked"

Read = TypeVar("Read")


def count_single(
    item: PaperItem, answers: Sequence[Extracted], lines_rule: int = RULE
) -> AnySingleCount:
    """Count the opened answers to a write-in line, a ranking or a list of scores.

    Lines are read by the rule with this number (`crypto.election.visible`).
    """
    if item.form == WRITE_IN:
        return _count_names(answers, lines_rule)
    if item.form == RANKING:
        return _count_rankings(item, answers)
    return _count_scores(item, answers)


def _count_names(answers: Sequence[Extracted], rule: int) -> WriteInCount:
    texts, invalid = _sorted_out(answers, partial(read_write_in, rule=rule))
    names = by_votes((text, 1) for text in texts if text)
    return WriteInCount(len(answers), texts.count(""), names, invalid)


def _count_rankings(item: PaperItem, answers: Sequence[Extracted]) -> RankingCount:
    rankings, invalid = _sorted_out(answers, lambda values: read_ranking(item.ranking, values))
    places = tuple(
        tuple(
            sum(len(each) > place and each[place] == person for each in rankings)
            for place in range(item.maximum)
        )
        for person in range(1, len(item.options) + 1)
    )
    return RankingCount(len(answers), rankings.count(()), places, invalid)


def _count_scores(item: PaperItem, answers: Sequence[Extracted]) -> ScoreCount:
    people = len(item.options)
    judges, invalid = _sorted_out(answers, lambda values: read_scores(values, people))
    tenths = tuple(falling(each[person] for each in judges) for person in range(people))
    return ScoreCount(len(answers), tenths, invalid, tuple(sorted(judges)))


def _sorted_out(
    answers: Sequence[Extracted], read: Callable[[Sequence[int]], Read]
) -> tuple[list[Read], Tally]:
    """What the valid answers say, and why the others do not count."""
    valid, reasons = [], []
    for answer in answers:
        if not answer.canonical:
            reasons.append((MARKED, 1))
            continue
        try:
            valid.append(read(answer.values))
        except ParseError as error:
            reasons.append((error.code, 1))
    return valid, by_reason(reasons)
