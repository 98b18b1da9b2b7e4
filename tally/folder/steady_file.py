"""A large file of a folder at work: read where it is needed, and each time what it was at first.

The SHA-256 of every piece of it was taken when it was looked through first, together with that of
the whole; whatever is read of it later is read in whole pieces, and compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn, Self

from crypto.record.stored import parts
from meeting.stored_file import StoredFile

_PIECE = 1 << 16
"""Bytes that are compared at once: about what a ballot has, so that little more is read."""


@dataclass(slots=True)
class PieceHashes:
    """The SHA-256 of bytes that go by: of each piece of them, and of all."""

    pieces: list[bytes] = field(default_factory=list)
    _rest: bytes = b""
    """What has gone by since the last whole piece."""
    _whole: hashlib._Hash = field(default_factory=hashlib.sha256)

    def passing(self, data: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, which go by as they are asked for."""
        for part in data:
            self._whole.update(part)
            waiting = self._rest + part
            whole = len(waiting) - len(waiting) % _PIECE
            self.pieces += _hashes(waiting[:whole])
            self._rest = waiting[whole:]
            yield part

    def ended(self) -> str:
        """The SHA-256 of all, in hex, when there are no more."""
        self.pieces += _hashes(self._rest)
        self._rest = b""
        return self._whole.hexdigest()


@dataclass(slots=True, eq=False)
class SteadyFile:
    """A file that is read piece by piece, each being what it was when all were looked through.

    Raises Problem "file-changed" where it is not. `hash` is the SHA-256 of the whole, in hex.
    When the command itself adds to the file, whatever is stored in it stays where it is.
    """

    file: StoredFile
    pieces: list[bytes]
    hash: str

    @classmethod
    def of(cls, file: StoredFile) -> Self:
        """Look a file through."""
        hashes = PieceHashes()
        for _ in hashes.passing(parts(file)):
            pass
        found = hashes.ended()
        return cls(file, hashes.pieces, found)

    def __len__(self) -> int:
        """How many bytes it has."""
        return len(self.file)

    def __getitem__(self, extent: slice, /) -> bytes:
        """These bytes of it."""
        start, end, _step = extent.indices(len(self))
        if start >= end:
            return b""
        first, last = start // _PIECE, (end - 1) // _PIECE
        data = self.file[first * _PIECE : (last + 1) * _PIECE]
        if list(_hashes(data)) != self.pieces[first : last + 1]:
            self.changed()
        return data[start - first * _PIECE : end - first * _PIECE]

    def changed(self) -> NoReturn:
        """Raise Problem "file-changed"."""
        self.file.changed()


def _hashes(data: bytes) -> Iterator[bytes]:
    """The SHA-256 of each piece, of which the last may be shorter."""
    view = memoryview(data)
    for start in range(0, len(data), _PIECE):
        yield hashlib.sha256(view[start : start + _PIECE]).digest()
