"""The builder: a record grows by appending, from a database's rows or from a file."""

from collections.abc import Callable

import pytest

from crypto.errors import RecordError
from crypto.record.archive_member import Member, MemberKind
from crypto.record.event import Event, EventType
from crypto.record.event_order import Stage
from crypto.record.record import Head, read_record
from crypto.record.record_builder import Entry, RecordBuilder, record_bytes
from tests.crypto.fixtures.small_records import (
    TIMESTAMP,
    begun,
    homomorphic,
    shuffled,
    tallied,
    text,
)

Step = Callable[[RecordBuilder], RecordBuilder]

BALLOT: Step = lambda builder: builder.add_ballots([text("ballot", 99)])  # noqa: E731
END_BALLOTS: Step = RecordBuilder.end_ballots
TALLY: Step = lambda b: b.add_encrypted_tally(text("tally", 9), num_tallied=1, total_weight=1)  # noqa: E731
SHUFFLE: Step = lambda builder: builder.add_shuffle(9, text("shuffle", 9))  # noqa: E731
END_SHUFFLES: Step = RecordBuilder.end_shuffles
DECRYPTION: Step = lambda b: b.add_partial_decryption(9, text("decryption", 9))  # noqa: E731
RESULT: Step = lambda builder: builder.add_result(text("result", 9))  # noqa: E731

STEPS = {
    "Ballot": BALLOT,
    "EndBallots": END_BALLOTS,
    "EncryptedTally": TALLY,
    "Shuffle": SHUFFLE,
    "EndShuffles": END_SHUFFLES,
    "PartialDecryption": DECRYPTION,
    "Result": RESULT,
}
AT: dict[Stage, tuple[RecordBuilder, set[str]]] = {
    Stage.VOTING: (begun(), {"Ballot", "EndBallots"}),
    Stage.CLOSED: (begun().end_ballots(), {"EncryptedTally"}),
    Stage.TALLIED: (tallied(), {"Shuffle", "PartialDecryption"}),
    Stage.SHUFFLING: (SHUFFLE(tallied()), {"Shuffle", "EndShuffles"}),
    Stage.SHUFFLED: (SHUFFLE(tallied()).end_shuffles(), {"PartialDecryption"}),
    Stage.OPENING: (
        tallied().add_partial_decryption(1, text("decryption", 1)),
        {"PartialDecryption", "Result"},
    ),
    Stage.FINISHED: (homomorphic(), set()),
}


@pytest.mark.parametrize("stage", AT)
@pytest.mark.parametrize("step", STEPS)
def test_what_may_follow_is_written_and_read_and_nothing_else_is(stage: Stage, step: str) -> None:
    builder, allowed = AT[stage]
    assert builder.stage is stage
    if step in allowed:
        # A second shuffle by one owner is no fault of order; other data avoids the first one's.
        added = (
            builder.add_shuffle(8, text("shuffle", 8))
            if (stage, step) == (Stage.SHUFFLING, "Shuffle")
            else STEPS[step](builder)
        )
        record = read_record(added.appended_bytes())
        assert (record.head, record.stage) == (added.head, added.stage)
    else:
        with pytest.raises(RecordError) as caught:
            STEPS[step](builder)
        assert caught.value.code == "event-order"


def test_a_builder_is_a_value() -> None:
    builder = begun()
    before = builder.appended_bytes()
    builder.add_ballots([text("ballot")])
    builder.end_ballots()
    assert builder.appended_bytes() == before


@pytest.mark.parametrize("whole", [homomorphic(), shuffled()], ids=["homomorphic", "shuffled"])
def test_a_file_is_continued_by_appending(whole: RecordBuilder) -> None:
    """Cut after any event, read, continued with the same texts: the same file comes out."""
    complete = whole.appended_bytes()
    for count in range(1, len(whole.entries)):
        start = record_bytes(TIMESTAMP, whole.entries[:count])
        builder = RecordBuilder.after(read_record(start))
        for entry in whole.entries[count:]:
            builder = continued(builder, entry)
        assert start + builder.appended_bytes() == complete


def continued(builder: RecordBuilder, entry: Entry) -> RecordBuilder:
    """The builder with an entry more, made from the entry's own text and type."""
    data = entry.data[0] if entry.data else b""
    owner = int(entry.data[-1][9:10]) if b'"owner"' in b"".join(entry.data[-1:]) else 0
    steps: dict[EventType, Callable[[], RecordBuilder]] = {
        EventType.BALLOT: lambda: builder.add_ballots([data]),
        EventType.END_BALLOTS: builder.end_ballots,
        EventType.ENCRYPTED_TALLY: lambda: builder.add_encrypted_tally(
            data, num_tallied=3, total_weight=3
        ),
        EventType.SHUFFLE: lambda: builder.add_shuffle(owner, data),
        EventType.END_SHUFFLES: builder.end_shuffles,
        EventType.PARTIAL_DECRYPTION: lambda: builder.add_partial_decryption(owner, data),
        EventType.RESULT: lambda: builder.add_result(data),
    }
    return steps[entry.event.type]()


def test_a_server_resumes_with_nothing_but_the_head() -> None:
    """It keeps texts of events and data in rows, seals in batches, and assembles the file."""
    rows = list(begun().entries)
    head, stage = begun().head, Stage.VOTING
    for batch in (range(3), range(3, 5)):
        assert head is not None
        builder = RecordBuilder.resume(TIMESTAMP, head, stage)
        builder = builder.add_ballots(text("ballot", number) for number in batch)
        stored = [(entry.event.to_bytes(), entry.data) for entry in builder.entries]
        rows += [Entry(Event.parse(event), data) for event, data in stored]
        head, stage = builder.head, builder.stage
    record = read_record(record_bytes(TIMESTAMP, rows))
    assert [ballot.data for ballot in record.ballots] == [text("ballot", n) for n in range(5)]
    assert record.head == head


def test_sealing_at_once_or_one_by_one_gives_the_same() -> None:
    one_by_one = begun().add_ballots([text("ballot", 0)]).add_ballots([text("ballot", 1)])
    assert one_by_one == begun().add_ballots([text("ballot", 0), text("ballot", 1)])


def test_an_owner_decrypts_once() -> None:
    record = read_record(tallied().add_partial_decryption(2, text("share")).appended_bytes())
    with pytest.raises(RecordError) as caught:
        RecordBuilder.after(record).add_partial_decryption(2, text("other share"))
    assert caught.value.code == "owner-repeated"


def test_data_is_brought_once() -> None:
    record = read_record(begun().add_ballots([text("ballot")]).appended_bytes())
    for builder in (begun().add_ballots([text("ballot")]), RecordBuilder.after(record)):
        with pytest.raises(RecordError) as caught:
            builder.add_ballots([text("ballot")])
        assert caught.value.code == "data-reused"
    with pytest.raises(RecordError):
        begun().add_ballots([text("ballot")] * 2)


def test_an_entry_stands_in_the_archive_with_its_data_first() -> None:
    entry = tallied().entries[-1]
    tally, sized, event = entry.members
    assert (tally.kind, sized.kind, event.kind) == (
        MemberKind.DATA,
        MemberKind.DATA,
        MemberKind.EVENT,
    )
    assert tally == Member(MemberKind.DATA, text("tally"))
    assert sized.data == (
        b'{"num_tallied":3,"total_weight":3,"encrypted_tally":"%b"}' % tally.hash.encode()
    )
    assert entry.event.payload == sized.hash


def test_a_large_weight_is_written_as_a_string() -> None:
    closed = begun().end_ballots()
    heavy = closed.add_encrypted_tally(text("tally"), num_tallied=1, total_weight=2**30)
    assert b'"total_weight":"1073741824"' in heavy.entries[-1].data[-1]
    sized = read_record(heavy.appended_bytes()).sized_tally
    assert sized is not None
    assert sized.total_weight == 2**30


def test_resuming_links_to_the_given_head() -> None:
    builder = RecordBuilder.resume(TIMESTAMP, Head(7, "a" * 64), Stage.VOTING)
    event = builder.end_ballots().entries[0].event
    assert (event.parent, event.height) == ("a" * 64, 8)


def test_an_owner_decrypts_once_whoever_came_between() -> None:
    opening = tallied().add_partial_decryption(1, text("decryption", 1))
    opening = opening.add_partial_decryption(2, text("decryption", 2))
    assert opening.owners == {1, 2}
    for owner in (1, 2):
        with pytest.raises(RecordError, match="owner-repeated"):
            opening.add_partial_decryption(owner, text("another", owner))
