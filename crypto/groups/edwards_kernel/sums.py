"""Sums of multiples as values: what is asked of a batch, and how a request becomes that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

from crypto.groups.edwards_kernel.curve import ORDER

MOST_POINTS: Final = 16
"""Points in one sum of the program."""

Multiple: TypeAlias = tuple[bytes, bytes]
"""The encoding of a point, and a scalar below ORDER in 32 bytes, lowest first."""


_OPPOSITE = frozenset({-1, ORDER - 1})

Terms: TypeAlias = Sequence[tuple[bytes, int]]
"""Encodings of points of the subgroup, and what each is multiplied by: any integers."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of multiples: of at most MOST_POINTS `points`, and of fixed `bases`."""

    points: Sequence[Multiple]
    bases: Sequence[Multiple]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another implementation: whether an encoding is that of a point of the subgroup, and sums."""

    valid: Callable[[bytes], bool]
    combined: Callable[[Sum], bytes]


@dataclass(frozen=True, slots=True)
class Plan:
    """A request as sums of multiples, and points that are added or subtracted as they are."""

    parts: list[Sum]
    once: list[bytes]
    minus: list[bytes]

    @classmethod
    def of(cls, terms: Terms, bases: Collection[bytes]) -> Self:
        """Sort the terms; a point among `bases` has a table."""
        once: list[bytes] = []
        minus: list[bytes] = []
        points: list[Multiple] = []
        fixed: dict[bytes, int] = {}
        for point, times in terms:
            if point in bases:
                fixed[point] = fixed.get(point, 0) + times
            elif times == 1:
                once.append(point)
            elif times in _OPPOSITE:
                minus.append(point)
            else:
                points.append((point, (times % ORDER).to_bytes(32, "little")))
        parts = []
        if points or fixed:
            # Sums with the same bases in the same order are computed together.
            of_bases = [
                (base, (fixed[base] % ORDER).to_bytes(32, "little")) for base in sorted(fixed)
            ]
            parts = [Sum(points[:MOST_POINTS], of_bases)]
            for i in range(MOST_POINTS, len(points), MOST_POINTS):
                parts.append(Sum(points[i : i + MOST_POINTS], ()))
        return cls(parts, once, minus)
