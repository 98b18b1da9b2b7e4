"""Every ballot that the reference implementation made is read and accepted, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.ballots.ballot import max_ballot_bytes, parse_ballot, verify_ballot
from crypto.election.credential import parse_credentials
from crypto.election.election import Election
from crypto.errors import ProofError
from tests.crypto.fixtures.sample_elections import BELENIOS_VECTOR, ED25519_VECTOR, vector


@pytest.mark.parametrize("folder", [ED25519_VECTOR, BELENIOS_VECTOR], ids=lambda f: f.name)
def test_ballots_are_read_exactly_and_verify(folder: Path) -> None:
    sample = vector(folder)
    election = Election.parse(sample.election)
    listed = {c.key for c in parse_credentials(election.group, sample.credentials)}
    assert len(sample.ballots) == len(listed)
    # Reading all is cheap; verifying 200 ballots of 15 choices takes a while: every fifth.
    step = max(1, len(sample.ballots) // 40)
    for index, data in enumerate(sample.ballots):
        ballot = parse_ballot(election, data)
        assert ballot.to_json().encode() == data
        assert ballot.fingerprint == json.loads(data)["signature"]["hash"]
        assert ballot.credential in listed
        assert len(data) <= max_ballot_bytes(election)
        if index % step == 0:
            verify_ballot(election, ballot)


@pytest.mark.slow
def test_all_ballots_of_the_larger_record_verify() -> None:
    sample = vector(ED25519_VECTOR)
    election = Election.parse(sample.election)
    for data in sample.ballots:
        verify_ballot(election, parse_ballot(election, data))


@pytest.mark.parametrize("folder", [ED25519_VECTOR, BELENIOS_VECTOR], ids=lambda f: f.name)
def test_a_foreign_ballot_is_refused_in_another_box(folder: Path) -> None:
    sample = vector(folder)
    election = Election.parse(sample.election)
    ballot = parse_ballot(election, sample.ballots[0])
    with pytest.raises(ProofError, match="ballot-election"):
        verify_ballot(replace(election, description="another"), ballot)
