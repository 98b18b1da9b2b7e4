"""The receipts that this kiosk got for its voters, until it has found their ballots in the record.

They are kept in memory alone, sorted by fingerprint: no order of casting, no time, nothing that is
not public once the box is closed, and nothing of voters, slips or choices. Once a box is closed all
its events are fetched (never a proof of one ballot, which would tell the server what this kiosk
holds) and held against the server's signed checkpoint; then each ballot must be among them. What
was found is forgotten, and only how many there were is left; what is missing stays as evidence. A
kiosk that was started again has none of before: it says so by its number alone.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from crypto.board.checkpoint import Checkpoint, event_leaf
from crypto.board.frontier import Frontier
from crypto.board.receipt import Receipt
from crypto.canonical import sha256_hex
from crypto.errors import RecordError
from crypto.record.event import Event, EventType


@dataclass(frozen=True, slots=True, order=True)
class KeptReceipt:
    """The server's word for a ballot, without the checkpoint that came with it.

    `digest` is the SHA-256 of the ballot's text, by which its event names it.
    """

    fingerprint: str
    signature: str = field(compare=False)
    digest: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of all receipts: how many there were, how many were found, which are missing.

    `waiting` of them are of boxes that are open, or could not be looked at yet.
    """

    found: int
    waiting: int
    missing: tuple[Receipt, ...]

    @property
    def all(self) -> int:
        """How many receipts this kiosk got since its start."""
        return self.found + self.waiting + len(self.missing)


class KeptReceipts:
    """All of them by box, for all threads."""

    def __init__(self) -> None:
        self._kept: dict[str, list[KeptReceipt]] = {}
        self._found: dict[str, int] = {}
        self._missing: dict[str, tuple[Receipt, ...]] = {}
        self._turn = threading.Lock()

    def keep(self, box_id: str, receipt: Receipt, text: str) -> None:
        """Keep the receipt of a ballot of this text, once."""
        kept = KeptReceipt(receipt.fingerprint, receipt.signature, sha256_hex(text))
        with self._turn:
            listed = self._kept.setdefault(box_id, [])
            if kept not in listed:
                insort(listed, kept)

    def boxes(self) -> tuple[str, ...]:
        """The boxes whose ballots were not looked for yet."""
        with self._turn:
            return tuple(sorted(box_id for box_id, listed in self._kept.items() if listed))

    def unlooked(self, closed: Container[str]) -> int:
        """How many there are of boxes that are closed, and were not looked for yet."""
        with self._turn:
            return sum(len(listed) for box_id, listed in self._kept.items() if box_id in closed)

    def look(self, box_id: str, setup: str, events: Iterable[Event], checkpoint: str) -> None:
        """Look for each ballot among the events of a closed box, which `check_events` has checked.

        `checkpoint` is the signed note over them: it goes into the receipts of what is missing.
        """
        sealed = {each.payload for each in events if each.type is EventType.BALLOT}
        with self._turn:
            listed = self._kept.pop(box_id, [])
            missing = tuple(
                Receipt(setup, each.fingerprint, each.signature, checkpoint)
                for each in listed
                if each.digest not in sealed
            )
            self._missing[box_id] = (*self._missing.get(box_id, ()), *missing)
            self._found[box_id] = self._found.get(box_id, 0) + len(listed) - len(missing)

    def looked(self) -> Looked:
        """How it stands."""
        with self._turn:
            return Looked(
                sum(self._found.values()),
                sum(len(listed) for listed in self._kept.values()),
                tuple(each for missing in self._missing.values() for each in missing),
            )


def check_events(data: bytes, setup: str, checkpoint: Checkpoint) -> tuple[Event, ...]:
    """The events of a closed box, one a line, from the Setup of this hash to the signed state.

    Raises ParseError, or RecordError: `chain-broken`, `checkpoint-root` or `box-not-closed`.
    """
    events = tuple(Event.parse(line) for line in data.splitlines())
    parent: str | None = None
    for height, event in enumerate(events):
        if (event.parent, event.height) != (parent, height):
            raise RecordError("chain-broken", "an event does not follow the one before it")
        parent = event.hash
    if not events or events[0].hash != setup:
        raise RecordError("chain-broken", "the chain begins with another Setup")
    tree = Frontier().extended(map(event_leaf, events))
    if (tree.size, tree.root) != (checkpoint.size, checkpoint.root):
        raise RecordError("checkpoint-root", "these are not the events that the server signed")
    if all(event.type is not EventType.END_BALLOTS for event in events):
        raise RecordError("box-not-closed", "no event ends the ballots")
    return events
