"""The count that the choices of all voters of a box must lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from demo.opinion import Choices
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import ABSTAIN, RANKING, SCORES, PaperItem

Count = dict[str, Counter[str]]
"""Item id to the number of votes for each option id, `ABSTAIN` among them, or for each name; of
rankings for each `placed`, of scores for each `scored`."""


def placed(person: str, place: int) -> str:
    """Somebody in a place, from 1."""
    return f"{person}:{place}"


def scored(person: str, tenths: int) -> str:
    """Somebody with a score."""
    return f"{person}={tenths}"


def expected_count(meeting: Meeting, box: Box, ballots: Iterable[Choices]) -> Count:
    """The count these choices must lead to.

    An item left open counts as 弃权; an empty line counts as nothing written, `ABSTAIN` here.
    """
    items = {item.id: item for item in box.items(meeting)}
    counts: Count = {name: Counter(_nothing(item)) for name, item in items.items()}
    for choices in ballots:
        for name, answer in choices.items():
            counts[name].update(_counted(items[name], answer))
    return counts


def _nothing(item: PaperItem) -> dict[str, int]:
    none = {} if item.form == SCORES else {ABSTAIN: 0}
    if item.form in (RANKING, SCORES):
        return none
    return {option.id: 0 for option in item.options} | none


def _counted(item: PaperItem, answer: tuple[str, ...]) -> Iterator[str]:
    if item.form == SCORES:
        for option, score in zip(item.options, answer, strict=True):
            yield scored(option.id, int(score.replace(".", "")))
    elif item.form == RANKING:
        for place, person in enumerate(answer, start=1):
            if person:
                yield placed(person, place)
        if not any(answer):
            yield ABSTAIN
    else:
        yield from [each for each in answer if each] or (ABSTAIN,)
