"""Whether a server runs in a folder: every running one holds a lock there that its end releases.

The lock is a shared one on an empty file, so several servers on one folder each hold it; the
system releases it when the last process of a server is gone, however it went.
"""

from __future__ import annotations

import fcntl
import os
import time

from ballot_server.config import ServerConfig

_TRIES = 5
_PAUSE = 0.02
"""Seconds: whoever only asks (`is_running`) holds the lock for less."""


class Running:
    """A server's own hold of the lock; the workers it forks hold it too."""

    def __init__(self, config: ServerConfig) -> None:
        self._path = config.running
        self._file: int | None = None

    def begin(self) -> bool:
        """Take the lock; return whether no other server holds it. Raises OSError."""
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        alone = _is_alone(self._file)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return alone

    def end(self) -> bool:
        """Release the lock; return whether nobody holds it any more."""
        if self._file is None:
            return False
        alone = _is_alone(self._file)
        os.close(self._file)
        self._file = None
        return alone


def is_running(config: ServerConfig) -> bool:
    """Ask whether any server runs in the folder."""
    try:
        file = os.open(config.running, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _is_alone(file: int) -> bool:
    """Whether nobody else holds the lock; it is then held alone."""
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if left:
                time.sleep(_PAUSE)
        else:
            return True
    return False
