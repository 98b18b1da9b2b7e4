"""Writing a record: each step gives the event and the bytes to append, and changes nothing else.

A builder is a value. It knows where the chain ends and what was added since, never all that came
before, so it serves a server that keeps entries in a database (`resume`), a teller who continues a
file (`after`), and anyone who begins a new record (`start`). The order of
`crypto.record.event_order` holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from crypto.canonical import sha256_hex
from crypto.errors import RecordError
from crypto.record.archive import archive_header
from crypto.record.archive_member import Member, MemberKind, member_bytes
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage, next_stage
from crypto.record.event_payload import OwnedPayload, Payload, SetupPayload, SizedTallyPayload
from crypto.record.record import Head, Record


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with the data that it brings into the record, in the order of the archive."""

    event: Event
    data: tuple[bytes, ...] = field(repr=False)

    @property
    def members(self) -> tuple[Member, ...]:
        """The data and then the event, as members of the archive."""
        event = Member(MemberKind.EVENT, self.event.to_bytes())
        return (*(Member(MemberKind.DATA, data) for data in self.data), event)

    def to_bytes(self, timestamp: int) -> bytes:
        """What is appended to an archive begun at `timestamp` (seconds)."""
        return b"".join(member_bytes(member, timestamp) for member in self.members)


def record_bytes(timestamp: int, entries: Iterable[Entry]) -> bytes:
    """The whole archive of a record whose entries are given from the first one on."""
    return archive_header(timestamp) + b"".join(entry.to_bytes(timestamp) for entry in entries)


@dataclass(frozen=True, slots=True)
class RecordBuilder:
    """Where a record ends, and the entries added since the builder was made.

    `owners` have decrypted already, `known` are the hashes of data that the record is known to
    hold; a builder that resumes without them checks against what it adds itself.
    """

    timestamp: int
    head: Head | None
    stage: Stage
    entries: tuple[Entry, ...] = ()
    owners: frozenset[int] = frozenset()
    known: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def start(cls, timestamp: int, election: bytes, trustees: bytes, credentials: bytes) -> Self:
        """A new record with its Setup event; `timestamp` in seconds."""
        texts = (election, trustees, credentials)
        setup = SetupPayload(*(sha256_hex(text) for text in texts))
        empty = cls(timestamp, None, Stage.EMPTY)
        return empty._with(EventType.SETUP, texts, setup)

    @classmethod
    def resume(cls, timestamp: int, head: Head, stage: Stage) -> Self:
        """Go on after `head` without the data that came before."""
        return cls(timestamp, head, stage)

    @classmethod
    def after(cls, record: Record) -> Self:
        """Go on after the last event of a record that was read."""
        owners = frozenset(found.owner for found in record.partial_decryptions)
        known = frozenset(record.members)
        return cls(record.timestamp, record.head, record.stage, (), owners, known)

    def appended_bytes(self) -> bytes:
        """What the added entries append to the archive; a whole archive if it was started here."""
        if self.entries and self.entries[0].event.parent is None:
            return record_bytes(self.timestamp, self.entries)
        return b"".join(entry.to_bytes(self.timestamp) for entry in self.entries)

    def add_ballots(self, ballots: Iterable[bytes]) -> Self:
        """Seal ballots, each its exact text, in the order given."""
        entries, known, head, stage = list(self.entries), set(self.known), self.head, self.stage
        for ballot in ballots:
            stage = next_stage(stage, EventType.BALLOT)
            entry = _entry(head, EventType.BALLOT, (ballot,), known)
            entries.append(entry)
            head = Head(entry.event.height, entry.event.hash)
        return replace(self, entries=tuple(entries), known=frozenset(known), head=head, stage=stage)

    def end_ballots(self) -> Self:
        """Close the box."""
        return self._with(EventType.END_BALLOTS)

    def add_encrypted_tally(self, tally: bytes, *, num_tallied: int, total_weight: int) -> Self:
        """Add the encrypted tally with the number of its ballots and their total weight."""
        payload = SizedTallyPayload(num_tallied, total_weight, sha256_hex(tally))
        return self._with(EventType.ENCRYPTED_TALLY, (tally,), payload)

    def add_shuffle(self, owner: int, shuffle: bytes) -> Self:
        """Add a shuffle by the owner of this number (from 1)."""
        return self._with(EventType.SHUFFLE, (shuffle,), OwnedPayload(owner, sha256_hex(shuffle)))

    def end_shuffles(self) -> Self:
        """End the shuffles."""
        return self._with(EventType.END_SHUFFLES)

    def add_partial_decryption(self, owner: int, decryption: bytes) -> Self:
        """Add a partial decryption by the owner of this number (from 1), who has none yet."""
        if owner in self.owners:
            raise RecordError("owner-repeated", f"owner {owner} has decrypted already")
        payload = OwnedPayload(owner, sha256_hex(decryption))
        added = self._with(EventType.PARTIAL_DECRYPTION, (decryption,), payload)
        return replace(added, owners=self.owners | {owner})

    def add_result(self, result: bytes) -> Self:
        """Add the result, which finishes the record."""
        return self._with(EventType.RESULT, (result,))

    def _with(
        self, kind: EventType, data: tuple[bytes, ...] = (), payload: Payload | None = None
    ) -> Self:
        """This builder with one entry more; a payload that refers to the data comes after it."""
        stage, known = next_stage(self.stage, kind), set(self.known)
        if payload is not None:
            data = (*data, payload.to_bytes())
        entry = _entry(self.head, kind, data, known)
        return replace(
            self,
            entries=(*self.entries, entry),
            head=Head(entry.event.height, entry.event.hash),
            stage=stage,
            known=frozenset(known),
        )


def _entry(head: Head | None, kind: EventType, data: tuple[bytes, ...], known: set[str]) -> Entry:
    """The entry after `head`, whose payload is the last piece of data; its data becomes known.

    Raises RecordError `data-reused` when the record holds one of the pieces already.
    """
    names = [sha256_hex(piece) for piece in data]
    for name in names:
        if name in known:
            raise RecordError("data-reused", f"the record holds data {name} already")
        known.add(name)
    payload = names[-1] if names else None
    parent, height = (head.hash, head.size) if head else (None, 0)
    return Entry(Event(parent, height, kind, payload), data)
