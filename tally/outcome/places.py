"""Places by a figure, ties kept: equal figures share a place, the next one skips (1, 2, 2, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """One thing's place: its key, its 1-based rank, and whether it shares it."""

    key: str
    rank: int
    tied: bool


def places(figures: list[tuple[str, Fraction]]) -> tuple[RankedPlace, ...]:
    """Places by falling figure, in the order the keys came in; keys are distinct."""
    values = [figure for _, figure in figures]
    return tuple(
        RankedPlace(key, 1 + sum(other > figure for other in values), values.count(figure) > 1)
        for key, figure in figures
    )
