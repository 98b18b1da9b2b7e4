"""What simulated voters think: a choice for every item, and the count it must lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from secrets import SystemRandom

from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import ABSTAIN, WRITE_IN, PaperItem

Choices = Mapping[str, tuple[str, ...]]
"""Item id to the ids of the options ticked, or the name written; an empty tuple leaves it open."""
Count = dict[str, Counter[str]]
"""Item id to the number of votes for each option id, `ABSTAIN` among them, or for each name."""

_chance = SystemRandom()
MOST = 1000
"""More names than any paper takes."""
OPEN, ABSTAINS = 0.03, 0.05
"""How often somebody leaves an item open, and how often they tick 弃权."""
WRITES = 0.35
"""How often somebody fills in a line for another name."""
OTHERS = ("沈玉梅", "欧阳文博", "阿力木江·吐尔逊", "崔志远")
OTHERS_EN = ("Shen Yumei", "Ouyang Wenbo", "Alimjan Tursun", "Cui Zhiyuan")
FIRST_GRADE = 0.55
"""How often the first grade is given; each later one takes the same share of what is left."""


def choose(meeting: Meeting, box: Box) -> Choices:
    """One voter's choices for every item of `box`."""
    choices: dict[str, tuple[str, ...]] = {}
    for paper in box.papers(meeting):
        lines = [item.id for item in paper.items if item.form == WRITE_IN]
        others = OTHERS_EN if meeting.title_en else OTHERS
        written = dict(zip(lines, _names(len(lines), others), strict=True))
        room = paper.at_most - sum(map(len, written.values())) if paper.at_most else MOST
        for item in paper.items:
            if item.id in written:
                choices[item.id] = written[item.id]
            elif paper.says_of_each:
                choices[item.id] = _one_grade(item)
            else:
                choices[item.id] = _some_people(item, room)
    return choices


def _names(lines: int, others: Sequence[str]) -> list[tuple[str, ...]]:
    """What somebody writes on the lines: nobody is named twice."""
    names = _chance.sample(others, lines)
    return [(name,) if _chance.random() < WRITES else () for name in names]


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


def _some_people(item: PaperItem, room: int) -> tuple[str, ...]:
    undecided = _undecided(item)
    if undecided is not None:
        return undecided
    number = _chance.randint(max(1, item.minimum), min(item.maximum, room))
    return tuple(option.id for option in _chance.sample(item.options, number))


def expected_count(meeting: Meeting, box: Box, ballots: Iterable[Choices]) -> Count:
    """The count these choices must lead to.

    An item left open counts as 弃权; an empty line counts as nothing written, `ABSTAIN` here.
    """
    counts: Count = {
        item.id: Counter({option.id: 0 for option in item.options} | {ABSTAIN: 0})
        for item in box.items(meeting)
    }
    for choices in ballots:
        for item_id, ticked in choices.items():
            counts[item_id].update(ticked or (ABSTAIN,))
    return counts
