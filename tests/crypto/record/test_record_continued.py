"""A record that grows need not be read again: the value is the one that reading it gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import RecordError
from crypto.place import Place
from crypto.record.continued import continued
from crypto.record.record import Record, read_record
from crypto.record.record_builder import Entry, RecordBuilder, record_bytes
from tests.crypto.fixtures.small_records import TIMESTAMP, begun, homomorphic, shuffled, text


def places(record: Record) -> list[tuple[int | None, int | None, Place]]:
    """Where every member stands; equality of members looks at none of it."""
    return [(each.index, each.block, each.place) for each in record.archive.members]


def lengthened(ballots: list[int], owners: list[int], shuffles: int) -> RecordBuilder:
    """A record with ballots of these lengths, so many shuffles, and a share of each owner."""
    texts = (b"%d" % number + b"x" * length for number, length in enumerate(ballots))
    builder = begun().add_ballots(texts).end_ballots()
    builder = builder.add_encrypted_tally(
        text("tally"), num_tallied=len(ballots), total_weight=len(ballots)
    )
    for number in range(shuffles):
        builder = builder.add_shuffle(number + 1, text("shuffle", number))
    builder = builder.end_shuffles() if shuffles else builder
    for owner in owners:
        builder = builder.add_partial_decryption(owner, text("decryption", owner))
    return builder.add_result(text("result")) if owners else builder


@given(
    ballots=st.lists(st.integers(0, 1600), max_size=6),
    owners=st.lists(st.integers(1, 9), unique=True, max_size=3),
    shuffles=st.integers(0, 2),
    data=st.data(),
)
def test_the_value_is_the_one_that_reading_gives(
    ballots: list[int], owners: list[int], shuffles: int, data: st.DataObject
) -> None:
    entries = lengthened(ballots, owners, shuffles).entries
    first = data.draw(st.integers(1, len(entries)))
    last = data.draw(st.integers(first, len(entries)))
    record = read_record(record_bytes(TIMESTAMP, entries[:first]))
    grown = continued(record, entries[first:last])
    read = read_record(record_bytes(TIMESTAMP, entries[:last]))
    assert grown == read
    assert places(grown) == places(read)


WRONG: dict[str, Callable[[], tuple[Entry, ...]]] = {
    "of another record": lambda: shuffled().entries[-1:],
    "with one left out": lambda: homomorphic().entries[-1:],
}


@pytest.mark.parametrize("wrong", WRONG)
def test_only_entries_that_follow_are_added(wrong: str) -> None:
    record = read_record(record_bytes(TIMESTAMP, homomorphic().entries[:-2]))
    with pytest.raises(ValueError, match="continue"):
        continued(record, WRONG[wrong]())


def test_an_event_that_may_not_come_now_is_refused() -> None:
    record = read_record(record_bytes(TIMESTAMP, homomorphic().entries))
    last = homomorphic().entries[-1]
    again = RecordBuilder.resume(TIMESTAMP, record.head, record.stage)
    assert again.head is not None
    event = last.event.__class__(
        again.head.hash, again.head.size, last.event.type, last.event.payload
    )
    with pytest.raises(RecordError) as caught:
        continued(record, [Entry(event, last.data)])
    assert caught.value.code == "event-order"
