"""One writer among all processes on a server's folder, in turn.

A process whose next writer is ready at once would take the lock again before another one wakes.
So there are two: whoever holds `writing.next` is the only one who waits for `writing.lock`, and
lets it go when that is held. The system releases both when a process ends, however it went.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ballot_server.problems.refusals import (
    BoardProblem,
    DiskNearlyFull,
    StorageFailed,
    StorageReadOnly,
)

NEXT: Final = "writing.next"
LOCK: Final = "writing.lock"

_PROBLEMS: dict[int | None, type[BoardProblem]] = {
    errno.EACCES: StorageReadOnly,
    errno.EPERM: StorageReadOnly,
    errno.EROFS: StorageReadOnly,
    errno.ENOSPC: DiskNearlyFull,
    errno.EDQUOT: DiskNearlyFull,
}


@contextmanager
def only_one_writes(folder: Path) -> Iterator[None]:
    """Keep all other processes from writing while the block runs.

    Only one thread of a process may ask at a time. Raises StorageReadOnly, DiskNearlyFull or
    StorageFailed.
    """
    following = _locked(folder / NEXT)
    try:
        writing = _locked(folder / LOCK)
    finally:
        _release(following)
    try:
        yield
    finally:
        _release(writing)


def _locked(path: Path) -> int:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            os.close(file)
            raise
    except OSError as error:
        raise _PROBLEMS.get(error.errno, StorageFailed) from error
    return file


def _release(file: int) -> None:
    fcntl.flock(file, fcntl.LOCK_UN)  # also where a child process has the file open too
    os.close(file)
