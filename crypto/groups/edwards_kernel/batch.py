"""Many points and many sums at once, in one thread and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Final, TypeVar

from crypto.groups.edwards_kernel.curve import ORDER
from crypto.groups.edwards_kernel.kernel import Kernel, Memory
from crypto.groups.edwards_kernel.layout import ENCODING_BYTES, POINT_BYTES, TABLE_BYTES
from crypto.groups.edwards_kernel.sums import Alike, Sums

T = TypeVar("T")

BLOCK: Final = 256
"""Points whose tables share a piece of memory: 0.7 MB."""
MOST_KEPT: Final = 8192
"""Points whose tables a `Batch` keeps: 22 MB."""
ROWS: Final = 1024
"""Rows of points that are added up together."""


class NotInSubgroupError(ValueError):
    """A sum was asked for whose points are not all points of the subgroup."""


class Batch:
    """What one thread knows of points: which are valid, and the tables of some."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._valid: dict[bytes, bool] = {}
        self._tables = _Tables(kernel)
        self._sums = Memory(0)

    def prepare(self, encodings: Iterable[bytes]) -> list[bytes]:
        """Look at encodings of 32 bytes each; those that were not known yet."""
        new = [each for each in dict.fromkeys(encodings) if each not in self._valid]
        for block in _pieces(new, BLOCK):
            keep = len(self._tables.at) + BLOCK <= MOST_KEPT
            tables = self._tables if keep else _Tables(self._kernel)
            self._valid.update(tables.add(block))
        return new

    def valid(self, encoding: bytes) -> bool | None:
        """Whether it is the canonical encoding of a point of the subgroup, the identity included.

        None if nobody asked `prepare`.
        """
        return self._valid.get(encoding)

    def combine(self, sums: Sums) -> list[bytes]:
        """The encoding of each sum; one without multiples is the identity.

        Points that `prepare` has not seen, or whose tables were too many to keep, get tables for
        this time. Raises `NotInSubgroupError`.
        """
        at, more = self._tables.at, _Tables(self._kernel)
        missing = [point for alike in sums.alike for point in alike.points if point not in at]
        if missing:
            for block in _pieces(list(dict.fromkeys(missing)), BLOCK):
                self._valid.update(more.add(block))
            at = at | more.at
        results = [b""] * len(sums)
        for alike in sums.alike:
            for i, encoding in zip(alike.indices, self._combined(alike, at), strict=True):
                results[i] = encoding
        return results

    def totals(self, rows: Sequence[Sequence[bytes]]) -> list[bytes]:
        """The sum of each row of points.

        Points that have no table are decoded, and nobody is asked whether they are in the subgroup.
        Raises ValueError if one is no point.
        """
        results: list[bytes] = []
        for some in _pieces(rows, ROWS):
            at = self._tables.at
            missing = list({point: None for row in some for point in row if point not in at})
            opened = Memory(self._kernel.room(len(missing), POINT_BYTES))
            if missing:
                if 0 in self._kernel.open(missing, opened.address):
                    msg = "no point has one of these encodings"
                    raise ValueError(msg)
                at = at | dict(
                    zip(missing, _places(opened, len(missing), POINT_BYTES), strict=True)
                )
            results += self._kernel.totals([[at[point] for point in row] for row in some])
        return results

    def _combined(self, alike: Alike, at: dict[bytes, int]) -> list[bytes]:
        kernel, count = self._kernel, len(alike.indices)
        room = kernel.groups(count) * kernel.sum_bytes
        if self._sums.size < room:
            self._sums = Memory(room)
        try:
            tables = [at[point] for point in alike.points]
        except KeyError:
            msg = "a sum of points that are not all points of the subgroup"
            raise NotInSubgroupError(msg) from None
        bases = [kernel.table_of(base) for base in alike.bases]
        kernel.combine(self._sums.address, count, tables, _written(alike.scalars), bases)
        return kernel.encode(self._sums.address, count)


class _Tables:
    """Tables of points, in pieces of memory that never move."""

    def __init__(self, kernel: Kernel) -> None:
        self.at: dict[bytes, int] = {}
        self._kernel = kernel
        self._pieces: list[Memory] = []

    def add(self, encodings: Sequence[bytes]) -> dict[bytes, bool]:
        """Make the tables of those that are valid; whether each is."""
        piece = Memory(self._kernel.room(len(encodings), TABLE_BYTES))
        self._pieces.append(piece)
        valid = self._kernel.prepare(encodings, piece.address)
        places = _places(piece, len(encodings), TABLE_BYTES)
        self.at.update(compress(zip(encodings, places, strict=True), valid))
        return dict(zip(encodings, map(bool, valid), strict=True))


def _written(scalars: Iterable[int]) -> bytes:
    """Scalars as the program reads them: below ORDER, 32 bytes each, lowest first."""
    return b"".join([(each % ORDER).to_bytes(ENCODING_BYTES, "little") for each in scalars])


def _places(memory: Memory, count: int, each: int) -> range:
    """Where things begin that stand one after another."""
    return range(memory.address, memory.address + count * each, each)


def _pieces(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for i in range(0, len(things), size):
        yield things[i : i + size]
