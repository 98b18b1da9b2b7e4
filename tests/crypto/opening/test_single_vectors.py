"""The reference implementation's records with single answers, step by step to the same result."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import pytest

from crypto.ballots.ballot import Ballot, max_ballot_bytes, parse_ballot, verify_ballot
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.errors import ProofError, Refused
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.opening.result import Result, check_result, decode
from crypto.record.event_payload import SizedTallyPayload
from crypto.record.record import Record, read_record
from crypto.shuffles.shuffle import Shuffle, check_shuffle, make_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tests.crypto.fixtures.vector_records import VECTORS

NAMES = ("ed25519-nh-60-v3.3.0", "rfc3526-nh-10-v3.3.0")
each = pytest.mark.parametrize("name", NAMES)


@dataclass(frozen=True)
class Sample:
    record: Record
    election: Election
    trustees: Trustees
    ballots: tuple[Ballot, ...]
    tallies: tuple[EncryptedTally, ...]
    """After no shuffle, after the first, after the second."""
    shuffles: tuple[Shuffle, ...]

    @property
    def size(self) -> int:
        return len(self.ballots)


@cache
def sample(name: str) -> Sample:
    record = read_record((VECTORS / name / "record.bel").read_bytes())
    election = Election.parse(record.election_bytes)
    ballots = tuple(parse_ballot(election, found.data) for found in record.ballots)
    tallies = [aggregate(election, ((ballot, 1) for ballot in ballots))]
    shuffles = tuple(
        Shuffle.parse(election, found.data, single_answers=len(ballots))
        for found in record.shuffles
    )
    for shuffle in shuffles:
        tallies.append(shuffled(election, tallies[-1], shuffle))
    trustees = Trustees.parse(election.group, record.trustees_bytes)
    return Sample(record, election, trustees, ballots, tuple(tallies), shuffles)


@each
def test_election_and_ballots_are_read_exactly_and_verify(name: str) -> None:
    given = sample(name)
    assert given.election.to_json().encode() == given.record.election_bytes
    assert given.election.single_questions == (0,)
    for ballot, found in zip(given.ballots, given.record.ballots, strict=True):
        assert ballot.to_json().encode() == found.data
        assert len(found.data) <= max_ballot_bytes(given.election)
        verify_ballot(given.election, ballot)


@each
def test_the_tally_is_the_published_one_and_sorted(name: str) -> None:
    given = sample(name)
    data = given.record.encrypted_tally_bytes
    assert data is not None
    assert given.tallies[0].to_json().encode() == data
    parsed = EncryptedTally.parse(given.election, data, single_answers=given.size)
    assert parsed == given.tallies[0]
    sized = SizedTallyPayload(given.size, given.size, sha256_hex(data))
    assert given.record.sized_tally == sized


@each
def test_both_shuffles_are_read_exactly_and_verify(name: str) -> None:
    given = sample(name)
    assert len(given.shuffles) == 2
    for before, shuffle, found in zip(
        given.tallies, given.shuffles, given.record.shuffles, strict=False
    ):
        assert shuffle.to_json().encode() == found.data
        check_shuffle(given.election, before, shuffle)


@each
def test_shuffles_in_another_order_are_refused(name: str) -> None:
    given = sample(name)
    with pytest.raises(ProofError, match="shuffle-proof"):
        check_shuffle(given.election, given.tallies[0], given.shuffles[1])
    with pytest.raises(ProofError, match="shuffle-proof"):
        check_shuffle(given.election, given.tallies[1], given.shuffles[0])


@each
def test_a_third_shuffle_of_ours_verifies(name: str) -> None:
    given = sample(name)
    shuffle = make_shuffle(given.election, given.tallies[2])
    check_shuffle(given.election, given.tallies[2], shuffle)
    again = Shuffle.parse(given.election, shuffle.to_json(), single_answers=given.size)
    assert again == shuffle


@each
def test_the_shares_verify_and_give_the_published_result(name: str) -> None:
    given = sample(name)
    election, tally = given.election, given.tallies[2]
    shares = {}
    for owned in given.record.partial_decryptions:
        share = PartialDecryption.parse(election, owned.data, single_answers=given.size)
        assert share.to_json().encode() == owned.data
        key = given.trustees.owner(owned.owner).public_key
        check_partial_decryption(election, tally, share, key)
        shares[owned.owner] = share
    factors = combine(election, given.trustees, shares)
    result = decode(election, tally, factors, given.size)
    data = given.record.result_bytes
    assert data is not None
    assert result.to_json().encode() == data
    assert Result.parse(election, data, single_answers=given.size) == result
    check_result(election, tally, factors, result)
    assert all(answer.canonical for answer in decrypt_single_answers(election, tally, factors)[0])

    cast = json.loads((VECTORS / name / "votes.json").read_bytes())
    votes = [choices for _, choices in cast]
    assert result.singles[0] is not None
    assert sorted(map(list, result.singles[0])) == sorted(rank for rank, _ in votes)
    assert result.counts == ((), tuple(map(sum, zip(*(b for _, b in votes), strict=True))))


@each
def test_the_number_of_ballots_must_be_right(name: str) -> None:
    given = sample(name)
    record, election = given.record, given.election
    tally, result = record.encrypted_tally_bytes, record.result_bytes
    assert tally is not None
    assert result is not None
    for size in (0, given.size - 1, given.size + 1):
        for parse, data in (
            (EncryptedTally.parse, tally),
            (Shuffle.parse, record.shuffles[0].data),
            (PartialDecryption.parse, record.partial_decryptions[0].data),
            (Result.parse, result),
        ):
            with pytest.raises(Refused) as caught:
                parse(election, data, single_answers=size)
            assert caught.value.code in {"array-length", "json-too-long"}
