"""Sums of multiples as values: what is asked of a batch, and how a request becomes that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from crypto.groups.edwards_kernel.curve import ORDER
from crypto.groups.edwards_kernel.layout import MOST_POINTS

_MINUS_ONE: Final = (-1, ORDER - 1)
_SCALAR_BYTES: Final = 32

Multiple: TypeAlias = tuple[bytes, int]
"""The encoding of a point of the subgroup, and what it is multiplied by: any integer."""

Terms: TypeAlias = Sequence[Multiple]


class Sum(NamedTuple):
    """A sum of multiples: of at most MOST_POINTS `points`, and of fixed `bases`."""

    points: Sequence[bytes]
    bases: tuple[bytes, ...]
    scalars: bytes
    """Of the points and then of the bases: below ORDER, 32 bytes each, lowest first."""

    @property
    def multiples(self) -> list[Multiple]:
        """The terms one by one."""
        starts = range(0, len(self.scalars), _SCALAR_BYTES)
        scalars = [self.scalars[i : i + _SCALAR_BYTES] for i in starts]
        return [
            (point, int.from_bytes(scalar, "little"))
            for point, scalar in zip((*self.points, *self.bases), scalars, strict=True)
        ]


def sum_of(points: Terms, bases: Terms) -> Sum:
    """The sum of these multiples of points and of bases."""
    scalars = [_written(times) for _, times in (*points, *bases)]
    return Sum(
        [point for point, _ in points], tuple([base for base, _ in bases]), b"".join(scalars)
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """Another implementation: whether an encoding is that of a point of the subgroup, and sums."""

    valid: Callable[[bytes], bool]
    combined: Callable[[Sum], bytes]


class Plan(NamedTuple):
    """A request that is not one sum: sums of multiples, and points that are added as they are."""

    parts: list[Sum]
    once: list[bytes]
    minus: list[bytes]
    """Points that are subtracted as they are."""


def planned(terms: Terms, bases: Collection[bytes]) -> Sum | Plan:
    """Sort the terms of a request; a point among `bases` has a table."""
    once: list[bytes] = []
    minus: list[bytes] = []
    points: list[bytes] = []
    scalars: list[bytes] = []
    fixed: dict[bytes, int] = {}
    for point, times in terms:
        if point in bases:
            fixed[point] = fixed.get(point, 0) + times
        elif times == 1:
            once.append(point)
        elif times in _MINUS_ONE:
            minus.append(point)
        else:
            points.append(point)
            scalars.append(_written(times))
    parts = []
    while len(points) > MOST_POINTS:
        parts.append(Sum(points[-MOST_POINTS:], (), b"".join(scalars[-MOST_POINTS:])))
        del points[-MOST_POINTS:], scalars[-MOST_POINTS:]
    scalars += map(_written, fixed.values())
    whole = Sum(points, tuple(fixed), b"".join(scalars))
    if not (once or minus or parts):
        return whole
    return Plan([*parts, whole] if scalars else parts, once, minus)


def _written(scalar: int) -> bytes:
    return (scalar % ORDER).to_bytes(_SCALAR_BYTES, "little")
