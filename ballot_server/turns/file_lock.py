"""The lock on an open file, waited for in turn and never without an end.

The system releases it when the process that holds it ends, however it went. One that was stopped
(Ctrl-Z) holds it all the while.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time


def lock(file: int, until: float) -> None:
    """Hold the lock on an open file, alone, from now until `release`.

    Raises TimeoutError when it is not ours at `until`, on the monotonic clock; OSError where the
    system has no such lock. The caller then closes its descriptor.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _Waiting(os.dup(file)).wait(until)


def release(file: int) -> None:
    """Let the lock go and close the file."""
    fcntl.flock(file, fcntl.LOCK_UN)  # also where a child process has the file open too
    os.close(file)


class _Waiting:
    """Waits for a locked file in a thread of its own: the system's queue is fair, but has no end.

    `file` is a descriptor of its own for the same opened file. Who gave up has released it, or this
    thread does when its turn comes after all.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._changing = threading.Lock()
        self._ended = threading.Event()
        self._given_up = False
        self._error: OSError | None = None

    def wait(self, until: float) -> None:
        """Hold the file. Raises TimeoutError, OSError."""
        held = False
        try:
            threading.Thread(target=self._wait, daemon=True).start()
            held = self._ended.wait(max(0, until - time.monotonic())) and self._error is None
        except RuntimeError as error:  # no thread can be had
            self._ended.set()
            raise TimeoutError from error
        finally:
            if held:
                os.close(self._file)  # the caller's descriptor holds the lock too
            else:
                self._give_up()
        if self._error is not None:
            raise self._error
        if not held:
            raise TimeoutError

    def _wait(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError as error:
            self._error = error
        with self._changing:
            self._ended.set()
            if self._given_up:
                release(self._file)

    def _give_up(self) -> None:
        with self._changing:
            self._given_up = True
            if self._ended.is_set():
                release(self._file)
