"""One command at a time uses a teller's key file.

The lock is taken on an empty file beside the key (`.<name>.lock`), because saving puts a new file
in the key's place. It belongs to the process that holds it and ends with it, however it ends; the
empty file stays, for whoever removed it could remove one that another command just locked.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meeting.system_reasons import system_reason
from tally.problem import Problem

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def key_lock(key: Path) -> Iterator[None]:
    """Keep every other command away from this key file until the block ends; never waits.

    Raises Problem "key-file-in-use", Problem "file-unwritable" where no lock can be made.
    """
    whole = key.resolve()
    path = whole.with_name(f".{whole.name}.lock")
    try:
        descriptor = os.open(path, _FLAGS, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        _lock(descriptor, key, path)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, key: Path, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Problem(
            "key-file-in-use",
            "This key file is in use by another command. Nothing was done. Let the other command "
            "end, then run this one again.",
            where=str(key),
        ) from None
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Problem:
    return Problem(
        "file-unwritable",
        "This file cannot be written: {reason}.",
        where=str(path),
        reason=system_reason(error),
    )
