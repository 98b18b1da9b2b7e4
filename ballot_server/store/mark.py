"""The mark of a box: the furthest state that this server ever signed, kept beside its keys.

A database can be set back, by a restored backup for one. A server that then went on signing would
contradict its own checkpoints and receipts. So before anything is signed, its state is written
here and made durable; and nothing is signed that lies behind the mark or beside it.

With it stands the frontier of the Merkle tree that was signed. The next tree is grown from there
and from nothing else, so every root that this server signs continues every earlier one, whatever
became of the events in the database meanwhile; and those before the mark are never read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import MarkUnreadable, SigningBusy
from ballot_server.turns.file_lock import lock
from crypto.board.frontier import Frontier
from crypto.canonical import array, dumps, fields, hex_digest, integer, item, loads
from crypto.errors import ParseError
from meeting.files import write_atomically

MARK_BYTES = 4096
MOST = 2**40


@dataclass(frozen=True, slots=True)
class Mark:
    """A chain that ends in `head`, with this tree, was signed, and `accepted` ballots."""

    setup: str
    head: str
    accepted: int
    tree: Frontier

    @property
    def size(self) -> int:
        """How many events the chain had."""
        return self.tree.size

    def to_bytes(self) -> bytes:
        """The canonical JSON text."""
        return dumps(
            {
                "setup": self.setup,
                "size": self.size,
                "head": self.head,
                "accepted": self.accepted,
                "tree": [each.hex() for each in self.tree.hashes],
            }
        ).encode()

    @classmethod
    def parse(cls, text: bytes) -> Mark:
        """Read the canonical JSON text; raises ParseError."""
        names = ("setup", "size", "head", "accepted", "tree")
        value = fields(loads(text, limit=MARK_BYTES), names)
        size = integer(value["size"], "size", least=1, most=MOST)
        hashes = array(value["tree"], "tree", least=1, most=MOST.bit_length())
        found = (hex_digest(each, item("tree", place)) for place, each in enumerate(hashes))
        return cls(
            hex_digest(value["setup"], "setup"),
            hex_digest(value["head"], "head"),
            integer(value["accepted"], "accepted", least=0, most=MOST),
            Frontier(size, tuple(map(bytes.fromhex, found))),
        )


def read_mark(config: ServerConfig, box_id: str) -> Mark | None:
    """The mark of a box, None if there never was one; raises MarkUnreadable."""
    path = config.mark(box_id)
    try:
        return Mark.parse(path.read_bytes())
    except FileNotFoundError:
        return None
    except ParseError as error:
        raise MarkUnreadable(box=box_id, where=str(path)) from error


def write_mark(config: ServerConfig, box_id: str, mark: Mark) -> None:
    """Put the mark on the disk; durable when this returns."""
    write_atomically(config.mark(box_id), mark.to_bytes(), mode=0o600)


@contextmanager
def only_one_signs(config: ServerConfig, box_id: str) -> Iterator[None]:
    """Keep every other thread and process from moving the mark of this box.

    Raises SigningBusy after waiting `busy_seconds` for one that was stopped, say.
    """
    path: Path = config.keys / f"{box_id}.lock"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            lock(file, time.monotonic() + config.busy_seconds)
        except TimeoutError as error:
            raise SigningBusy(where=box_id, box=box_id) from error
        yield
    finally:
        os.close(file)
