"""Proofs of knowledge and signatures hold for what was proved and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError, ProofError
from crypto.groups.group import Group
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import (
    Proof,
    SignedMessage,
    check_knowledge,
    check_message,
    prove_knowledge,
    sign_message,
)

each_group = pytest.mark.parametrize(
    "group", [group_named(n) for n in GROUP_NAMES], ids=GROUP_NAMES
)
FRESH = SystemRandomness()


def hashed(A: str) -> str:
    return f"pok|test|{A}"


@each_group
@settings(max_examples=10, deadline=None)
@given(secret=st.integers(0, 2**250) | st.just(0))
def test_who_knows_the_secret_convinces(group: Group, secret: int) -> None:
    proof = prove_knowledge(group, secret, hashed, FRESH)

    check_knowledge(group, group.base_power(secret), proof, hashed)
    assert prove_knowledge(group, secret, hashed, FRESH) != proof
    assert Proof.from_json(group, proof.to_json()) == proof


@each_group
def test_any_other_key_text_or_number_is_refused(group: Group) -> None:
    key = group.base_power(99)
    proof = prove_knowledge(group, 99, hashed, FRESH)
    q = group.order
    wrong = [
        (group.base_power(98), proof, hashed),
        (group.identity, proof, hashed),
        (key, proof, lambda A: f"pok|other|{A}"),
        (key, replace(proof, challenge=(proof.challenge + 1) % q), hashed),
        (key, replace(proof, response=(proof.response + 1) % q), hashed),
        (key, Proof(proof.response, proof.challenge), hashed),
    ]
    for public, attempt, text in wrong:
        with pytest.raises(ProofError, match="proof-of-knowledge"):
            check_knowledge(group, public, attempt, text, where="key")


@each_group
def test_zeros_from_an_attacker_are_refused_not_stumbled_over(group: Group) -> None:
    for proof in (Proof(0, 0), Proof(0, 5), Proof(5, 0)):
        for public in (group.identity, group.generator):
            with pytest.raises(ProofError):
                check_knowledge(group, public, proof, hashed)


@each_group
def test_signatures(group: Group) -> None:
    key = group.base_power(5)
    signed = sign_message(group, 5, "第一轮 A票", FRESH)

    check_message(group, key, signed)
    assert SignedMessage.from_json(group, signed.to_json()) == signed
    for wrong in (
        replace(signed, message="第一轮 B票"),
        replace(signed, signature=Proof(1, 1)),
    ):
        with pytest.raises(ProofError, match="message-signature") as caught:
            check_message(group, key, wrong, where="certs[0]")
        assert caught.value.where == "certs[0]"


@each_group
def test_proofs_are_read_strictly(group: Group) -> None:
    value = Proof(3, 4).to_json()
    assert value == {"challenge": "3", "response": "4"}
    for bad, where in (
        (value | {"challenge": "03"}, "p.challenge"),
        (value | {"response": str(group.order)}, "p.response"),
        (value | {"response": "-4"}, "p.response"),
        (value | {"response": 4}, "p.response"),
        ({"response": "4", "challenge": "3"}, "p"),
        (value | {"extra": "1"}, "p"),
    ):
        with pytest.raises(ParseError) as caught:
            Proof.from_json(group, bad, "p")
        assert caught.value.where == where
