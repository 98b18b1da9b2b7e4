"""What came out of one box, in the words of the meeting: votes per option and abstentions per item.

A Belenios result is one vector of counts per question; with 弃权 the first entry is the blank slot
(specification 4.13). Here the vectors get their items back, and the sums that must hold are
checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition import Box, Meeting
from meeting.paper import PaperItem
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class ItemCount:
    """The count of one item in one or several boxes.

    `valid` ballots = abstentions + those that ticked something; `votes` follow the options.
    """

    valid: int
    abstain: int
    votes: tuple[int, ...]


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
    items: tuple[ItemCount, ...] | None


def read_result(
    meeting: Meeting, box: Box, ballots: int, result: tuple[tuple[int, ...], ...]
) -> tuple[ItemCount, ...]:
    """Give a box's result vectors their items back.

    Raises Problem "result-shape" or "result-sums" for counts that these ballots cannot have.
    """
    items = box.items(meeting)
    if len(result) != len(items):
        raise Problem(
            "result-shape",
            "The result has {found} questions, the papers of this box have {expected}.",
            where=box.id,
            found=len(result),
            expected=len(items),
        )
    counts = tuple(
        _read_item(item, ballots, vector, f"{box.id} {item.id}")
        for item, vector in zip(items, result, strict=True)
    )
    for item, count in zip(items, counts, strict=True):
        if any(_impossible(item, count)):
            raise Problem(
                "result-sums",
                "The counts of this item cannot come from {ballots} ballots.",
                where=f"{box.id} {item.id}",
                ballots=ballots,
            )
    return counts


def add(counts: list[ItemCount]) -> ItemCount:
    """The sum of the same item's counts over several boxes; at least one."""
    return ItemCount(
        valid=sum(each.valid for each in counts),
        abstain=sum(each.abstain for each in counts),
        votes=tuple(sum(column) for column in zip(*(each.votes for each in counts), strict=True)),
    )


def _read_item(item: PaperItem, ballots: int, vector: tuple[int, ...], where: str) -> ItemCount:
    expected = len(item.options) + (1 if item.abstain else 0)
    if len(vector) != expected:
        raise Problem(
            "result-shape",
            "This question has {found} counts, its options need {expected}.",
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
