"""What is taken from the text of a ballot as it stands: what was signed, and its elements."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.ballots.ballot import (
    Ballot,
    ballot_check,
    ballot_elements,
    parse_ballot,
    unsigned_part,
)
from crypto.election.election import Election
from crypto.errors import ProofError
from crypto.groups.named import GROUP_NAMES
from crypto.proofs.checks import run
from tests.crypto.fixtures.lists_ballots import VOTES as LISTS
from tests.crypto.fixtures.lists_ballots import Maker, lists_election, signed
from tests.crypto.fixtures.sample_elections import cast, election
from tests.crypto.fixtures.single_elections import VOTES, single_election, vote

PAPER = ((0, 1, 0, 1), (0, 1))


def ballots_of_every_kind() -> list[tuple[Election, Ballot]]:
    made = [(of, cast(of, PAPER)) for of in map(election, GROUP_NAMES)]
    single, lists = single_election("Ed25519"), lists_election()
    made.append((single, vote(single, 0, VOTES[0])))
    made.append((lists, signed(lists, 0, Maker(lists, 0, LISTS[0]).answer())))
    return made


@pytest.fixture(scope="module")
def ballots() -> list[tuple[Election, Ballot]]:
    return ballots_of_every_kind()


def test_the_unsigned_part_is_what_the_fingerprint_is_the_hash_of(
    ballots: list[tuple[Election, Ballot]],
) -> None:
    for of, ballot in ballots:
        text = ballot.to_json().encode()
        unsigned = unsigned_part(text)
        assert unsigned == parse_ballot(of, text).unsigned_json().encode()
        run(of.group, ballot_check(of, ballot, unsigned))
        with pytest.raises(ProofError, match="ballot-hash"):
            run(of.group, ballot_check(of, ballot, unsigned + b" "))


def test_the_elements_of_a_ballot_are_its_credential_and_ciphertexts(
    ballots: list[tuple[Election, Ballot]],
) -> None:
    for of, ballot in ballots:
        encode = of.group.encode
        choices = [choice for answer in ballot.answers for choice in answer.choices]
        expected = [encode(e) for choice in choices for e in (choice.alpha, choice.beta)]
        found = ballot_elements(json.loads(ballot.to_json()))
        assert sorted(found) == sorted([encode(ballot.credential), *expected])


texts = st.recursive(
    st.text(max_size=2) | st.integers() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("answers", "choices", "credential", "alpha")), inner, max_size=4
        )
    ),
)


@given(texts)
def test_the_elements_of_anything_are_looked_for_without_a_fault(value: object) -> None:
    found = ballot_elements(value)  # type: ignore[arg-type]
    assert all(type(each) is str for each in found)
