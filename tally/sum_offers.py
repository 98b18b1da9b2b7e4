"""Which boxes could be opened together, where one of them is too small to be opened alone.

Small boxes together come first, so that no large one loses its own count; among those, the sums
that leave fewest small boxes out, then the smallest. Where all small ones together are still too
few, one large box joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from crypto.errors import Refused
from crypto.record import read_record
from meeting.definition import Box
from tally.verify.sum_definition import unopened
from tally.verify.sums import read_sums, sum_of_box
from tally.work_folder import WorkFolder

_MOST_OFFERS = 3
_MOST_SMALL = 10
"""Of more small boxes in a round, only all of them together are offered."""


@dataclass(frozen=True, slots=True)
class FreeBox:
    """A closed box of which nothing was opened and that is in no sum, and its ballots."""

    box: Box
    ballots: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The boxes of a round that are too small alone, and the sums they could be in, best first.

    A sum's boxes are in the meeting's order.
    """

    small: tuple[FreeBox, ...]
    sums: tuple[tuple[FreeBox, ...], ...]


def offers(work: WorkFolder) -> tuple[Offers, ...]:
    """What can be offered for each round that has boxes too small to be opened alone.

    The records are only read here; they are verified when a sum is opened.
    """
    free = list(_free_boxes(work))
    minimum = work.meeting.minimum_group
    found = []
    for each in work.meeting.rounds:
        of_round = [one for one in free if one.box.round == each]
        small = [one for one in of_round if one.ballots < minimum]
        large = [one for one in of_round if one.ballots >= minimum]
        if small:
            sums = [*_of_small(small, minimum), *_with_large(small, large)]
            ordered = (
                tuple(one for one in of_round if one in boxes) for boxes in sums[:_MOST_OFFERS]
            )
            found.append(Offers(tuple(small), tuple(ordered)))
    return tuple(found)


def ballots(boxes: Iterable[FreeBox]) -> int:
    """The ballots of several boxes together."""
    return sum(each.ballots for each in boxes)


def _free_boxes(work: WorkFolder) -> Iterator[FreeBox]:
    """The boxes that can still enter a sum; empty ones have nothing to add."""
    sums = read_sums(work.folder)
    for box in work.meeting.boxes():
        data = work.folder.files(box).record
        if data is None or sum_of_box(sums, box.id):
            continue
        try:
            record = read_record(data)
        except Refused:
            continue  # what is wrong with it is said when it is verified
        if record.ballots and unopened(record):
            yield FreeBox(box, len(record.ballots))


def _of_small(small: list[FreeBox], minimum: int) -> list[tuple[FreeBox, ...]]:
    sizes = range(2, len(small) + 1) if len(small) <= _MOST_SMALL else (len(small),)
    enough = [
        boxes for size in sizes for boxes in combinations(small, size) if ballots(boxes) >= minimum
    ]
    return sorted(enough, key=lambda boxes: (-len(boxes), ballots(boxes)))


def _with_large(small: list[FreeBox], large: list[FreeBox]) -> Iterator[tuple[FreeBox, ...]]:
    for each in sorted(large, key=lambda one: one.ballots):
        yield (*small, each)
