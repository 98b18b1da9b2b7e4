"""The record: what a sound one holds.

Two things no record can show by itself, because nothing hashes them. A record cut after an event
is a sound record of an earlier time: it is unfinished and has another head, and a checkpoint tells.
And its timestamp may be changed if it is changed in every member: it has no meaning.
"""

import pytest

from crypto.record.event import EventType
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from crypto.record.record_builder import record_bytes
from tests.crypto.fixtures.scanned_records import BUILDERS
from tests.crypto.fixtures.small_records import (
    TIMESTAMP,
    VECTORS,
    begun,
    text,
)


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
