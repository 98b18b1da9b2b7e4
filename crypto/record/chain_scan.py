"""Following a record's hash chain from its first event, past every fault, to its end.

The rules are listed in `crypto.record.record`. A fault is reported once, with the event's height
and the place of the member it was read from; the scan then goes on from what it found, so that one
fault does not make a fault of all that follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crypto.errors import RecordError, Refused
from crypto.place import EventAt, MemberAt, Part, Place
from crypto.record.archive_member import Member, MemberKind
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage, next_stage, stage_after_fault
from crypto.record.event_payload import PAYLOADS, OwnedPayload, Payload


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event of the chain, its hash, where it stands, and its payload if that refers further."""

    event: Event
    hash: str
    place: Place
    payload: Payload | None


@dataclass(slots=True)
class ChainScan:
    """The result of a scan: the readable events, how far the record got, and every problem."""

    events: list[RecordedEvent] = field(default_factory=list)
    stage: Stage = Stage.EMPTY
    problems: list[Refused] = field(default_factory=list)
    _data: dict[str, Member] = field(default_factory=dict)
    _used: dict[str, Place] = field(default_factory=dict)
    _owners: dict[int, Place] = field(default_factory=dict)

    def _report(self, code: str, detail: str, where: Place) -> None:
        self.problems.append(RecordError(code, detail, where=where))

    def follow(self, members: Iterable[Member]) -> None:
        """Go through the members of an archive, which have distinct names, in file order."""
        members = tuple(members)
        self._data = {found.hash: found for found in members if found.kind is MemberKind.DATA}
        waiting: list[Member] = []
        for member in members:
            if member.kind is MemberKind.DATA:
                waiting.append(member)
            else:
                self._event(member, waiting)
                waiting = []
        for member in waiting:
            self._report("data-unreferenced", "no event follows this data", member.place)

    def _event(self, member: Member, waiting: list[Member]) -> None:
        try:
            event = Event.parse(member.data, where=member.place)
        except Refused as problem:
            self.problems.append(problem)
            return
        where = event_place(event, member)
        self._link(event, where)
        try:
            self.stage = next_stage(self.stage, event.type, where=where)
        except Refused as problem:
            self.problems.append(problem)
            self.stage = stage_after_fault(self.stage, event.type)
        payload = self._payload(event, where)
        references = payload.references if payload else ()
        expected = references if event.payload is None else (*references, event.payload)
        self._bring(expected, waiting, member, where)
        if event.type is EventType.PARTIAL_DECRYPTION and isinstance(payload, OwnedPayload):
            self._owner(payload.owner, where)
        self.events.append(RecordedEvent(event, member.hash, where, payload))

    def _link(self, event: Event, where: Place) -> None:
        """Check that the event names the one before it and counts on from its height."""
        last = self.events[-1] if self.events else None
        height, parent = (last.event.height + 1, last.hash) if last else (0, None)
        if event.height != height:
            self._report("event-height", f"height {event.height}, expected {height}", where)
        if event.parent != parent:
            detail = f"parent {event.parent}, the event before it is {parent}"
            self._report("event-parent", detail, where)

    def _payload(self, event: Event, where: Place) -> Payload | None:
        """The payload, if its type refers to further data and it can be read."""
        reader = PAYLOADS.get(event.type)
        member = self._data.get(event.payload or "")
        if reader is None or member is None:
            return None
        try:
            return reader.parse(member.data, where=where / Part("payload"))
        except Refused as problem:
            self.problems.append(problem)
            return None

    def _bring(
        self, expected: tuple[str, ...], waiting: list[Member], member: Member, where: Place
    ) -> None:
        """Check that the data standing before an event is what it refers to, in that order."""
        standing = [found.hash for found in waiting]
        for name in expected:
            if name not in standing:
                self._absent(name, member, where)
            self._used.setdefault(name, where)
        for found in waiting:
            if found.hash not in expected:
                detail = f"the event after it, {where}, does not refer to this data"
                self._report("data-unreferenced", detail, found.place)
        here = [found for found in waiting if found.hash in expected]
        order = [name for name in expected if name in standing]
        if [found.hash for found in here] != order:
            wrong = next(
                (found for found, name in zip(here, order, strict=False) if found.hash != name),
                here[-1],
            )
            listed = ", ".join(expected)
            self._report("data-order", f"{where} refers to {listed} in this order", wrong.place)

    def _absent(self, name: str, member: Member, where: Place) -> None:
        """Report data that does not stand right before the event that refers to it."""
        found = self._data.get(name)
        if name in self._used:
            detail = f"its data {name} belongs to {self._used[name]} already"
            self._report("data-reused", detail, where)
        elif found is None:
            self._report("data-missing", f"no intact data {name} is in the archive", where)
        elif (found.index or 0) > (member.index or 0):
            detail = f"its data stands after it, at {found.place}"
            self._report("data-after-event", detail, where)
        else:
            detail = f"its data stands before another event, at {found.place}"
            self._report("data-misplaced", detail, where)

    def _owner(self, owner: int, where: Place) -> None:
        """Check that no owner decrypts twice."""
        if owner in self._owners:
            detail = f"owner {owner} has decrypted in {self._owners[owner]} already"
            self._report("owner-repeated", detail, where)
        self._owners.setdefault(owner, where)


def event_place(event: Event, member: Member) -> Place:
    """Where an event stands: its height, and the member it was read from."""
    steps = member.place.steps
    at = steps[0] if steps and isinstance(steps[0], MemberAt) else None
    return Place((EventAt(event.height, at),))


def scan_chain(members: Iterable[Member]) -> ChainScan:
    """Follow the chain through the members of an archive."""
    scan = ChainScan()
    scan.follow(members)
    return scan
