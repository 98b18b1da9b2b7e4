"""A chain read in pieces, each in a snapshot of its own, by whoever needs long for all of it.

A snapshot holds the database's log, which grows meanwhile and cannot be emptied; and all ballots of
a box are more than should be held in memory. A chain only grows, so the pieces make one whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ballot_server.store import chain
from ballot_server.store.engine import Store
from crypto.record.archive import archive_header
from crypto.record.archive_member import BLOCK, padding
from crypto.record.record_builder import Entry

_AT_ONCE = 32
"""Events of a piece: with the longest ballots a few megabytes."""


@dataclass(frozen=True, slots=True)
class SteadyChain:
    """The first `size` events of a box, whatever follows them meanwhile.

    `length` is that of the archive made of them, in bytes.
    """

    store: Store
    box_id: str
    timestamp: int
    size: int
    length: int

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """All entries from height `start` on; raises ChainDamaged."""
        for first in range(start, self.size, _AT_ONCE):
            with self.store.reading() as session:
                end = min(first + _AT_ONCE, self.size)
                piece = list(chain.entries(session, self.box_id, first, end))
            yield from piece

    def archive(self) -> Iterator[bytes]:
        """The record that they make, in pieces; raises ChainDamaged."""
        yield archive_header(self.timestamp)
        for entry in self.entries():
            yield entry.to_bytes(self.timestamp)

    def begins(self, record: bytes) -> bool:
        """Whether a record begins with these events; raises ChainDamaged."""
        at = 0
        for piece in self.archive():
            if not record.startswith(piece, at):
                return False
            at += len(piece)
        return True


def steady_chain(store: Store, box_id: str) -> SteadyChain:
    """The chain of a box as it is now. Raises BoxUnknown; ChainDamaged if an event is damaged."""
    with store.reading() as session:
        box = chain.find_box(session, box_id)
        size, length = 0, len(archive_header(box.timestamp))
        for event in chain.events(session, box_id):
            size += 1
            length += _in_archive(len(event.to_bytes()))
        length += sum(map(_in_archive, chain.data_sizes(session, box_id)))
        return SteadyChain(store, box_id, box.timestamp, size, length)


def _in_archive(content: int) -> int:
    """How long the member of an archive is that has so many bytes of content."""
    return BLOCK + content + len(padding(content))
