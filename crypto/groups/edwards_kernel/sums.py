"""Sums of multiples as values: one of them, and many side by side, as the program computes them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

CHUNK: Final = 1024
"""Sums that are computed together."""
CHUNK_POINTS: Final = 4096
"""Points that these have in all, for each of which there may have to be a table."""

Multiple: TypeAlias = tuple[bytes, int]
"""The encoding of a point of the subgroup, and what it is multiplied by: any integer."""

Terms: TypeAlias = Sequence[Multiple]


class Sum(NamedTuple):
    """A sum of multiples: of at most MOST_POINTS `points`, and of fixed `bases`."""

    points: Sequence[bytes]
    bases: Sequence[bytes]
    scalars: Sequence[int]
    """Any integers: of the points and then of the bases."""

    @property
    def multiples(self) -> list[Multiple]:
        """The terms one by one."""
        return list(zip((*self.points, *self.bases), self.scalars, strict=True))


def sum_of(points: Terms, bases: Terms) -> Sum:
    """The sum of these multiples of points and of bases."""
    scalars = [times for _, times in (*points, *bases)]
    return Sum([point for point, _ in points], [base for base, _ in bases], scalars)


class Alike:
    """Sums of one shape, one after another: of `count` points each, and of the same `bases`."""

    __slots__ = ("bases", "count", "indices", "points", "scalars")

    def __init__(self, count: int, bases: tuple[bytes, ...]) -> None:
        self.count = count
        self.bases = bases
        self.indices: list[int] = []
        """Which of all sums they are, in ascending order."""
        self.points: list[bytes] = []
        self.scalars: list[int] = []

    def sum_at(self, place: int) -> Sum:
        """The sum at this place among them."""
        points, scalars = self.count, self.count + len(self.bases)
        return Sum(
            self.points[place * points :][:points],
            self.bases,
            self.scalars[place * scalars :][:scalars],
        )


class Sums:
    """Sums that are computed together, those of one shape side by side."""

    def __init__(self, sums: Iterable[Sum] = ()) -> None:
        self._alike: dict[tuple[int, tuple[bytes, ...]], Alike] = {}
        self._size = self._points = 0
        for each in sums:
            self.add(*each)

    def add(self, points: Sequence[bytes], bases: Iterable[bytes], scalars: Sequence[int]) -> None:
        """One more: see `Sum`."""
        shape = len(points), tuple(bases)
        alike = self._alike.get(shape)
        if alike is None:
            alike = self._alike[shape] = Alike(*shape)
        alike.indices.append(self._size)
        alike.points += points
        alike.scalars += scalars
        self._size += 1
        self._points += len(points)

    @property
    def alike(self) -> Collection[Alike]:
        """All of them, shape by shape."""
        return self._alike.values()

    @property
    def are_enough(self) -> bool:
        """Whether no more of them should be computed together."""
        return self._size >= CHUNK or self._points >= CHUNK_POINTS

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> Sum:
        for alike in self.alike:
            place = bisect_left(alike.indices, index)
            if alike.indices[place : place + 1] == [index]:
                return alike.sum_at(place)
        raise IndexError(index)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another implementation: whether an encoding is that of a point of the subgroup, and sums."""

    valid: Callable[[bytes], bool]
    combined: Callable[[Sum], bytes]
