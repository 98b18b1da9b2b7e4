"""One writer among all processes on a server's folder, in turn.

A process whose next writer is ready at once would take the lock again before another one wakes.
So there are two: whoever holds `writing.next` is the only one who waits for `writing.lock`, and
lets it go when that is held. The system releases both when a process ends, however it went. One
that was stopped (Ctrl-Z) holds them all the while, so nobody waits without an end.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
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
        _release(following)
    try:
        yield
    finally:
        _release(writing)


def _locked(path: Path, until: float) -> int:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _Waiting(file).wait(until)
        except OSError:
            os.close(file)
            raise
    except OSError as error:
        raise _PROBLEMS.get(error.errno, StorageFailed) from error
    return file


class _Waiting:
    """Waits for a locked file in a thread of its own: the system's queue is fair, but has no end.

    Who gave up has closed the file, or this thread does when its turn comes after all.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._changing = threading.Lock()
        self._ended = threading.Event()
        self._given_up = False
        self._error: OSError | None = None

    def wait(self, until: float) -> None:
        """Hold the file. Raises StorageBusy, OSError."""
        held = False
        try:
            threading.Thread(target=self._wait, daemon=True).start()
            held = self._ended.wait(max(0, until - time.monotonic())) and self._error is None
        except RuntimeError as error:  # no thread can be had
            self._ended.set()
            raise StorageBusy from error
        finally:
            if not held:
                self._give_up()
        if self._error is not None:
            raise self._error
        if not held:
            raise StorageBusy

    def _wait(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError as error:
            self._error = error
        with self._changing:
            self._ended.set()
            if self._given_up:
                _release(self._file)

    def _give_up(self) -> None:
        with self._changing:
            self._given_up = True
            if self._ended.is_set():
                _release(self._file)


def _release(file: int) -> None:
    fcntl.flock(file, fcntl.LOCK_UN)  # also where a child process has the file open too
    os.close(file)
