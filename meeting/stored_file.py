"""A large file that stays on the disk: pieces of it are read where they are asked for.

Nothing is kept open, so there may be very many; every piece is read from what was opened for it, as
`meeting.files.read_plain` opens, and from a file that is as long as the first time, and as old.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from meeting.files import open_plain, read_bounded, read_plain, unreadable
from meeting.problem import Problem

_HELD = 1_000_000
"""Bytes of a file that is read whole rather than piece by piece."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The file `name` in `folder`, as it was when it was first looked at.

    Raises Problem "file-changed" where it is that one no longer, and "file-unreadable".
    """

    folder: Path
    name: str
    size: int
    modified: int
    """When it was written last, in nanoseconds."""

    def __len__(self) -> int:
        """How many bytes it has."""
        return self.size

    def __getitem__(self, extent: slice, /) -> bytes:
        """These bytes of it."""
        start, end, _step = extent.indices(self.size)
        length = max(0, end - start)
        try:
            data = self._read(start, length)
        except OSError as error:
            raise unreadable(self.folder / self.name, error) from error
        if data is None or len(data) != length:
            self.changed()
        return data

    def _read(self, start: int, length: int) -> bytes | None:
        descriptor = open_plain(self.folder, self.name)
        if descriptor is None:
            return None
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            now = os.fstat(descriptor)
            if (now.st_size, now.st_mtime_ns) != (self.size, self.modified):
                return None
            file.seek(start)
            pieces = []
            while length and (piece := file.read(length)):
                pieces.append(piece)
                length -= len(piece)
        return b"".join(pieces)

    def changed(self) -> NoReturn:
        """Raise Problem "file-changed"."""
        raise Problem(
            "file-changed",
            "Somebody or something has changed this file while it was being read. Nothing follows "
            "from what was read so far. Give the command again.",
            where=str(self.folder / self.name),
        )


def held_or_stored(folder: Path, name: str, limit: int) -> bytes | StoredFile | None:
    """The plain file `name` in `folder`, its bytes if it is small; None if there is none.

    Raises as `meeting.files.read_plain`.
    """
    try:
        descriptor = open_plain(folder, name)
        if descriptor is None:
            return None
        now = os.fstat(descriptor)
        os.close(descriptor)
    except OSError as error:
        raise unreadable(folder / name, error) from error
    if _HELD < now.st_size <= limit:
        return StoredFile(folder, name, now.st_size, now.st_mtime_ns)
    return read_plain(folder, name, limit)


def named_file(path: Path, limit: int) -> bytes | StoredFile:
    """What the file at `path` holds, which whoever gave the command may have named by a link.

    Raises as `meeting.files.read_bounded`.
    """
    if path.is_file():
        real = path.resolve()
        found = held_or_stored(real.parent, real.name, limit)
        if found is not None:
            return found
    return read_bounded(path, limit)
