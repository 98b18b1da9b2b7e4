"""The bound of a record's size holds for real records, and is not far above them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from crypto.ballots.record_size import (
    Acts,
    max_credentials_bytes,
    max_decryption_bytes,
    max_record_bytes,
    max_result_bytes,
    max_sealed_bytes,
    max_shuffle_bytes,
    max_trustees_bytes,
)
from crypto.election.credential import parse_credentials
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.record.record import Record, read_record
from tests.crypto.fixtures.tellers_example import election_of, tellers

CLOSE = 1.2
"""The bound is less than a fifth above what is there."""
ADDED = 3 * 512
"""A ballot's header, its event's header, and its event, each filled up to whole blocks."""


@cache
def foreign(path: Path) -> tuple[Record, Election, int]:
    (file,) = path.glob("*.bel")
    record = read_record(file.read_bytes())
    election = Election.parse(record.election_bytes)
    return record, election, len(parse_credentials(election.group, record.credentials_bytes))


def records(vectors: Path) -> list[tuple[Record, Election, int]]:
    """Real records with few ballots and with many, in all three groups."""
    return [foreign(path) for path in sorted(vectors.iterdir()) if list(path.glob("*.bel"))]


def test_a_record_is_within_its_bound(vectors: Path) -> None:
    assert len(records(vectors)) > 3
    for record, election, credentials in records(vectors):
        acts = Acts(20, len(record.partial_decryptions), len(record.shuffles))
        count = len(record.ballots)
        bound = max_record_bytes(election, acts, credentials=credentials, ballots=count)
        assert len(record.archive.to_bytes()) <= bound


def test_what_a_ballot_adds_is_within_its_bound_and_near_it(vectors: Path) -> None:
    """Weighed where ballots are larger than the blocks that they are filled up to."""
    for record, election, _ in records(vectors):
        sizes = [len(each.data) for each in record.ballots]
        found = [max_sealed_bytes(election) - size for size in sizes]
        assert all(each >= ADDED for each in found)
        if min(sizes) > 5 * ADDED:
            assert max_sealed_bytes(election) <= CLOSE * (min(sizes) + ADDED)


def test_each_part_is_within_its_bound_and_near_it(vectors: Path) -> None:
    for record, election, credentials in records(vectors):
        count = len(record.ballots)
        pairs = [
            (len(record.credentials_bytes), max_credentials_bytes(election.group, credentials)),
            (len(record.result_bytes or b""), max_result_bytes(election, count)),
        ]
        opened, mixed = record.partial_decryptions, record.shuffles
        pairs += [(len(each.data), max_decryption_bytes(election, count)) for each in opened]
        pairs += [(len(each.data), max_shuffle_bytes(election, count)) for each in mixed]
        for found, bound in pairs:
            assert found <= bound
        for found, bound in (pairs[0], *pairs[2:]):
            assert bound <= CLOSE * found + 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048", "RFC-3526-2048"])
@pytest.mark.parametrize(("size", "threshold"), [(2, 2), (5, 3)])
def test_the_tellers_key_is_within_its_bound(name: str, size: int, threshold: int) -> None:
    trustees = tellers(name, size, threshold).trustees
    bound = max_trustees_bytes(trustees.group, size, threshold)
    assert len(trustees.to_json()) <= bound <= CLOSE * len(trustees.to_json()) + 2000


def test_more_ballots_or_more_choices_need_more_room() -> None:
    trustees = tellers().trustees
    small = election_of(trustees)
    large = election_of(trustees, (*small.questions, Question("?", ("a", "b", "c"), 0, 3)))
    acts = Acts(3, 2, 0)

    def bound(election: Election, ballots: int) -> int:
        return max_record_bytes(election, acts, credentials=10, ballots=ballots)

    assert bound(small, 5) < bound(small, 6) < bound(large, 6)
    assert bound(small, 6) - bound(small, 5) == max_sealed_bytes(small)
