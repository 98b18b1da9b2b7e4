"""The Merkle trees of the boxes, for proofs: kept by each process, filled from the stored events.

Nothing about a tree is stored beside the events. What a process remembers belongs to one event
hash, which stands for all events before it; if the database has another event there, the tree is
made anew. A box of ten thousand events takes a megabyte.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ballot_server.store import chain
from crypto.board.checkpoint import event_leaf
from crypto.board.merkle_tree import MerkleTree


@dataclass(slots=True)
class _Grown:
    """A box's tree, and the hash of the event that is its last leaf."""

    tree: MerkleTree = field(default_factory=MerkleTree)
    last: str = ""


class Trees:
    """The trees of all boxes, by box id."""

    def __init__(self) -> None:
        self._grown: dict[str, _Grown] = {}
        self._growing = threading.Lock()

    def of(self, session: Session, box_id: str) -> MerkleTree:
        """The tree over at least all events that the session sees; raises ChainDamaged."""
        with self._growing:
            grown = self._grown.setdefault(box_id, _Grown())
            end = chain.hash_at(session, box_id, grown.tree.size - 1)
            if end is not None and end != grown.last:
                grown = self._grown[box_id] = _Grown()
            for event in chain.events(session, box_id, grown.tree.size):
                grown.tree.append(event_leaf(event))
                grown.last = event.hash
            return grown.tree
