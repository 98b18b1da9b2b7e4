"""The archive and the chain of events in it (chapter 8)."""

import re
from dataclasses import dataclass
from typing import Any

from .canonical import digest, read, sha256_hex
from .findings import Findings, Refused, demand

BLOCK = 512
EVENT = {"parent?": digest, "height": int, "type": str, "payload?": digest}
OWNED = {"owner": int, "payload": digest}
SETUP = {
    "election": digest,
    "trustees": digest,
    "credentials": digest,
    "credentials_certificate?": digest,
}
TALLY = {"num_tallied": int, "total_weight": object, "encrypted_tally": digest}
AFTER = {
    "": {"Setup"},
    "Setup": {"Ballot", "EndBallots"},
    "Ballot": {"Ballot", "EndBallots"},
    "EndBallots": {"EncryptedTally"},
    "EncryptedTally": {"Shuffle", "PartialDecryption"},
    "Shuffle": {"Shuffle", "EndShuffles"},
    "EndShuffles": {"PartialDecryption"},
    "PartialDecryption": {"PartialDecryption", "Result"},
    "Result": set[str](),
}
INNER: dict[str, Any] = {  # payloads that name further data by their hash
    "Setup": SETUP,
    "EncryptedTally": TALLY,
    "Shuffle": OWNED,
    "PartialDecryption": OWNED,
}


@dataclass
class Event:
    """One event: its text and hash, and the data it names, the payload last."""

    text: bytes
    hash: str
    parent: str
    type: str
    data: list[bytes]
    payload: Any  # the payload's value, for those that name further data


def members(file: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the archive's members, the first one apart."""
    found: list[tuple[str, bytes]] = []
    time = file[136:148]
    place = 0
    while place < len(file):
        header = file[place : place + BLOCK]
        demand(len(header) == BLOCK, "archive-truncated", "the file ends inside a header")
        demand(any(header), "archive-zero-block", f"a zero block at byte {place}")
        name = header[:100].rstrip(b"\0")
        shape = rb"[0-9a-f]{64}\.(data|event)\.json" if place else b"BELENIOS"
        demand(re.fullmatch(shape, name), "archive-name" if place else "archive-header", "a name")
        demand(header[136:148] == time, "archive-time", f"another time at byte {place}")
        length = re.fullmatch(rb"([0-7]{11})\0", header[124:136])
        demand(length and re.fullmatch(rb"[0-7]{11}\0", time), "archive-header", "no octal number")
        size = int(length[1], 8) if length else 0
        right = header == _header(name, size, time)
        demand(right, "archive-block" if place else "archive-header", f"header at byte {place}")
        start = place + BLOCK
        place = start - -size // BLOCK * BLOCK
        demand(start + size <= len(file), "archive-truncated", f"{name!r} is cut off")
        content, padding = file[start : start + size], file[start + size : place]
        demand(b"\0" not in content, "archive-content", f"a zero byte in {name!r}")
        whole = place <= len(file) and not any(padding)
        demand(whole, "archive-padding", f"not zeros only after the end of {name!r}")
        found.append((name.decode(), content))
    demand(found, "archive-truncated", "the file is empty")
    stamp = read(found[0][1], {"version": 1, "timestamp": str})["timestamp"]
    good = stamp == str(int(time[:11], 8))
    demand(good, "archive-time", "the time is not that of the headers")
    names = [name for name, _content in found]
    demand(len(set(names)) == len(names), "archive-duplicate", "a member stands twice")
    return found[1:]


def _header(name: bytes, size: int, time: bytes) -> bytes:
    """The only header that a member may have."""
    start = name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + time
    total = sum(start) + 8 * ord(" ") + ord("0")
    return (start + b"%06o\0 0" % total).ljust(BLOCK, b"\0")


def chain(file: bytes, findings: Findings, place: str) -> list[Event]:
    """The events in order; what is wrong with them is noted."""
    contents = members(file)
    stored = {name[:64]: content for name, content in contents if name.endswith(".data.json")}
    events: list[Event] = []
    waiting: list[str] = []
    used: set[str] = set()
    passed: set[str] = set()
    for name, content in contents:
        good = sha256_hex(content) == name[:64]
        demand(good, "archive-hash", f"{name} does not have the hash of its name")
        if name.endswith(".data.json"):
            waiting.append(name[:64])
            continue
        here = f"{place}: event {len(events)}"
        event = _event(content, events, stored)
        with findings.at(here):
            _in_order(event, events)
        with findings.at(here):
            _data_right_before([sha256_hex(text) for text in event.data], waiting, used, passed)
        used.update(map(sha256_hex, event.data))
        passed.update(waiting)
        waiting.clear()
        events.append(event)
    if waiting:
        findings.add(place, "data-unreferenced", "data after the last event")
    demand(events and events[0].type == "Setup", "setup-missing", "the record has no Setup")
    if events[-1].type != "Result":
        findings.add(place, "record-unfinished", "the record does not end with a result")
    return events


def _event(text: bytes, before: list[Event], stored: dict[str, bytes]) -> Event:
    fields = read(text, EVENT)
    kind = _known(fields["type"])
    parent = before[-1].hash if before else ""
    good = fields.get("parent", "") == parent
    demand(good, "event-parent", f"event {len(before)} has another parent")
    demand(
        fields["height"] == len(before), "event-height", f"event {len(before)} has no such height"
    )
    bare = kind in {"EndBallots", "EndShuffles"}
    demand(bare == ("payload" not in fields), "event-payload", f"the payload of {kind}")
    event = Event(text, sha256_hex(text), parent, kind, [], None)
    if bare:
        return event
    names = [fields["payload"]]
    demand(names[0] in stored, "data-missing", f"the payload of event {len(before)} is missing")
    if kind in INNER:
        event.payload = read(stored[names[0]], INNER[kind])
        inner = [value for field, value in event.payload.items() if _names_data(field)]
        names = inner + names
    demand(all(name in stored for name in names), "data-missing", "data of an event is missing")
    event.data = [stored[name] for name in names]
    return event


def _names_data(field: str) -> bool:
    return field not in {"num_tallied", "total_weight", "owner"}


def _known(kind: str) -> str:
    """The type of an event, one of those there are."""
    demand(kind in AFTER and kind, "event-type", f"no event has the type {kind}")
    return kind


def _in_order(event: Event, before: list[Event]) -> None:
    last = before[-1].type if before else ""
    demand(event.type in AFTER[last], "event-order", f"{event.type} after {last or 'nothing'}")
    if event.type == "PartialDecryption":
        owners = [one.payload["owner"] for one in before if one.type == event.type]
        demand(event.payload["owner"] not in owners, "owner-repeated", "an owner decrypts twice")


def _data_right_before(
    expected: list[str], waiting: list[str], used: set[str], passed: set[str]
) -> None:
    if expected == waiting:
        return
    here = set(waiting)
    demand(not used & set(expected), "data-reused", "data that belongs to an earlier event")
    demand(not passed & set(expected), "data-misplaced", "data that stands before another event")
    demand(set(expected) <= here, "data-after-event", "data that comes later")
    demand(here <= set(expected), "data-unreferenced", "data that no event names")
    raise Refused("data-order", "an event's data in another order")
