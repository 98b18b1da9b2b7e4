"""What came out of one box, in the words of the meeting: votes per option and abstentions per item.

A Belenios result is one vector of counts per question; with 弃权 the first entry is the blank slot
(specification 4.13). Here the vectors get their items back, and the sums that must hold are
checked. Questions whose answers are opened singly are counted from these (`single_reading`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from crypto.election.visible import RULE
from crypto.groups.embedding import Extracted
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import PaperItem
from tally.outcome.single_count import AnySingleCount
from tally.outcome.single_reading import count_single
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class ItemCount:
    """The count of one item in one or several boxes.

    `valid` ballots = abstentions + those that ticked something; `votes` follow the options.
    """

    valid: int
    abstain: int
    votes: tuple[int, ...]


AnyCount: TypeAlias = ItemCount | AnySingleCount


@dataclass(frozen=True, slots=True)
class BoxCount:
    """One box at the end: how many ballots it holds, and its counts if it was opened.

    `setup` names the box, `closing` is the board fingerprint at its closing, `head` the last event
    of its record; `items` follow `box.items`, and are None for a box that was too small to be
    opened.
    """

    box: Box
    setup: str
    closing: str
    head: str
    ballots: int
    items: tuple[AnyCount, ...] | None


def read_result(
    meeting: Meeting,
    box: Box,
    ballots: int,
    result: tuple[tuple[int, ...], ...],
    singles: Mapping[int, tuple[Extracted, ...]] | None = None,
    lines_rule: int = RULE,
) -> tuple[AnyCount, ...]:
    """Give a box's result vectors their items back; `singles` are its opened single answers.

    Written lines are read by the rule with the number `lines_rule`.

    Raises Problem "result-shape" or "result-sums" for counts that these ballots cannot have.
    """
    items = box.items(meeting)
    if len(result) != len(items):
        raise Problem(
            "result-shape",
            "Questions in the result: {found}; in the papers of this box: {expected}.",
            where=box.id,
            found=len(result),
            expected=len(items),
        )
    opened = singles or {}
    counts: list[AnyCount] = []
    for position, (item, vector) in enumerate(zip(items, result, strict=True)):
        where = f"{box.id} {item.id}"
        count = (
            _read_single(item, ballots, opened.get(position, ()), where, lines_rule)
            if item.is_single
            else _read_item(item, ballots, vector, where)
        )
        sound = not any(_impossible(item, count)) if isinstance(count, ItemCount) else count.sound
        if not sound:
            raise Problem(
                "result-sums",
                "The counts of this item cannot come from the ballots; ballots: {ballots}.",
                where=where,
                ballots=ballots,
            )
        counts.append(count)
    return tuple(counts)


def add(counts: list[ItemCount]) -> ItemCount:
    """The sum of the same item's counts over several boxes; at least one."""
    return ItemCount(
        valid=sum(each.valid for each in counts),
        abstain=sum(each.abstain for each in counts),
        votes=tuple(sum(column) for column in zip(*(each.votes for each in counts), strict=True)),
    )


def _read_single(
    item: PaperItem, ballots: int, answers: tuple[Extracted, ...], where: str, lines_rule: int
) -> AnySingleCount:
    if len(answers) != ballots:
        raise Problem(
            "result-shape",
            "Single answers to this question: {found}; ballots: {expected}.",
            where=where,
            found=len(answers),
            expected=ballots,
        )
    return count_single(item, answers, lines_rule)


def _read_item(item: PaperItem, ballots: int, vector: tuple[int, ...], where: str) -> ItemCount:
    expected = len(item.options) + (1 if item.abstain else 0)
    if len(vector) != expected:
        raise Problem(
            "result-shape",
            "Counts of this question: {found}; its options need {expected}.",
            where=where,
            found=len(vector),
            expected=expected,
        )
    if item.abstain:
        return ItemCount(ballots, vector[0], tuple(vector[1:]))
    return ItemCount(ballots, 0, tuple(vector))


def _impossible(item: PaperItem, count: ItemCount) -> Iterator[bool]:
    """What can never be: an option with more votes than voters, or ticks outside the limits.

    With one tick per ballot this says: options + abstain = valid.
    """
    answered = count.valid - count.abstain
    yield answered < 0 or count.abstain < 0
    yield any(not 0 <= votes <= answered for votes in count.votes)
    yield not item.minimum * answered <= sum(count.votes) <= item.maximum * answered
