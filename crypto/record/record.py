"""The record of one box: an archive read as a chain of events (Belenios specification 2.0, 4.4).

`scan_record` checks everything that can be told without the protocol's arithmetic, and goes on
after a problem so as to list them all:

- the archive itself (`crypto.record.archive`), first;
- the chain: each event names the hash of the one before it, heights count from 0;
- the order of events (`crypto.record.event_order`), and no owner decrypts twice;
- each event's data stands right before it, in the one order in which its hashes refer to it
  (for Setup: election, trustees, credentials, then the payload): nothing is missing, comes after
  its event, serves two events, or is referred to by none.

A box is named by the hash of its Setup event. Proofs, ballots and figures are not looked at here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.errors import RecordError, Refused
from crypto.place import EventAt, Place
from crypto.record.archive import Archive, scan_archive
from crypto.record.archive_member import Member
from crypto.record.chain_scan import RecordedEvent, scan_chain
from crypto.record.event import EventType
from crypto.record.event_order import Stage
from crypto.record.event_payload import OwnedPayload, SetupPayload, SizedTallyPayload
from crypto.record.stored import Source


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a chain: its height, and the hash that stands for all before it."""

    height: int
    hash: str

    @property
    def size(self) -> int:
        """The number of events up to this one."""
        return self.height + 1


@dataclass(frozen=True, slots=True)
class RecordedBallot:
    """A sealed ballot: the member that holds its exact text, and its event."""

    member: Member
    height: int
    event: RecordedEvent

    @property
    def data(self) -> bytes:
        """The exact text, read from where the record is stored."""
        return self.member.data


@dataclass(frozen=True, slots=True)
class OwnedData:
    """A shuffle or a partial decryption: its exact text, who is said to have made it, its event.

    The archive does not authenticate owners; signed acts beside it do (`crypto.trustees.act`).
    """

    owner: int
    data: bytes = field(repr=False)
    event: RecordedEvent


@dataclass(frozen=True, slots=True)
class Record:
    """A record whose Setup is whole. After a scan with problems, what is damaged is left out."""

    archive: Archive = field(repr=False)
    setup: SetupPayload
    setup_hash: str
    """The box's name: the hash of its Setup event."""
    events: tuple[RecordedEvent, ...] = field(repr=False)
    stage: Stage
    members: Mapping[str, Member] = field(repr=False)
    """Every intact piece of data by its hash."""

    @property
    def timestamp(self) -> int:
        """When the archive was begun, in seconds, as it says itself."""
        return self.archive.timestamp

    @property
    def head(self) -> Head:
        """The last event."""
        last = self.events[-1]
        return Head(last.event.height, last.hash)

    @property
    def finished(self) -> bool:
        """Whether the record holds its Result; one that does not is unfinished, not faulty."""
        return self.stage is Stage.FINISHED

    @property
    def election_bytes(self) -> bytes:
        """The election's exact text."""
        return self.members[self.setup.election].data

    @property
    def trustees_bytes(self) -> bytes:
        """The trustees' exact text."""
        return self.members[self.setup.trustees].data

    @property
    def credentials_bytes(self) -> bytes:
        """The exact text of the list of public credentials."""
        return self.members[self.setup.credentials].data

    @property
    def ballots(self) -> tuple[RecordedBallot, ...]:
        """The ballots in the order of the chain."""
        return tuple(
            RecordedBallot(self.members[name], found.event.height, found)
            for found in self._events(EventType.BALLOT)
            if (name := found.event.payload) in self.members and name is not None
        )

    @property
    def sized_tally(self) -> SizedTallyPayload | None:
        """The figures that EncryptedTally states, if there is one."""
        for found in self._events(EventType.ENCRYPTED_TALLY):
            if isinstance(found.payload, SizedTallyPayload):
                return found.payload
        return None

    @property
    def encrypted_tally_bytes(self) -> bytes | None:
        """The exact text of the encrypted tally, if there is one."""
        sized = self.sized_tally
        return None if sized is None else self._text(sized.encrypted_tally)

    @property
    def opening_head(self) -> str | None:
        """The hash of what is opened: the last EndShuffles event, else the EncryptedTally event."""
        for kind in (EventType.END_SHUFFLES, EventType.ENCRYPTED_TALLY):
            if found := self._events(kind):
                return found[-1].hash
        return None

    @property
    def shuffles(self) -> tuple[OwnedData, ...]:
        """The shuffles in the order of the chain."""
        return self._owned(EventType.SHUFFLE)

    @property
    def partial_decryptions(self) -> tuple[OwnedData, ...]:
        """The partial decryptions in the order of the chain."""
        return self._owned(EventType.PARTIAL_DECRYPTION)

    @property
    def result_bytes(self) -> bytes | None:
        """The exact text of the result, if there is one."""
        for found in self._events(EventType.RESULT):
            return self._text(found.event.payload or "")
        return None

    def _text(self, name: str) -> bytes | None:
        member = self.members.get(name)
        return None if member is None else member.data

    def _events(self, kind: EventType) -> list[RecordedEvent]:
        return [found for found in self.events if found.event.type is kind]

    def _owned(self, kind: EventType) -> tuple[OwnedData, ...]:
        return tuple(
            OwnedData(found.payload.owner, self.members[found.payload.payload].data, found)
            for found in self._events(kind)
            if isinstance(found.payload, OwnedPayload) and found.payload.payload in self.members
        )


def read_record(data: Source) -> Record:
    """The record in these bytes; raises Refused with the place of the first problem.

    A record that ends early is read; its `stage` and `finished` say so.
    """
    record, problems = scan_record(data)
    if problems or record is None:
        raise problems[0]
    return record


def scan_record(data: Source) -> tuple[Record | None, list[Refused]]:
    """What is readable of the record in these bytes, and every problem with its place.

    The problems of the archive come first, then those of the chain, each in the order of the file.
    The record is None when its Setup event, its payload or a text it refers to cannot be read.
    """
    archive, problems = scan_archive(data)
    chain = scan_chain(archive.members)
    problems += chain.problems
    texts = {member.hash: member for member in archive.members if member.kind == "data"}
    for found in chain.events:
        setup = found.payload
        if isinstance(setup, SetupPayload) and all(name in texts for name in setup.references):
            events = tuple(chain.events)
            return Record(archive, setup, found.hash, events, chain.stage, texts), problems
    detail = "there is no whole Setup: its event, its payload and the texts it refers to"
    problems.append(RecordError("setup-missing", detail, where=Place((EventAt(0),))))
    return None, problems
