"""What simulated voters think: a choice for every item, and the count it must lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from secrets import SystemRandom

from meeting.definition import Box, Meeting
from meeting.paper import ABSTAIN, EVALUATION, PaperItem

Choices = Mapping[str, tuple[str, ...]]
"""Item id to the ids of the options ticked; an empty tuple leaves the item open."""
Count = dict[str, Counter[str]]
"""Item id to the number of votes for each option id, `ABSTAIN` among them."""

_chance = SystemRandom()
OPEN, ABSTAINS = 0.03, 0.05
"""How often somebody leaves an item open, and how often they tick 弃权."""
FIRST_GRADE = 0.55
"""How often the first grade is given; each later one takes the same share of what is left."""


def choose(meeting: Meeting, box: Box) -> Choices:
    """Return one voter's choices for every item of `box`."""
    evaluated = {
        item.id for paper in box.papers(meeting) if paper.kind == EVALUATION for item in paper.items
    }
    return {
        item.id: _one_grade(item) if item.id in evaluated else _some_people(item)
        for item in box.items(meeting)
    }


def _undecided(item: PaperItem) -> tuple[str, ...] | None:
    drawn = _chance.random()
    if drawn < OPEN:
        return ()
    if drawn < OPEN + ABSTAINS and item.abstain:
        return (ABSTAIN,)
    return None


def _one_grade(item: PaperItem) -> tuple[str, ...]:
    undecided = _undecided(item)
    if undecided is not None:
        return undecided
    for option in item.options[:-1]:
        if _chance.random() < FIRST_GRADE:
            return (option.id,)
    return (item.options[-1].id,)


def _some_people(item: PaperItem) -> tuple[str, ...]:
    undecided = _undecided(item)
    if undecided is not None:
        return undecided
    number = _chance.randint(max(1, item.minimum), item.maximum)
    return tuple(option.id for option in _chance.sample(item.options, number))


def expected_count(meeting: Meeting, box: Box, ballots: Iterable[Choices]) -> Count:
    """Return the count these choices must lead to; an item left open counts as 弃权."""
    counts: Count = {
        item.id: Counter({option.id: 0 for option in item.options} | {ABSTAIN: 0})
        for item in box.items(meeting)
    }
    for choices in ballots:
        for item_id, ticked in choices.items():
            counts[item_id].update(ticked or (ABSTAIN,))
    return counts
