"""Files that lie in memory, not on a disk, and are shared by all workers and commands of a server.

They stand in folders of their own (`ServerConfig.visits`, `.sessions`), outside the database, its
log and every backup, and go when the last server stops. A machine that swaps may write memory to
its disk: the machine of a server has no swap, or an encrypted one.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ballot_server.config import ServerConfig
from ballot_server.turns.file_lock import lock

PATIENCE = 5.0
"""Seconds for which somebody waits for a file: a process that holds it may be suspended."""


class MemoryFolder:
    """One such folder; each file in it is used by one at a time."""

    def __init__(self, config: ServerConfig, folder: Path) -> None:
        self._config = config
        self._folder = folder

    def make(self) -> None:
        """Make it if it is not there; raises OSError, too where it is somebody else's."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if not self.is_ours():
            raise PermissionError

    def is_ours(self) -> bool:
        """Whether the folder is there and belongs to us: others may write beside it."""
        try:
            found = self._folder.lstat()
            owners = {os.geteuid(), self._config.folder.stat().st_uid}
        except OSError:
            return False
        return self._folder.is_dir() and not self._folder.is_symlink() and found.st_uid in owners

    @contextmanager
    def locked(self, name: str, flags: int) -> Iterator[int]:
        """A file of it, open and ours alone until the block ends. Raises OSError, after a while."""
        file = os.open(self._folder / name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            lock(file, time.monotonic() + PATIENCE)
            yield file
        finally:
            os.close(file)

    def wipe(self, name: str) -> None:
        """Overwrite and remove a file."""
        with suppress(OSError):
            file = os.open(self._folder / name, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                with suppress(TimeoutError):  # whoever holds it longer is suspended: it goes anyway
                    lock(file, time.monotonic() + PATIENCE)
                os.pwrite(file, bytes(os.fstat(file).st_size), 0)
            finally:
                os.close(file)
            (self._folder / name).unlink()

    def leave_nothing(self) -> None:
        """Overwrite and remove all of it."""
        if not self.is_ours():
            return
        for path in self._folder.glob("*"):
            self.wipe(path.name)
        shutil.rmtree(self._folder, ignore_errors=True)
