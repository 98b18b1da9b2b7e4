"""One writer among all processes on a server's folder, in turn.

A process whose next writer is ready at once would take the lock again before another one wakes.
So there are two: whoever holds `writing.next` is the only one who waits for `writing.lock`, and
lets it go when that is held. The system releases both when a process ends, however it went. One
that was stopped (Ctrl-Z) holds them all the while, so nobody waits without an end.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ballot_server.problems.refusals import (
    BoardProblem,
    DiskNearlyFull,
    StorageBusy,
    StorageFailed,
    StorageReadOnly,
)
from ballot_server.turns.file_lock import lock, release

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
def only_one_writes(folder: Path, seconds: float = 3600.0) -> Iterator[None]:
    """Keep all other processes from writing while the block runs.

    Only one thread of a process may ask at a time. Raises StorageBusy after waiting so many
    seconds, StorageReadOnly, DiskNearlyFull or StorageFailed.
    """
    until = time.monotonic() + seconds
    following = _locked(folder / NEXT, until)
    try:
        writing = _locked(folder / LOCK, until)
    finally:
        release(following)
    try:
        yield
    finally:
        release(writing)


def _locked(path: Path, until: float) -> int:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            lock(file, until)
        except OSError:
            os.close(file)
            raise
    except TimeoutError as error:
        raise StorageBusy from error
    except OSError as error:
        raise _PROBLEMS.get(error.errno, StorageFailed) from error
    return file
