"""The mark of a box: the furthest state that this server ever signed, kept beside its keys.

A database can be set back, by a restored backup for one. A server that then went on signing would
contradict its own checkpoints and receipts. So before anything is signed, its state is written
here and made durable; and nothing is signed that lies behind the mark or beside it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ballot_server.chain import Standing
from ballot_server.config import ServerConfig
from ballot_server.problems import MarkUnreadable
from crypto.canonical import dumps, fields, hex_digest, integer, loads
from crypto.errors import ParseError
from meeting.files import write_atomically

MARK_BYTES = 400
MOST = 2**40


@dataclass(frozen=True, slots=True)
class Mark:
    """A chain of ``size`` events ending in ``head`` was signed, and ``accepted`` ballots."""

    setup: str
    size: int
    head: str
    accepted: int

    def to_bytes(self) -> bytes:
        """Return the canonical JSON text."""
        return dumps(
            {
                "setup": self.setup,
                "size": self.size,
                "head": self.head,
                "accepted": self.accepted,
            }
        ).encode()

    @classmethod
    def of(cls, setup: str, found: Standing) -> Mark:
        """Return the mark of a state that is about to be signed."""
        return cls(setup, found.size, found.head, found.accepted)


def read_mark(config: ServerConfig, box_id: str) -> Mark | None:
    """Return the mark of a box, None if there never was one; raises MarkUnreadable."""
    path = config.mark(box_id)
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        value = fields(loads(text, limit=MARK_BYTES), ("setup", "size", "head", "accepted"))
        return Mark(
            hex_digest(value["setup"], "setup"),
            integer(value["size"], "size", least=1, most=MOST),
            hex_digest(value["head"], "head"),
            integer(value["accepted"], "accepted", least=0, most=MOST),
        )
    except ParseError as error:
        raise MarkUnreadable(box=box_id, where=str(path)) from error


def write_mark(config: ServerConfig, box_id: str, mark: Mark) -> None:
    """Put the mark on the disk; durable when this returns."""
    write_atomically(config.mark(box_id), mark.to_bytes(), mode=0o600)


@contextmanager
def only_one_signs(config: ServerConfig, box_id: str) -> Iterator[None]:
    """Keep every other thread and process from moving the mark of this box."""
    path: Path = config.keys / f"{box_id}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
