"""Sums of multiples as values: what is asked of a batch, and how a request becomes that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from crypto.groups.edwards_kernel.curve import ORDER

_MINUS_ONE: Final = ORDER - 1

MOST_POINTS: Final = 16
"""Points in one sum of the program."""

Multiple: TypeAlias = tuple[bytes, bytes]
"""The encoding of a point, and a scalar below ORDER in 32 bytes, lowest first."""

Terms: TypeAlias = Sequence[tuple[bytes, int]]
"""Encodings of points of the subgroup, and what each is multiplied by: any integers."""


class Sum(NamedTuple):
    """A sum of multiples: of at most MOST_POINTS `points`, and of fixed `bases`."""

    points: Sequence[Multiple]
    bases: Sequence[Multiple]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another implementation: whether an encoding is that of a point of the subgroup, and sums."""

    valid: Callable[[bytes], bool]
    combined: Callable[[Sum], bytes]


class Plan(NamedTuple):
    """A request as sums of multiples, and points that are added or subtracted as they are."""

    parts: list[Sum]
    once: list[bytes]
    minus: list[bytes]


def planned(terms: Terms, bases: Collection[bytes]) -> Plan:
    """Sort the terms of a request; a point among `bases` has a table."""
    once: list[bytes] = []
    minus: list[bytes] = []
    points: list[Multiple] = []
    fixed: dict[bytes, int] = {}
    for point, times in terms:
        if point in bases:
            fixed[point] = fixed.get(point, 0) + times
        elif times == 1:
            once.append(point)
        elif (scalar := times % ORDER) == _MINUS_ONE:
            minus.append(point)
        else:
            points.append((point, scalar.to_bytes(32, "little")))
    # Sums with the same bases in the same order are computed together.
    of_bases = [(base, (fixed[base] % ORDER).to_bytes(32, "little")) for base in sorted(fixed)]
    if len(points) > MOST_POINTS:
        pieces = [points[i : i + MOST_POINTS] for i in range(0, len(points), MOST_POINTS)]
        parts = [Sum(pieces[0], of_bases), *(Sum(piece, ()) for piece in pieces[1:])]
    else:
        parts = [Sum(points, of_bases)] if points or fixed else []
    return Plan(parts, once, minus)
