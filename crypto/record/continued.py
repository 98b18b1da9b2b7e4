"""A record that was read, with entries added to it: the value that reading it anew would give.

Whoever appends to a record has read and checked what comes before, and has built what is added; so
nothing of it needs to be read once more.
"""

from collections.abc import Iterable
from dataclasses import replace

from crypto.record.archive import Archive
from crypto.record.archive_member import BLOCK
from crypto.record.chain_scan import RecordedEvent, event_place
from crypto.record.event_order import next_stage
from crypto.record.event_payload import PAYLOADS
from crypto.record.record import Record
from crypto.record.record_builder import Entry


def continued(record: Record, entries: Iterable[Entry]) -> Record:
    """The record with these entries, which a builder that goes on after it has made.

    Raises RecordError `event-order`, and ValueError for entries of another builder.
    """
    members, events, data = list(record.archive.members), list(record.events), dict(record.members)
    stage = record.stage
    index, block = len(members) + 1, record.archive.size // BLOCK
    for entry in entries:
        event = entry.event
        if event.parent != events[-1].hash:
            raise ValueError("the entries do not continue this record")
        stage = next_stage(stage, event.type)
        brought = entry.members
        for member in brought:
            members.append(replace(member, index=index, block=block))
            index, block = index + 1, block + member.blocks
        data |= {member.hash: member for member in members[-len(brought) : -1]}
        reader = PAYLOADS.get(event.type)
        payload = reader.parse(entry.data[-1]) if reader else None
        place = event_place(event, members[-1])
        events.append(RecordedEvent(event, members[-1].hash, place, payload))
    return replace(
        record,
        archive=Archive(record.archive.timestamp, tuple(members)),
        events=tuple(events),
        stage=stage,
        members=data,
    )
