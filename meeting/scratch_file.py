"""Bytes that are too many to be held while a command works with them: a file that has no name.

Nobody else can open it, and the system removes it with the command that made it, however that ends.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from meeting.files import unreadable, unwritable


class ScratchFile:
    """Bytes that are added to, then read, in the file system of `folder`, which is there.

    Raises Problem "file-unwritable" or "file-unreadable".
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._size = folder, 0
        try:
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - this one is
        except OSError as error:
            raise unwritable(folder, error) from error

    def __enter__(self) -> Self:
        """Whoever works with it closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, which removes it."""
        self._file.close()

    def add(self, data: bytes) -> None:
        """Put bytes behind those that there are."""
        view = memoryview(data)
        try:
            while view:
                written = os.pwrite(self._file.fileno(), view, self._size)
                self._size += written
                view = view[written:]
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def __len__(self) -> int:
        """How many bytes there are."""
        return self._size

    def __getitem__(self, extent: slice, /) -> bytes:
        """Some of them."""
        start, end, _step = extent.indices(self._size)
        found = bytearray()
        try:
            while start < end and (piece := os.pread(self._file.fileno(), end - start, start)):
                found += piece
                start += len(piece)
        except OSError as error:
            raise unreadable(self._folder, error) from error
        if start < end:
            self.changed()
        return bytes(found)

    def changed(self) -> NoReturn:
        """Raise Problem "file-unreadable": where nobody else can write, the disk is at fault."""
        raise unreadable(self._folder, OSError(errno.EIO, os.strerror(errno.EIO)))
