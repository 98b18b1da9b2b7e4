"""Where the bytes of a record are: in memory, or in a file of which pieces are read when needed.

A record can be larger than what a machine has of memory to spare. Whoever holds a part of one that
is stored elsewhere holds its extent and its SHA-256, and what is read again is compared with it: a
file that somebody changes meanwhile is never taken for the one that was looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, Protocol, TypeAlias

_PIECE = 1 << 20
"""Bytes that are in memory at a time while a whole file is looked through."""


class Stored(Protocol):
    """Bytes that are stored elsewhere."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, extent: slice, /) -> bytes:
        """Some of them, as slices of `bytes` are; what cannot be read is raised."""

    def changed(self) -> NoReturn:
        """Raise that they are not what they were, past everything that makes findings."""


Source: TypeAlias = bytes | Stored


def parts(source: Source, size: int | None = None) -> Iterator[bytes]:
    """The bytes of a source, or the first `size` of them, some at a time."""
    end = len(source) if size is None else min(size, len(source))
    for start in range(0, end, _PIECE):
        yield source[start : min(start + _PIECE, end)]


def alike(one: Source, other: Source) -> bool:
    """Whether two sources have the same bytes as far as both go."""
    size = min(len(one), len(other))
    return all(mine == its for mine, its in zip(parts(one, size), parts(other, size), strict=True))


@dataclass(frozen=True, slots=True)
class Extent:
    """The bytes from `start` to `end` of a source, and the SHA-256 that they were found to have."""

    source: Source = field(repr=False)
    start: int
    end: int
    hash: str

    def __len__(self) -> int:
        """How many bytes there are."""
        return self.end - self.start

    def read(self) -> bytes:
        """The bytes, which are those that were found; raises what `Stored.changed` does."""
        data = self.source[self.start : self.end]
        if not isinstance(self.source, bytes) and hashlib.sha256(data).hexdigest() != self.hash:
            self.source.changed()
        return data


class Window:
    """What is stored elsewhere, looked through from its beginning to its end."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._start, self._piece = 0, b""

    def __len__(self) -> int:
        """How many bytes there are."""
        return len(self._stored)

    def __getitem__(self, extent: slice, /) -> bytes:
        """Some of the bytes; those near the last ones are in memory."""
        start, end, _step = extent.indices(len(self))
        if end - start > _PIECE:
            return self._stored[start:end]
        at = start - self._start
        if not 0 <= at <= at + end - start <= len(self._piece):
            self._start, self._piece, at = start, self._stored[start : start + _PIECE], 0
        return self._piece[at : at + end - start]

    def find(self, byte: int, start: int, end: int) -> int:
        """Where between `start` and `end` this byte stands first; -1 if nowhere."""
        for at in range(start, end, _PIECE):
            found = self[at : min(at + _PIECE, end)].find(byte)
            if found >= 0:
                return at + found
        return -1
