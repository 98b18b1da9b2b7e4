"""The reference implementation's records are opened to the same result, step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.canonical import sha256_hex
from crypto.errors import ProofError, RecordError
from crypto.opening.combine import combine
from crypto.opening.decryption import check_partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import Result, check_result, decode
from crypto.proofs.schnorr import Proof
from crypto.record.event_payload import SizedTallyPayload
from tests.crypto.fixtures.vector_records import NAMES, vector


@pytest.mark.parametrize("name", NAMES)
def test_trustees_are_read_written_and_verified(name: str) -> None:
    given = vector(name)
    group = given.election.group
    assert given.trustees.to_json().encode() == given.record.trustees_bytes
    given.trustees.verify(group)
    assert given.trustees.joint_key(group) == given.election.public_key


def test_owners_are_numbered_over_all_items() -> None:
    owners = vector(NAMES[0]).trustees.owners
    assert [(owner.index, owner.item, owner.position) for owner in owners] == [
        (1, 0, 1),
        (2, 1, 1),
        (3, 1, 2),
        (4, 1, 3),
    ]
    assert [owner.certificate_key is None for owner in owners] == [True, False, False, False]


@pytest.mark.parametrize("name", NAMES)
def test_our_tally_of_the_ballots_is_the_published_one(name: str) -> None:
    given = vector(name)
    data = given.record.encrypted_tally_bytes
    assert data is not None
    assert given.tally.to_json().encode() == data
    assert EncryptedTally.parse(given.election, data) == given.tally
    size = len(given.ballots)
    assert given.record.sized_tally == SizedTallyPayload(size, size, sha256_hex(data))


@pytest.mark.parametrize("name", NAMES)
def test_shares_are_read_written_and_verified(name: str) -> None:
    given = vector(name)
    for owned in given.record.partial_decryptions:
        share = given.shares[owned.owner]
        assert share.to_json().encode() == owned.data
        key = given.trustees.owner(owned.owner).public_key
        check_partial_decryption(given.election, given.tally, share, key)


@pytest.mark.parametrize("name", NAMES)
def test_the_shares_give_the_published_result(name: str) -> None:
    given = vector(name)
    data = given.record.result_bytes
    assert data is not None
    factors = combine(given.election, given.trustees, given.shares)
    result = decode(given.election, given.tally, factors, len(given.ballots))
    assert result.to_json().encode() == data
    published = Result.parse(given.election, data)
    assert published == result
    check_result(given.election, given.tally, factors, published)


def test_a_share_under_another_owners_key_is_refused() -> None:
    given = vector(NAMES[1])
    key = given.trustees.owner(2).public_key
    with pytest.raises(ProofError) as caught:
        check_partial_decryption(given.election, given.tally, given.shares[1], key)
    assert caught.value.code == "decryption-proof"


@pytest.mark.parametrize("what", ["factor", "challenge", "response"])
def test_a_changed_share_is_refused_with_its_place(what: str) -> None:
    given = vector(NAMES[0])
    group, share = given.election.group, given.shares[1]
    factors, proofs = [list(row) for row in share.factors], [list(row) for row in share.proofs]
    proof = proofs[1][2]
    if what == "factor":
        factors[1][2] = group.multiply(factors[1][2], group.generator)
    elif what == "challenge":
        proofs[1][2] = Proof((proof.challenge + 1) % group.order, proof.response)
    else:
        proofs[1][2] = Proof(proof.challenge, (proof.response + 1) % group.order)
    changed = replace(share, factors=tuple(map(tuple, factors)), proofs=tuple(map(tuple, proofs)))
    key = given.trustees.owner(1).public_key
    with pytest.raises(ProofError) as caught:
        check_partial_decryption(given.election, given.tally, changed, key, where="event 205")
    assert caught.value.where == "event 205.decryption_proofs[1][2]"


def test_a_changed_result_is_refused_with_its_place() -> None:
    given = vector(NAMES[1])
    factors = combine(given.election, given.trustees, given.shares)
    result = decode(given.election, given.tally, factors, len(given.ballots))
    counts = [list(row) for row in result.counts]
    counts[1][0] += 1
    changed = Result(tuple(map(tuple, counts)))
    with pytest.raises(RecordError) as caught:
        check_result(given.election, given.tally, factors, changed, where="result")
    assert (caught.value.code, caught.value.where) == ("result-value", "result[1][0]")


def test_a_tally_of_other_ballots_does_not_open_to_numbers() -> None:
    given = vector(NAMES[1])
    wrong = combine(given.election, given.trustees, given.shares)[::-1]
    swapped = (wrong[1][:1] * len(wrong[1]), wrong[0][:1] * len(wrong[0]))
    with pytest.raises(RecordError) as caught:
        decode(given.election, given.tally, swapped, len(given.ballots))
    assert caught.value.code == "tally-value"
