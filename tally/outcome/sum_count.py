"""The count of boxes that were opened as one, and which counts a round is made of."""

from __future__ import annotations

from dataclasses import dataclass

from tally.outcome.box_count import BoxCount


@dataclass(frozen=True, slots=True)
class SumCount:
    """What came out of several boxes together: `count` is that of all of them as one box.

    Its box is a pooled one (`pooled`), its `setup` the hash of the sum, `closing` and `head` those
    of its opening. `parts` are the boxes themselves, of which nothing but their ballots is known.
    """

    count: BoxCount
    parts: tuple[BoxCount, ...]


def counted(boxes: tuple[BoxCount, ...], sums: tuple[SumCount, ...]) -> list[SumCount]:
    """What is counted apart in a round: each box by itself, but those of a sum as one.

    A sum stands where its first box does.
    """
    sum_of = {part.box.id: sum_ for sum_ in sums for part in sum_.parts}
    units = [sum_of.get(count.box.id) or SumCount(count, (count,)) for count in boxes]
    return [unit for at, unit in enumerate(units) if unit not in units[:at]]
