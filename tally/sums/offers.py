"""Which boxes could be opened together, where one of them is too small to be opened alone.

Small boxes together come first, so that no large one loses its own count; among those, the sums
that leave fewest small boxes out, then the smallest. Where all small ones together are still too
few, one large box joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from crypto.record.record import Record
from meeting.definition.meeting import Box, Meeting
from tally.opening.work_folder import WorkFolder
from tally.verify.meeting.sum_definition import unopened
from tally.verify.meeting.sums import read_sums, sum_of_box
from tally.verify.record.closing import closing_head

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

    def shuffled_first(self, meeting: Meeting) -> bool:
        """Whether these boxes have single answers, to be shuffled before any share is given."""
        return any(item.is_single for item in self.small[0].box.items(meeting))


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


def left_for_ever(work: WorkFolder, ids: Iterable[str]) -> tuple[FreeBox, ...]:
    """The small boxes that no sum could hold any more once the boxes of these ids are one.

    None as long as a box of the round is open: it might join them.
    """
    chosen = set(ids)
    rounds = {work.box(each).round for each in chosen}
    if any(not _closed(record) for box, record in _records(work) if box.round in rounds):
        return ()
    others = [
        one for one in _free_boxes(work) if one.box.round in rounds and one.box.id not in chosen
    ]
    minimum = work.meeting.minimum_group
    if len(others) > 1 and ballots(others) >= minimum:
        return ()
    return tuple(one for one in others if one.ballots < minimum)


def ballots(boxes: Iterable[FreeBox]) -> int:
    """The ballots of several boxes together."""
    return sum(each.ballots for each in boxes)


def _free_boxes(work: WorkFolder) -> Iterator[FreeBox]:
    """The boxes that can still enter a sum; empty ones have nothing to add."""
    sums = read_sums(work.folder)
    for box, record in _records(work):
        free = record.ballots and _closed(record) and unopened(record)
        if free and not sum_of_box(sums, box.id):
            yield FreeBox(box, len(record.ballots))


def _records(work: WorkFolder) -> Iterator[tuple[Box, Record]]:
    """Every record that is here and can be read."""
    for box in work.meeting.boxes():
        scanned = work.scanned(box)
        if scanned is not None and scanned.record is not None and not scanned.problems:
            yield box, scanned.record  # what is wrong with others is said when they are verified


def _closed(record: Record) -> bool:
    return closing_head(record) is not None


def _of_small(small: list[FreeBox], minimum: int) -> list[tuple[FreeBox, ...]]:
    sizes = range(2, len(small) + 1) if len(small) <= _MOST_SMALL else (len(small),)
    enough = [
        boxes for size in sizes for boxes in combinations(small, size) if ballots(boxes) >= minimum
    ]
    return sorted(enough, key=lambda boxes: (-len(boxes), ballots(boxes)))


def _with_large(small: list[FreeBox], large: list[FreeBox]) -> Iterator[tuple[FreeBox, ...]]:
    for each in sorted(large, key=lambda one: one.ballots):
        yield (*small, each)
