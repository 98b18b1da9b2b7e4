"""Chains whose hashes fit, and whose order or data do not: each fault is named by its height."""

from collections.abc import Callable

import pytest

from crypto.record.archive_member import Member, MemberKind, member_bytes
from crypto.record.event import Event, EventType
from crypto.record.event_payload import OwnedPayload
from crypto.record.record import scan_record
from crypto.record.record_builder import RecordBuilder, record_bytes
from tests.crypto.fixtures.scanned_records import RAW, problems_of, told
from tests.crypto.fixtures.small_records import (
    TIMESTAMP,
    homomorphic,
    tallied,
    text,
)


def chained(*steps: tuple[EventType, tuple[bytes, ...]]) -> bytes:
    """An archive whose events are linked properly, in whatever order; the last text is payload."""
    members: list[Member] = []
    parent: str | None = None
    for height, (kind, texts) in enumerate(steps):
        data = [Member(MemberKind.DATA, each) for each in texts]
        payload = data[-1].hash if data else None
        event = Event(parent, height, kind, payload)
        standing = [member for member in data if member not in members]
        members += [*standing, Member(MemberKind.EVENT, event.to_bytes())]
        parent = event.hash
    blank = record_bytes(TIMESTAMP, ())
    return blank + b"".join(member_bytes(member, TIMESTAMP) for member in members)


def steps_of(builder: RecordBuilder) -> list[tuple[EventType, tuple[bytes, ...]]]:
    return [(entry.event.type, entry.data) for entry in builder.entries]


def owned(kind: EventType, owner: int, number: int) -> tuple[EventType, tuple[bytes, ...]]:
    work = text(kind, number)
    return kind, (work, OwnedPayload(owner, Member(MemberKind.DATA, work).hash).to_bytes())


def codes_and_heights(data: bytes) -> list[tuple[str, int]]:
    problems = scan_record(data)[1]
    return [(problem.code, int(problem.where.split()[1])) for problem in problems]


def test_a_chain_written_by_hand_is_what_the_builder_writes() -> None:
    assert chained(*steps_of(homomorphic())) == homomorphic().appended_bytes()


BALLOT = (EventType.BALLOT, (text("late"),))
END_BALLOTS: tuple[EventType, tuple[bytes, ...]] = (EventType.END_BALLOTS, ())
END_SHUFFLES: tuple[EventType, tuple[bytes, ...]] = (EventType.END_SHUFFLES, ())
SHUFFLE = owned(EventType.SHUFFLE, 1, 9)
RESULT = (EventType.RESULT, (text("another result"),))
OTHER_SETUP = RecordBuilder.start(TIMESTAMP, *(text("other setup", n) for n in range(3)))
FULL = steps_of(homomorphic())  # Setup 0, Ballot 1-3, EndBallots 4, tally 5, decryptions 6-7, 8

DISORDER: dict[str, tuple[list[tuple[EventType, tuple[bytes, ...]]], list[int]]] = {
    "no EndBallots": ([*FULL[:4], *FULL[5:]], [4]),
    "a ballot after EndBallots": ([*FULL[:5], BALLOT, *FULL[5:]], [5]),
    "a ballot after the tally": ([*FULL[:6], BALLOT, *FULL[6:]], [6]),
    "a ballot after the result": ([*FULL, BALLOT], [9]),
    "EndBallots twice": ([*FULL[:5], END_BALLOTS, *FULL[5:]], [5]),
    "no tally": ([*FULL[:5], *FULL[6:]], [5]),
    "a second tally": (
        [*FULL[:6], *steps_of(tallied(0))[-1:], *FULL[6:]],
        [6],
    ),
    "no decryption": ([*FULL[:6], FULL[8]], [6]),
    "a second result": ([*FULL, RESULT], [9]),
    "a decryption after the result": (
        [*FULL, owned(EventType.PARTIAL_DECRYPTION, 3, 3)],
        [9],
    ),
    "a shuffle after a decryption": ([*FULL[:7], SHUFFLE, *FULL[7:]], [7, 8]),
    "shuffles that do not end": ([*FULL[:6], SHUFFLE, *FULL[6:]], [7]),
    "an end of no shuffles": ([*FULL[:6], END_SHUFFLES, *FULL[6:]], [6]),
    "a second Setup": ([*FULL[:4], *steps_of(OTHER_SETUP), *FULL[4:]], [4]),
    "no Setup": (FULL[1:], [0]),
}


@pytest.mark.parametrize("what", DISORDER)
def test_events_out_of_order_are_named_by_height(what: str) -> None:
    steps, heights = DISORDER[what]
    found = codes_and_heights(chained(*steps))
    assert ("event-order", heights[0]) in found
    assert {height for _, height in found} <= set(heights)


def test_an_owner_decrypts_once() -> None:
    again = owned(EventType.PARTIAL_DECRYPTION, 2, 7)
    assert codes_and_heights(chained(*FULL[:8], again, FULL[8])) == [("owner-repeated", 8)]


def test_the_same_ballot_twice_is_named() -> None:
    assert codes_and_heights(chained(*FULL[:4], FULL[1], *FULL[4:])) == [("data-reused", 4)]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (EventType.SETUP, b'{"election":"x","trustees":"x","credentials":"x"}'),
        (EventType.SETUP, b"[]"),
        (EventType.ENCRYPTED_TALLY, b'{"num_tallied":3,"total_weight":3}'),
        (EventType.PARTIAL_DECRYPTION, b'{"owner":0,"payload":"' + b"0" * 64 + b'"}'),
        (EventType.PARTIAL_DECRYPTION, b'{"payload":"' + b"0" * 64 + b'","owner":1}'),
        (EventType.PARTIAL_DECRYPTION, b"\xff"),
    ],
)
def test_a_payload_that_cannot_be_read_is_named_by_height(kind: EventType, payload: bytes) -> None:
    height = [step[0] for step in FULL].index(kind)
    steps = [*FULL[:height], (kind, (*FULL[height][1][:-1], payload)), *FULL[height + 1 :]]
    problems = scan_record(chained(*steps))[1]
    assert any(
        problem.where.startswith(f"event {height} (member ") and " payload" in problem.where
        for problem in problems
    ), told(problems)


def moved(change: Callable[[list[bytes]], None]) -> list[str]:
    raw = list(RAW["homomorphic"])
    change(raw)
    return [problem.code for problem in problems_of(raw)]


def test_where_misplaced_data_stands_is_told_apart() -> None:
    def behind(raw: list[bytes]) -> None:
        raw.insert(7, raw.pop(6))  # the first ballot, behind its event

    def ahead(raw: list[bytes]) -> None:
        raw.insert(6, raw.pop(8))  # the second ballot, before the first one

    def around(raw: list[bytes]) -> None:
        raw[1], raw[2] = raw[2], raw[1]  # trustees before election

    assert moved(behind) == ["data-after-event", "data-unreferenced"]
    assert moved(ahead) == ["data-unreferenced", "data-misplaced"]
    assert moved(around) == ["data-order"]
