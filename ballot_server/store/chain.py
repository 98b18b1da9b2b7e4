"""The stored hash chain of a box: finding its end and putting events after it.

The order of events is `crypto.record.event_order`'s; here it is kept in the database. Nothing is
ever changed or taken away, only appended, inside the transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import BoxUnknown, ChainDamaged
from ballot_server.store.models import (
    BoxRow,
    DataRow,
    EventRow,
    PoolRow,
    State,
    WaitingBallot,
    table_of,
)
from crypto.canonical import sha256_hex
from crypto.errors import ParseError
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage
from crypto.record.event_payload import PAYLOADS
from crypto.record.record import Head
from crypto.record.record_builder import Entry, RecordBuilder

# How many events besides Setup and the ballots a chain of this stage has.
_CLOSING_EVENTS = {Stage.VOTING: 0, Stage.CLOSED: 1, Stage.TALLIED: 2}


_BOX = table_of(BoxRow).c
_EVENT = table_of(EventRow).c
_DATA = table_of(DataRow).c
_POOL = table_of(PoolRow)
_EARLIER = table_of(WaitingBallot)
_STATE_OF_BOX = select(_BOX.state).where(_BOX.id == bindparam("box"))
_FILLED = select(_POOL.c.filled).where(_POOL.c.box_id == bindparam("box")).scalar_subquery()
_UNMOVED = (
    select(func.count())
    .select_from(_EARLIER)
    .where(_EARLIER.c.box_id == bindparam("box"))
    .scalar_subquery()
)
_IN_POOL = select(_FILLED, _UNMOVED)
_END = (
    select(_EVENT.height, _EVENT.hash, _EVENT.type, _FILLED, _UNMOVED)
    .where(_EVENT.box_id == bindparam("box"))
    .order_by(_EVENT.height.desc())
    .limit(1)
)
_CONTENT = select(_DATA.content).where(
    _DATA.box_id == bindparam("box"), _DATA.hash == bindparam("hash")
)
_HASH = select(_EVENT.hash).where(
    _EVENT.box_id == bindparam("box"), _EVENT.height == bindparam("height")
)
_ADD_DATA = insert(table_of(DataRow))
_ADD_EVENTS = insert(table_of(EventRow))
_ROWS = 500
"""Small rows that are read at once."""


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


def state_of(session: Session, box_id: str) -> State:
    """The state of a box; raises BoxUnknown."""
    found = session.connection().execute(_STATE_OF_BOX, {"box": box_id}).scalar()
    if found is None:
        raise BoxUnknown
    return State(found)


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
    height, head, kind, *pool = session.connection().execute(_END, {"box": box_id}).one()
    stage = _stage_after(EventType(kind))
    return Standing(stage, height + 1, head, height - _CLOSING_EVENTS[stage], _count(*pool))


def waiting(session: Session, box_id: str) -> int:
    """How many ballots of a box wait to be sealed."""
    return _count(*session.connection().execute(_IN_POOL, {"box": box_id}).one())


def builder(session: Session, row: BoxRow) -> RecordBuilder:
    """A builder that goes on after the last stored event."""
    end = standing(session, row.id)
    return RecordBuilder.resume(row.timestamp, Head(end.size - 1, end.head), end.stage)


def store(session: Session, box_id: str, entries: Iterable[Entry]) -> None:
    """Store events with their data, in the order in which they were built."""
    stored = list(entries)
    data = [
        {"box_id": box_id, "hash": sha256_hex(content), "content": content}
        for entry in stored
        for content in entry.data
    ]
    events = [
        {
            "box_id": box_id,
            "height": entry.event.height,
            "hash": entry.event.hash,
            "type": entry.event.type.value,
            "payload": entry.event.payload,
        }
        for entry in stored
    ]
    for statement, rows in ((_ADD_DATA, data), (_ADD_EVENTS, events)):
        if rows:
            session.connection().execute(statement, rows)


def entries(
    session: Session, box_id: str, start: int = 0, end: int | None = None
) -> Iterator[Entry]:
    """The stored chain from the event at height `start` on, each event with the data it brings.

    It goes up to the event before height `end`, or to the newest. Every hash is computed again on
    the way; raises ChainDamaged.
    """
    for event in events(session, box_id, start, end):
        try:
            brought = _brought(session, box_id, event)
        except (NoResultFound, ParseError) as error:
            raise ChainDamaged(box=box_id, height=event.height) from error
        yield Entry(event, brought)


def events(
    session: Session, box_id: str, start: int = 0, end: int | None = None
) -> Iterator[Event]:
    """The stored events from the one at height `start` on, up to before `end` or to the newest.

    Every hash is computed again on the way; raises ChainDamaged.
    """
    parent = hash_at(session, box_id, start - 1)
    asked = (
        select(EventRow.height, EventRow.type, EventRow.payload, EventRow.hash)
        .where(EventRow.box_id == box_id, EventRow.height >= start)
        .order_by(EventRow.height)
    )
    if end is not None:
        asked = asked.where(EventRow.height < end)
    rows = session.execute(asked.execution_options(yield_per=_ROWS))
    for height, kind, payload, digest in rows:
        event = Event(parent, height, EventType(kind), payload)
        if event.hash != digest:
            raise ChainDamaged(box=box_id, height=height)
        yield event
        parent = digest


def hash_at(session: Session, box_id: str, height: int) -> str | None:
    """The hash of the event at a height, None if there is none."""
    asked = {"box": box_id, "height": height}
    found: str | None = session.connection().execute(_HASH, asked).scalar()
    return found


def _brought(session: Session, box_id: str, event: Event) -> tuple[bytes, ...]:
    if event.payload is None:
        return ()
    payload = data(session, box_id, event.payload)
    reader = PAYLOADS.get(event.type)
    references = () if reader is None else reader.parse(payload).references
    return (*(data(session, box_id, each) for each in references), payload)


def data(session: Session, box_id: str, digest: str) -> bytes:
    """The piece of the record that has this SHA-256. Raises NoResultFound."""
    asked = {"box": box_id, "hash": digest}
    content: bytes = session.connection().execute(_CONTENT, asked).scalar_one()
    if sha256_hex(content) != digest:
        raise NoResultFound("the stored data has another hash than its name")
    return content


def data_sizes(session: Session, box_id: str) -> Iterator[int]:
    """The size of each piece of the record of a box, in bytes."""
    asked = select(func.length(DataRow.content)).where(DataRow.box_id == box_id)
    yield from session.execute(asked.execution_options(yield_per=_ROWS)).scalars()


def _count(filled: bytes | None, unmoved: int) -> int:
    """How many ballots wait: the slots that are filled, and rows that a release before made."""
    return int.from_bytes(filled or b"", "little").bit_count() + unmoved


def _stage_after(kind: EventType) -> Stage:
    if kind in {EventType.SETUP, EventType.BALLOT}:
        return Stage.VOTING
    return Stage.CLOSED if kind is EventType.END_BALLOTS else Stage.TALLIED
