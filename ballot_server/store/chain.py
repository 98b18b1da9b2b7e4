"""The stored hash chain of a box: finding its end and putting events after it.

The order of events is `crypto.record.event_order`'s; here it is kept in the database. Nothing is
ever changed or taken away, only appended, inside the transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import BoxUnknown, ChainDamaged
from ballot_server.store.models import BoxRow, DataRow, EventRow, WaitingBallot
from crypto.canonical import sha256_hex
from crypto.errors import ParseError
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage
from crypto.record.event_payload import PAYLOADS
from crypto.record.record import Head
from crypto.record.record_builder import Entry, RecordBuilder

# How many events besides Setup and the ballots a chain of this stage has.
_CLOSING_EVENTS = {Stage.VOTING: 0, Stage.CLOSED: 1, Stage.TALLIED: 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a box stands: `size` events, the hash of the last one, ballots sealed and waiting."""

    stage: Stage
    size: int
    head: str
    sealed: int
    waiting: int

    @property
    def accepted(self) -> int:
        """How many ballots the box has accepted."""
        return self.sealed + self.waiting


def find_box(session: Session, box_id: str) -> BoxRow:
    """The box; raises BoxUnknown."""
    row = session.get(BoxRow, box_id)
    if row is None:
        raise BoxUnknown
    return row


def lock_box(session: Session, box_id: str) -> BoxRow:
    """The box, kept from every other writer until the transaction ends.

    On SQLite the transaction itself does that; elsewhere the row lock. Raises BoxUnknown.
    """
    row = session.get(BoxRow, box_id, with_for_update=True)
    if row is None:
        raise BoxUnknown
    return row


def all_boxes(session: Session) -> tuple[BoxRow, ...]:
    """Every box in the order of the meeting's definition."""
    return tuple(session.scalars(select(BoxRow).order_by(BoxRow.place)))


def standing(session: Session, box_id: str) -> Standing:
    """Where the chain of a loaded box ends, and how many ballots it has."""
    last = session.scalars(
        select(EventRow).where(EventRow.box_id == box_id).order_by(EventRow.height.desc()).limit(1)
    ).one()
    waiting = session.scalar(
        select(func.count()).select_from(WaitingBallot).where(WaitingBallot.box_id == box_id)
    )
    stage = _stage_after(EventType(last.type))
    sealed = last.height - _CLOSING_EVENTS[stage]
    return Standing(stage, last.height + 1, last.hash, sealed, waiting or 0)


def builder(session: Session, row: BoxRow) -> RecordBuilder:
    """A builder that goes on after the last stored event."""
    end = standing(session, row.id)
    return RecordBuilder.resume(row.timestamp, Head(end.size - 1, end.head), end.stage)


def store(session: Session, box_id: str, entries: Iterable[Entry]) -> None:
    """Store events with their data, in the order in which they were built."""
    for entry in entries:
        event = entry.event
        for content in entry.data:
            session.add(DataRow(box_id=box_id, hash=sha256_hex(content), content=content))
        session.add(
            EventRow(
                box_id=box_id,
                height=event.height,
                hash=event.hash,
                type=event.type.value,
                payload=event.payload,
            )
        )
    session.flush()


def entries(session: Session, box_id: str) -> Iterator[Entry]:
    """The stored chain from its Setup on, each event with the data it brings.

    Every hash is computed again on the way; raises ChainDamaged.
    """
    for event in events(session, box_id):
        try:
            brought = _brought(session, box_id, event)
        except (NoResultFound, ParseError) as error:
            raise ChainDamaged(box=box_id, height=event.height) from error
        yield Entry(event, brought)


def events(session: Session, box_id: str, start: int = 0) -> Iterator[Event]:
    """The stored events from the one at height `start` on, to the newest.

    Every hash is computed again on the way; raises ChainDamaged.
    """
    before = session.get(EventRow, (box_id, start - 1))
    parent = None if before is None else before.hash
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.box_id == box_id, EventRow.height >= start)
        .order_by(EventRow.height)
    )
    for row in rows:
        event = Event(parent, row.height, EventType(row.type), row.payload)
        if event.hash != row.hash:
            raise ChainDamaged(box=box_id, height=row.height)
        yield event
        parent = row.hash


def _brought(session: Session, box_id: str, event: Event) -> tuple[bytes, ...]:
    if event.payload is None:
        return ()
    payload = data(session, box_id, event.payload)
    reader = PAYLOADS.get(event.type)
    references = () if reader is None else reader.parse(payload).references
    return (*(data(session, box_id, each) for each in references), payload)


def data(session: Session, box_id: str, digest: str) -> bytes:
    """The piece of the record that has this SHA-256. Raises NoResultFound."""
    content = session.get_one(DataRow, (box_id, digest)).content
    if sha256_hex(content) != digest:
        raise NoResultFound("the stored data has another hash than its name")
    return content


def _stage_after(kind: EventType) -> Stage:
    if kind in {EventType.SETUP, EventType.BALLOT}:
        return Stage.VOTING
    return Stage.CLOSED if kind is EventType.END_BALLOTS else Stage.TALLIED
