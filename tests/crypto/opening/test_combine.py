"""Shares combined: any threshold of them, with mandatory trustees beside, and never too few."""

from __future__ import annotations

from itertools import combinations

import pytest

from crypto.election.election import Election
from crypto.errors import ParseError, RecordError
from crypto.groups.elgamal import encrypt
from crypto.groups.named import GROUP_NAMES
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption, partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import decode
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from tests.crypto.fixtures.tellers_example import election_of, tellers

COUNTS = ((3, 0, 1, 2), (7, 5, 0))
SINGLE_SECRET = 987654321


def opened(
    election: Election, secrets: dict[int, int]
) -> tuple[EncryptedTally, dict[int, PartialDecryption]]:
    group = election.group
    tally = EncryptedTally(
        group,
        tuple(
            tuple(encrypt(group, election.public_key, n, group.random_scalar()) for n in row)
            for row in COUNTS
        ),
    )
    shares = {
        owner: partial_decryption(election, tally, secret, group.base_power(secret))
        for owner, secret in secrets.items()
    }
    return tally, shares


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_any_two_or_all_of_three(name: str) -> None:
    made = tellers(name)
    election = election_of(made.trustees)
    tally, shares = opened(election, {number: made.key(number) for number in (1, 2, 3)})
    for count in (2, 3):
        for chosen in combinations((3, 1, 2), count):
            factors = combine(election, made.trustees, {n: shares[n] for n in chosen})
            assert decode(election, tally, factors, 7).counts == COUNTS


def mixed() -> Trustees:
    made = tellers()
    single = Single(make_trustee_key(made.group, SINGLE_SECRET))
    return Trustees(made.group, (single, *made.trustees.items))


def test_a_mandatory_trustee_beside_a_threshold() -> None:
    trustees, made = mixed(), tellers()
    trustees.verify(made.group)
    election = election_of(trustees)
    secrets = {1: SINGLE_SECRET, 3: made.key(2), 4: made.key(3)}
    tally, shares = opened(election, secrets)
    factors = combine(election, trustees, shares)
    assert decode(election, tally, factors, 7).counts == COUNTS


@pytest.mark.parametrize(("missing", "place"), [(1, "trustees[0]"), (3, "trustees[1]")])
def test_too_few_shares_are_refused_with_their_item(missing: int, place: str) -> None:
    trustees, made = mixed(), tellers()
    election = election_of(trustees)
    secrets = {1: SINGLE_SECRET, 3: made.key(2), 4: made.key(3)}
    del secrets[missing]
    _, shares = opened(election, secrets)
    with pytest.raises(RecordError) as caught:
        combine(election, trustees, shares)
    assert (caught.value.code, caught.value.where) == ("shares-missing", place)


@pytest.mark.parametrize("owner", [0, 4, -1])
def test_an_owner_who_does_not_exist(owner: int) -> None:
    made = tellers()
    election = election_of(made.trustees)
    _, shares = opened(election, {1: made.key(1), 2: made.key(2)})
    with pytest.raises(ParseError) as caught:
        combine(election, made.trustees, {**shares, owner: shares[1]})
    assert caught.value.code == "owner-unknown"


def test_a_share_of_another_election() -> None:
    made = tellers()
    election = election_of(made.trustees)
    _, shares = opened(election, {1: made.key(1), 2: made.key(2)})
    smaller = election_of(made.trustees, election.questions[:1])
    with pytest.raises(ParseError) as caught:
        combine(smaller, made.trustees, shares)
    assert caught.value.code == "share-shape"


def test_a_key_that_is_not_the_tellers_opens_nothing() -> None:
    made = tellers()
    election = election_of(made.trustees)
    tally, _ = opened(election, {})
    with pytest.raises(ParseError) as caught:
        partial_decryption(election, tally, 5, made.trustees.owner(1).public_key)
    assert caught.value.code == "key-mismatch"
