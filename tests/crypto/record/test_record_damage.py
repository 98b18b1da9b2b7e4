"""Every way to damage a record is named with its place."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import Refused
from crypto.record.archive_member import BLOCK, Member, MemberKind, member_bytes
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage
from crypto.record.record import Record, read_record, scan_record
from tests.crypto.fixtures.scanned_records import BUILDERS, RAW, names_member, problems_of, told
from tests.crypto.fixtures.small_records import (
    TIMESTAMP,
)

WHOLE_HEADERS = {("homomorphic", 0), ("homomorphic", 1), ("homomorphic", 7)}
EVERY_MEMBER = [(name, index) for name, raw in RAW.items() for index in range(len(raw))]


@pytest.mark.parametrize(("name", "index"), EVERY_MEMBER)
def test_a_flipped_byte_is_named(name: str, index: int) -> None:
    """In every field of the header block (all bytes of some members), content and padding."""
    raw = RAW[name]
    member = raw[index]
    size = int(member[124:135], 8)
    edges = {0, 63, 64, 99, 100, 107, 108, 115, 116, 123, 124, 134, 135, 136, 146, 147, 148, 154}
    edges |= {155, 156, 157, 257, 511}
    content = {BLOCK, BLOCK + size // 2, BLOCK + size - 1, BLOCK + size, len(member) - 1}
    header = set(range(BLOCK)) if (name, index) in WHOLE_HEADERS else edges
    for offset in sorted(header | content):
        for flip in (0x01, 0x80) if offset in edges | content else (0x01,):
            damaged = bytearray(member)
            damaged[offset] ^= flip
            problems = problems_of([*raw[:index], bytes(damaged), *raw[index + 1 :]])
            assert names_member(problems, index), f"byte {offset}: {told(problems)}"


@pytest.mark.parametrize(("name", "index"), EVERY_MEMBER)
def test_a_dropped_member_is_named(name: str, index: int) -> None:
    raw = RAW[name]
    problems = problems_of([*raw[:index], *raw[index + 1 :]])
    dropped = raw[index][:64].decode()
    if index == 0:
        assert problems[0].where == "member 0 BELENIOS at block 0"
    elif index == len(raw) - 1:  # the last event: its data is left over
        assert [problem.code for problem in problems] == ["data-unreferenced"]
        assert names_member(problems, index - 1)
    else:  # what refers to it says what it misses
        assert any(dropped in problem.detail for problem in problems), told(problems)
        assert all(problem.where for problem in problems)


@pytest.mark.parametrize(("name", "index"), EVERY_MEMBER)
def test_a_duplicated_member_is_named(name: str, index: int) -> None:
    raw = RAW[name]
    for at in (index + 1, len(raw)):
        problems = problems_of([*raw[:at], raw[index], *raw[at:]])
        assert names_member(problems, at), told(problems)


@pytest.mark.parametrize("name", RAW)
def test_two_swapped_members_are_named(name: str) -> None:
    raw = RAW[name]
    for one, other in itertools.combinations(range(len(raw)), 2):
        swapped = list(raw)
        swapped[one], swapped[other] = raw[other], raw[one]
        problems = problems_of(swapped)
        assert names_member(problems, one, other), f"{one} {other}: {told(problems)}"


def inserted_members() -> list[bytes]:
    """Members that belong nowhere: data, and events that are sound by themselves."""
    events = [
        Event(None, 0, EventType.SETUP, "0" * 64),
        Event("1" * 64, 2, EventType.BALLOT, "2" * 64),
        Event("3" * 64, 9, EventType.END_BALLOTS, None),
    ]
    members = [Member(MemberKind.EVENT, event.to_bytes()) for event in events]
    members += [Member(MemberKind.DATA, b'"foreign"'), Member(MemberKind.EVENT, b'"foreign"')]
    return [member_bytes(member, TIMESTAMP) for member in members]


@pytest.mark.parametrize(("name", "index"), EVERY_MEMBER)
def test_an_inserted_member_is_named(name: str, index: int) -> None:
    raw = RAW[name]
    for foreign in inserted_members():
        problems = problems_of([*raw[: index + 1], foreign, *raw[index + 1 :]])
        assert names_member(problems, index + 1), told(problems)


def test_a_record_cut_anywhere_but_after_an_event_is_refused() -> None:
    data = BUILDERS["shuffled"].appended_bytes()
    ends, sound = 0, set()
    for raw, kind in ((raw, raw[65:70]) for raw in RAW["shuffled"]):
        ends += len(raw)
        if kind == b"event":
            sound.add(ends)
    cuts = {*range(0, len(data) + 1, BLOCK // 2), *range(1, len(data), 101), *sound}
    for cut in sorted(cuts):
        assert bool(scan_record(data[:cut])[1]) == (cut not in sound), cut


def test_one_scan_lists_all_problems_and_reads_what_is_whole() -> None:
    raw = list(RAW["homomorphic"])
    raw[6] = raw[6][: BLOCK + 20] + b"#" + raw[6][BLOCK + 21 :]  # the first ballot
    del raw[-5]  # the text of the second decryption
    record, problems = scan_record(b"".join(raw))
    assert [problem.code for problem in problems] == [
        "archive-hash",
        "data-missing",
        "data-missing",
    ]
    assert record is not None
    assert [ballot.height for ballot in record.ballots] == [2, 3]
    assert [found.owner for found in record.partial_decryptions] == [2]
    assert record.stage is Stage.FINISHED


@pytest.mark.parametrize("index", range(1, 6))
def test_without_a_whole_setup_there_is_no_record(index: int) -> None:
    raw = list(RAW["homomorphic"])
    del raw[index]
    record, problems = scan_record(b"".join(raw))
    assert record is None
    assert problems[-1].code == "setup-missing"


def test_an_archive_without_events_is_no_record() -> None:
    with pytest.raises(Refused) as caught:
        read_record(RAW["homomorphic"][0])
    assert caught.value.code == "setup-missing"


@given(st.data())
def test_no_damage_goes_unnoticed_or_raises_another_error(data: st.DataObject) -> None:
    sound = BUILDERS["homomorphic"].appended_bytes()
    start = data.draw(st.integers(0, len(sound)))
    removed = data.draw(st.integers(0, 40) | st.just(512) | st.just(1024) | st.just(1536))
    inserted = data.draw(
        st.binary(max_size=20)
        | st.integers(0, len(sound) // BLOCK).map(lambda n: sound[n * BLOCK : (n + 2) * BLOCK])
    )
    damaged = sound[:start] + inserted + sound[start + removed :]
    record, problems = scan_record(damaged)
    if not problems:
        assert isinstance(record, Record)
        assert damaged == sound or not record.finished
