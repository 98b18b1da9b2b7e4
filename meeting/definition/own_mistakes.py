"""What is particular to each kind of step: a function for each kind is registered here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import singledispatch
from typing import Final, TypeAlias

from meeting.definition.asked_items import asked_items
from meeting.definition.called_item import CalledItem
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path
from meeting.definition.paper import WRITE_IN
from meeting.problem import Problem
from meeting.rules.kinds import AnyStep

MOST_SEATS: Final = 1000
Before: TypeAlias = Mapping[str, AnyStep]
"""The earlier steps, by id."""


@singledispatch
def own_mistakes(step: object, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    """Yield what is particular to the kind of a step."""
    del step, path, meeting, before
    yield from ()


def some(path: Path, number: int) -> Iterator[Mistake]:
    """Check that a list holds something."""
    if not number:
        yield path, Problem("list-empty", "There is nothing in this list.")


def of_before(path: Path, meeting: Meeting) -> Iterator[Mistake]:
    """Check that there is an earlier meeting to take something from."""
    if meeting.continues is None:
        yield (
            path,
            Problem(
                "earlier-none",
                "The step takes what an earlier meeting came to, and this meeting continues none."
                " Such steps stand in the procedure of a [[stages]] of the meeting before.",
            ),
        )


def a_share(path: Path, share: Fraction) -> Iterator[Mistake]:
    """Check that a number is a part of a whole."""
    if not 0 < share <= 1:
        yield (
            path,
            Problem(
                "share-range",
                "{share} is no share; expected is more than 0, and 1 at most, such as {example}.",
                share=share,
                example='"2/3"',
            ),
        )


def zero() -> Problem:
    """The problem of a number that is 0 and makes nothing of all else."""
    return Problem("number-zero", "0 makes nothing of this; expected is a number above 0.")


def lines_there(path: Path, meeting: Meeting, round_id: str, item: str) -> Iterator[Mistake]:
    """Check that names can be written on the paper of an item."""
    asked = asked_items(meeting, round_id, item)
    if asked is None or any(each.form == WRITE_IN for each in asked.paper.items):
        return
    yield (
        path,
        Problem(
            "written-nowhere",
            "The paper of {item} has no line for a name, so that nobody can be written in.",
            item=CalledItem.of(asked, item),
        ),
    )
