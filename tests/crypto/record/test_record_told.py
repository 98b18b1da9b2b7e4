"""What a scan says and gives, to the word and the place, of records whose order is not right."""

from collections.abc import Sequence

import pytest

from crypto.errors import RecordError
from crypto.record.archive import archive_header, scan_archive
from crypto.record.archive_member import (
    BLOCK,
    Member,
    MemberKind,
    header_block,
    member_bytes,
    read_header_block,
)
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage, next_stage, stage_after_fault
from crypto.record.event_payload import SetupPayload
from crypto.record.record import scan_record
from crypto.record.record_builder import Entry, RecordBuilder
from tests.crypto.fixtures.scanned_records import BUILDERS, RAW
from tests.crypto.fixtures.small_records import TIMESTAMP, begun, tallied, text


@pytest.mark.parametrize(
    ("stage", "kind", "expected"),
    [
        (Stage.VOTING, EventType.RESULT, "Ballot or EndBallots"),
        (Stage.CLOSED, EventType.BALLOT, "EncryptedTally"),
        (Stage.FINISHED, EventType.RESULT, "nothing"),
    ],
)
def test_an_event_out_of_order_is_told_what_may_come(
    stage: Stage, kind: EventType, expected: str
) -> None:
    with pytest.raises(RecordError) as caught:
        next_stage(stage, kind, where="event 7")
    detail = f"{kind} in a record that is {stage}: expected {expected}"
    assert str(caught.value) == f"event 7: {detail} [event-order]"


def test_a_fault_leads_forward_alone() -> None:
    assert stage_after_fault(Stage.OPENING, EventType.BALLOT) is Stage.OPENING
    assert stage_after_fault(Stage.VOTING, EventType.RESULT) is Stage.FINISHED


def after(builder: RecordBuilder, stage: Stage) -> RecordBuilder:
    """Go on after these entries as if the record had got this far only."""
    assert builder.head is not None
    return RecordBuilder.resume(TIMESTAMP, builder.head, stage)


def test_of_two_ends_the_last_is_what_is_opened() -> None:
    mixed = tallied().add_shuffle(1, text("shuffle", 1)).end_shuffles()
    again = after(mixed, Stage.SHUFFLING).end_shuffles()
    record, problems = scan_record(mixed.appended_bytes() + again.appended_bytes())
    assert [problem.code for problem in problems] == ["event-order"]
    assert again.head is not None
    assert record is not None
    assert record.opening_head == record.head.hash == again.head.hash


@pytest.mark.parametrize(
    ("builder", "kind"),
    [
        (begun().end_ballots(), EventType.ENCRYPTED_TALLY),
        (tallied(), EventType.PARTIAL_DECRYPTION),
    ],
)
def test_what_a_payload_does_not_say_is_not_given(builder: RecordBuilder, kind: EventType) -> None:
    assert builder.head is not None
    payload = Member(MemberKind.DATA, b"[]")
    entry = Entry(Event(builder.head.hash, builder.head.size, kind, payload.hash), (b"[]",))
    record, problems = scan_record(builder.appended_bytes() + entry.to_bytes(TIMESTAMP))
    assert [problem.code for problem in problems] == ["json-type"]
    assert record is not None
    assert record.head.hash == entry.event.hash
    assert record.partial_decryptions == ()
    given = None if kind is EventType.ENCRYPTED_TALLY else text("tally")
    assert record.encrypted_tally_bytes == given
    assert (record.sized_tally is None) == (given is None)


def test_a_record_gives_data_and_no_events() -> None:
    for name, builder in BUILDERS.items():
        record, _ = scan_record(b"".join(RAW[name]))
        assert record is not None
        texts = {each for entry in builder.entries for each in entry.data}
        assert {each.data for each in record.members.values()} == texts


@pytest.mark.parametrize("order", [(2, 1, 3), (1, 3, 2), (3, 1, 2), (2, 3, 1)])
def test_the_first_text_out_of_place_is_named(order: Sequence[int]) -> None:
    raw = RAW["homomorphic"]
    moved = [raw[0], *(raw[index] for index in order), *raw[4:]]
    _, problems = scan_record(b"".join(moved))
    first = 1 if order[0] != 1 else 2
    assert [(problem.code, problem.where.split()[1]) for problem in problems] == [
        ("data-order", str(first))
    ]
    assert raw[1][:64].decode() in problems[0].detail


def test_a_text_that_serves_twice_in_one_event_is_no_order() -> None:
    one, other = Member(MemberKind.DATA, text("one")), Member(MemberKind.DATA, text("other"))
    payload = Member(MemberKind.DATA, SetupPayload(one.hash, one.hash, other.hash).to_bytes())
    event = Event(None, 0, EventType.SETUP, payload.hash)
    members = (one, other, payload, Member(MemberKind.EVENT, event.to_bytes()))
    written = (member_bytes(member, TIMESTAMP) for member in members)
    _, problems = scan_record(archive_header(TIMESTAMP) + b"".join(written))
    assert [(problem.code, problem.where.split()[1]) for problem in problems] == [
        ("data-order", "2")
    ]


def test_without_the_archives_header_places_count_from_the_first_member() -> None:
    """The first member takes the header's number, or keeps its own where blocks were damaged."""
    record, problems = scan_record(b"".join(RAW["homomorphic"][1:]))
    assert record is not None
    setup = f"member 4 {record.setup_hash}.event.json at block 11"
    assert str(record.events[0].place) == f"event 0 ({setup})"
    assert [problem.code for problem in problems] == ["archive-header"]
    damaged = b"#" * len(RAW["homomorphic"][0]) + b"".join(RAW["homomorphic"][1:])
    record, problems = scan_record(damaged)
    assert record is not None
    assert str(record.events[0].place).startswith("event 0 (member 5 ")
    assert [problem.code for problem in problems] == ["archive-header"]


def test_an_event_before_all_data_is_told_apart_from_data_that_belongs_elsewhere() -> None:
    raw = RAW["homomorphic"]
    _, problems = scan_record(b"".join([raw[5], *raw[1:5], *raw[6:]]))
    found = [problem.code for problem in problems if problem.where.startswith("event 0 (member 0 ")]
    assert found == ["data-after-event"] * 4


def test_after_what_cannot_be_trusted_a_scan_goes_on_at_a_header_without_fault() -> None:
    raw = RAW["homomorphic"]
    untold = header_block("untold", 3, TIMESTAMP)
    faulty = raw[1][:100] + b"9" + raw[1][101:]
    archive, problems = scan_archive(b"".join([raw[0], untold, faulty, *raw[2:]]))
    assert [problem.code for problem in problems] == ["archive-name"]
    assert len(archive.members) == len(raw) - 2


def test_zero_blocks_are_counted_to_the_next_member() -> None:
    raw = RAW["homomorphic"]
    archive, problems = scan_archive(b"".join([*raw[:1], bytes(3 * BLOCK), *raw[1:]]))
    assert [str(problem) for problem in problems] == [
        "block 2: 3 block(s) of zeros [archive-zero-block]"
    ]
    assert len(archive.members) == len(raw) - 1


def test_a_header_without_a_legible_name_says_nothing() -> None:
    sound = header_block("x", 3, TIMESTAMP)
    assert read_header_block(sound) is not None
    for name in (bytes(100), b"x" * 100, b"x" * 99 + b"\xff", b"\xff"):
        assert read_header_block(name + sound[len(name) :]) is None
    longest = "x" * 99
    fields = read_header_block(header_block(longest, 3, TIMESTAMP))
    assert fields is not None
    assert (fields.name, fields.size, fields.timestamp, fields.fault) == (
        longest,
        3,
        TIMESTAMP,
        None,
    )
