"""What simulated voters think: an answer to every item that keeps to the paper's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import SystemRandom

from demo.climate import Climate
from demo.within_limits import within_limits
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import ABSTAIN, RANKING, SCORES, WRITE_IN, Paper, PaperItem

Choices = Mapping[str, tuple[str, ...]]
"""Item id to the ids of the options ticked, the name written, who is put in which place, or the
scores in the options' order; an empty tuple leaves it open."""

_chance = SystemRandom()
MOST = 1000
"""More names than any paper takes."""
OPEN, ABSTAINS = 0.03, 0.05
"""How often somebody leaves an item open, and how often they tick 弃权."""
WRITES = 0.35
"""How often somebody fills in a line for another name."""
OTHERS = ("沈玉梅", "欧阳文博", "阿力木江·吐尔逊", "崔志远")
OTHERS_EN = ("Shen Yumei", "Ouyang Wenbo", "Alimjan Tursun", "Cui Zhiyuan")
ALL = 0.7
"""How often somebody ticks as many people as they may."""
LOWEST_SCORE, HIGHEST_SCORE = 600, 990
"""In tenths of a point."""


def choose(meeting: Meeting, box: Box, climate: Climate) -> Choices:
    """One voter's answers to every item of `box`."""
    choices: dict[str, tuple[str, ...]] = {}
    others = OTHERS_EN if meeting.title_en else OTHERS
    for paper in box.papers(meeting):
        choices |= _paper(paper, others, climate)
    return choices


def _paper(paper: Paper, others: Sequence[str], climate: Climate) -> Choices:
    lines = [item.id for item in paper.items if item.form == WRITE_IN]
    written = dict(zip(lines, _names(len(lines), others), strict=True))
    room = paper.at_most - sum(map(len, written.values())) if paper.at_most else MOST
    choices = dict(written)
    for item in paper.items:
        if item.form == WRITE_IN:
            continue
        if item.form == RANKING:
            choices[item.id] = _ranking(item, climate)
        elif item.form == SCORES:
            choices[item.id] = tuple(_score(climate.liked(each.id)) for each in item.options)
        elif paper.says_of_each and item.maximum == 1:
            choices[item.id] = _one_grade(item, climate.approval(item))
        else:
            all_of_them = climate.names_people(item) and _chance.random() < ALL
            choices[item.id] = _some(item, climate.ordered(item, paper), room, all_of_them)
            room -= len(set(choices[item.id]) - {ABSTAIN})
    return within_limits(paper, choices)


def _names(lines: int, others: Sequence[str]) -> list[tuple[str, ...]]:
    """What somebody writes on the lines: nobody is named twice."""
    names = iter(_chance.sample(others, min(lines, len(others))))
    return [(next(names, ""),) if _chance.random() < WRITES else () for _ in range(lines)]


def _undecided(item: PaperItem) -> tuple[str, ...] | None:
    drawn = _chance.random()
    if drawn < OPEN:
        return ()
    if drawn < OPEN + ABSTAINS and item.abstain:
        return (ABSTAIN,)
    return None


def _one_grade(item: PaperItem, approval: float) -> tuple[str, ...]:
    """The first grade, or each later one by the same share of what is left."""
    undecided = _undecided(item)
    if undecided is not None:
        return undecided
    for option in item.options[:-1]:
        if _chance.random() < approval:
            return (option.id,)
    return (item.options[-1].id,)


def _some(item: PaperItem, ordered: Sequence[str], room: int, all_of_them: bool) -> tuple[str, ...]:
    undecided = _undecided(item)
    if undecided is not None or room < item.minimum:
        return undecided or ()
    most = min(item.maximum, room)
    number = most if all_of_them else _chance.randint(max(1, item.minimum), most)
    return tuple(ordered[:number])


def _ranking(item: PaperItem, climate: Climate) -> tuple[str, ...]:
    """Somebody in each place from the first on; the last ones may be empty."""
    number = _chance.randint(item.minimum, min(item.maximum, len(item.options)))
    people = sorted((each.id for each in item.options), key=climate.liked, reverse=True)
    return (*people[:number], *("",) * (item.maximum - number))


def _score(liked: float) -> str:
    """A score as high as somebody is liked, as judges give them."""
    share = min(max(liked, 0.0), 1.0)
    tenths = LOWEST_SCORE + round(share * (HIGHEST_SCORE - LOWEST_SCORE))
    return f"{tenths // 10}.{tenths % 10}"
