"""Which rules hold for the questions of a box, and who makes them hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meeting.definition.paper import CHOICE, WRITE_IN, Paper
from tally.outcome.paper_rules import (
    Rule,
    item_rules,
    limit_rule,
    limited_items,
    paper_rules,
    rules_of,
)
from tally.verify.record.box import VerifiedBox


def box_rules(verified: VerifiedBox) -> tuple[tuple[int, Rule], ...]:
    """Every rule with the index of its question, in the order of the election.

    With a meeting they are those of its papers; a record by itself tells less. A rule of a whole
    paper stands at every question that it is about.
    """
    if verified.papers:
        return tuple(enumerate_rules(verified.papers))
    election = verified.setup.election
    questions = election.questions if election else ()
    return tuple((at, rule) for at, question in enumerate(questions) for rule in rules_of(question))


def enumerate_rules(papers: Iterable[Paper]) -> Iterator[tuple[int, Rule]]:
    """The rules of papers, question by question."""
    items = ((paper, item) for paper in papers for item in paper.items)
    for at, (paper, item) in enumerate(items):
        for rule in item_rules(item, names=paper.lines_name_people):
            yield at, rule
        if item.form in (CHOICE, WRITE_IN):
            for rule in paper_rules(paper):
                yield at, rule
        for limit in paper.limits:
            if item in limited_items(limit, paper):
                yield at, limit_rule(limit, paper)
