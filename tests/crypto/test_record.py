"""The record: what a sound one holds, and that every way to damage one is named with its place.

Two things no record can show by itself, because nothing hashes them. A record cut after an event
is a sound record of an earlier time: it is unfinished and has another head, and a checkpoint tells.
And its timestamp may be changed if it is changed in every member: it has no meaning.
"""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.archive_member import BLOCK, Member, MemberKind, member_bytes
from crypto.chain import Stage
from crypto.errors import Refused
from crypto.event import Event, EventType
from crypto.event_payload import OwnedPayload
from crypto.record import Record, read_record, scan_record
from crypto.record_builder import RecordBuilder, record_bytes
from tests.crypto.small_records import (
    TIMESTAMP,
    VECTORS,
    begun,
    homomorphic,
    members_of,
    shuffled,
    tallied,
    text,
)

BUILDERS = {"homomorphic": homomorphic(), "shuffled": shuffled()}
RAW = {name: members_of(builder.appended_bytes()) for name, builder in BUILDERS.items()}
WHOLE_HEADERS = {("homomorphic", 0), ("homomorphic", 1), ("homomorphic", 7)}
EVERY_MEMBER = [(name, index) for name, raw in RAW.items() for index in range(len(raw))]


def problems_of(raw: list[bytes]) -> list[Refused]:
    return scan_record(b"".join(raw))[1]


def names_member(problems: list[Refused], *indexes: int) -> bool:
    """Whether a problem is placed at the member of one of these indexes."""
    return any(f"member {index} " in problem.where for problem in problems for index in indexes)


def told(problems: list[Refused]) -> str:
    return "\n".join(map(str, problems))


# What a sound record holds


@pytest.mark.parametrize(
    ("folder", "ballots", "shuffles", "owners", "head"),
    [
        ("ed25519-hom-200-v3.3.0", 200, [], [2, 3, 1], 206),
        ("belenios2048-hs-10-v3.3.0", 10, [], [1, 2, 3], 16),
        ("ed25519-nh-60-v3.3.0", 60, [1, 2], [1, 2], 68),
        ("rfc3526-nh-10-v3.3.0", 10, [1, 2], [1, 2], 18),
    ],
)
def test_the_records_of_the_reference_implementation_are_read(
    folder: str, ballots: int, shuffles: list[int], owners: list[int], head: int
) -> None:
    record = read_record((VECTORS / folder / "record.bel").read_bytes())
    assert len(record.ballots) == ballots
    assert [ballot.height for ballot in record.ballots] == list(range(1, ballots + 1))
    assert record.sized_tally is not None
    assert record.sized_tally.num_tallied == ballots
    assert [found.owner for found in record.shuffles] == shuffles
    assert [found.owner for found in record.partial_decryptions] == owners
    assert record.head.height == head
    assert record.finished
    assert record.election_bytes.startswith(b'{"version":1,')
    assert (record.result_bytes or b"").startswith(b'{"result":')


def test_a_record_gives_every_text_that_went_in() -> None:
    record = read_record(BUILDERS["shuffled"].appended_bytes())
    assert record.election_bytes == text("election")
    assert record.trustees_bytes == text("trustees")
    assert record.credentials_bytes == text("credentials")
    assert [found.data for found in record.ballots] == [text("ballot", n) for n in range(3)]
    assert record.encrypted_tally_bytes == text("tally")
    assert [found.data for found in record.shuffles] == [text("shuffle", n) for n in (1, 2)]
    assert [found.data for found in record.partial_decryptions] == [text("decryption", 1)]
    assert record.result_bytes == text("result")
    assert (record.timestamp, record.stage) == (TIMESTAMP, Stage.FINISHED)


def test_a_box_is_named_by_its_setup_event() -> None:
    record = read_record(begun().appended_bytes())
    assert record.setup_hash == record.head.hash == record.events[0].event.hash
    assert record.head.size == 1


def test_what_is_opened_is_the_tally_or_the_last_shuffle() -> None:
    assert read_record(begun().appended_bytes()).opening_head is None
    plain = read_record(BUILDERS["homomorphic"].appended_bytes())
    mixed = read_record(BUILDERS["shuffled"].appended_bytes())
    kinds = {found.hash: found.event.type for record in (plain, mixed) for found in record.events}
    assert kinds[plain.opening_head or ""] is EventType.ENCRYPTED_TALLY
    assert kinds[mixed.opening_head or ""] is EventType.END_SHUFFLES


def test_early_records_are_unfinished_and_hold_what_there_is() -> None:
    record = read_record(begun().add_ballots([text("ballot")]).appended_bytes())
    assert (record.finished, record.stage) == (False, Stage.VOTING)
    assert record.sized_tally is None
    assert record.encrypted_tally_bytes is None
    assert record.result_bytes is None


@pytest.mark.parametrize("name", BUILDERS)
def test_a_record_cut_after_an_event_is_sound_and_unfinished_with_another_head(name: str) -> None:
    entries = BUILDERS[name].entries
    full = read_record(BUILDERS[name].appended_bytes())
    stages = []
    for count in range(1, len(entries)):
        cut = read_record(record_bytes(TIMESTAMP, entries[:count]))
        assert not cut.finished
        assert cut.head.hash == full.events[count - 1].hash != full.head.hash
        stages.append(cut.stage)
    assert stages == sorted(stages, key=list(Stage).index)
    assert full.finished


def test_the_timestamp_is_not_covered_by_any_hash() -> None:
    entries = BUILDERS["homomorphic"].entries
    later = read_record(record_bytes(TIMESTAMP + 1, entries))
    assert later.head == read_record(record_bytes(TIMESTAMP, entries)).head


# Every way to damage a record


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


# Chains whose hashes fit, and whose order or data do not


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
