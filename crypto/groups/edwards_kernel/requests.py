"""From what is asked for, products of any powers, to sums that the program computes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from crypto.groups.edwards_kernel.curve import ORDER
from crypto.groups.edwards_kernel.layout import MOST_POINTS
from crypto.groups.edwards_kernel.sums import Sums, Terms

_ONE: Final = 1
_ONE_OR_MINUS_ONE: Final = frozenset({_ONE, -1, ORDER - 1})


class Total(NamedTuple):
    """A request that is not one sum: sums, and points that are added as they are."""

    parts: range
    """Which of all sums."""
    once: list[bytes]
    minus: list[bytes]
    """Points that are subtracted as they are."""


class Plan:
    """The sums that some requests need, and what each request is of them.

    A point among `bases` has a table that is fixed.
    """

    def __init__(self, requests: Iterable[Terms], bases: Collection[bytes]) -> None:
        self.chunks = [Sums()]
        self._size = 0
        self.wanted = [self._planned(terms, bases) for terms in requests]
        """For each request which of all sums it is, or a total."""

    def _planned(self, terms: Terms, bases: Collection[bytes]) -> int | Total:
        points: list[bytes] = []
        scalars: list[int] = []
        fixed: dict[bytes, int] = {}
        once: list[bytes] = []
        minus: list[bytes] = []
        for point, times in terms:
            if point in bases:
                fixed[point] = fixed.get(point, 0) + times
            elif times in _ONE_OR_MINUS_ONE:
                (once if times == _ONE else minus).append(point)
            else:
                points.append(point)
                scalars.append(times)
        if not (once or minus) and len(points) <= MOST_POINTS:
            return self._sum(points, fixed, [*scalars, *fixed.values()])
        first = self._size
        while len(points) > MOST_POINTS:
            self._sum(points[-MOST_POINTS:], (), scalars[-MOST_POINTS:])
            del points[-MOST_POINTS:], scalars[-MOST_POINTS:]
        if points or fixed:
            self._sum(points, fixed, [*scalars, *fixed.values()])
        return Total(range(first, self._size), once, minus)

    def _sum(self, points: Sequence[bytes], bases: Iterable[bytes], scalars: Sequence[int]) -> int:
        """Add a sum to those that are computed; which of all it is."""
        if self.chunks[-1].are_enough:
            self.chunks.append(Sums())
        self.chunks[-1].add(points, bases, scalars)
        self._size += 1
        return self._size - 1
