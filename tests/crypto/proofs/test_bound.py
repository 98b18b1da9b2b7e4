"""The bound proof holds what version 1's proof lets go, and is what its definition says."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from crypto.election.question import Question
from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext, encrypt
from crypto.groups.group import Element, Group
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.opening.decryption import (
    PartialDecryption,
    check_partial_decryption,
    partial_decryption,
)
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.proofs.bound import DOMAIN, BoundContext, check_bound, prove_bound
from crypto.proofs.schnorr import Proof
from tests.crypto.fixtures.tellers_example import election_of, tellers

SECRET = 123456789


def context_of(group: Group, secret: int = SECRET) -> BoundContext:
    return BoundContext(group, "f" * 43, "a" * 64, "b" * 64, 2, group.base_power(secret))


def opened(group: Group, messages: tuple[int, ...]) -> tuple[list[Ciphertext], list[Element]]:
    key = group.base_power(42)
    ciphertexts = [encrypt(group, key, m, group.random_scalar()) for m in messages]
    return ciphertexts, [group.power(each.alpha, SECRET) for each in ciphertexts]


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_an_honest_proof_is_accepted(name: str) -> None:
    group = group_named(name)
    ciphertexts, factors = opened(group, (0, 1, 2))
    context = context_of(group)
    check_bound(context, ciphertexts, factors, prove_bound(context, ciphertexts, factors, SECRET))


@pytest.mark.parametrize("name", GROUP_NAMES)
@pytest.mark.parametrize("count", [0, 1])
def test_identities_need_no_exception(name: str, count: int) -> None:
    group = group_named(name)
    ciphertexts = [Ciphertext(group.identity, group.identity)] * count
    factors = [group.identity] * count
    context = context_of(group)
    check_bound(context, ciphertexts, factors, prove_bound(context, ciphertexts, factors, SECRET))
    with pytest.raises(ProofError):
        check_bound(context, ciphertexts, factors, Proof(0, 0))


CHANGES = {
    "fingerprint": {"fingerprint": "g" * 43},
    "setup": {"setup_hash": "c" * 64},
    "head": {"head_hash": "c" * 64},
    "owner": {"owner": 3},
    "hashes swapped": {"setup_hash": "b" * 64, "head_hash": "a" * 64},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_proof_holds_for_its_own_context_only(change: str) -> None:
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0))
    context = context_of(group)
    proof = prove_bound(context, ciphertexts, factors, SECRET)
    other = replace(context, **CHANGES[change])  # type: ignore[arg-type]
    with pytest.raises(ProofError) as caught:
        check_bound(other, ciphertexts, factors, proof, where="acts[1]")
    assert (caught.value.code, caught.value.where) == ("bound-proof", "acts[1]")


def test_a_proof_holds_for_its_own_key_only() -> None:
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0))
    context = context_of(group)
    proof = prove_bound(context, ciphertexts, factors, SECRET)
    with pytest.raises(ProofError):
        check_bound(context_of(group, SECRET + 1), ciphertexts, factors, proof)


@pytest.mark.parametrize("part", ["alpha", "beta", "factor", "order", "challenge", "response"])
def test_a_proof_holds_for_these_values_only(part: str) -> None:
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0, 3))
    context = context_of(group)
    proof = prove_bound(context, ciphertexts, factors, SECRET)
    first = ciphertexts[0]
    if part == "alpha":
        ciphertexts[0] = replace(first, alpha=group.multiply(first.alpha, group.generator))
    elif part == "beta":
        ciphertexts[0] = replace(first, beta=group.multiply(first.beta, group.generator))
    elif part == "factor":
        factors[2] = group.multiply(factors[2], group.generator)
    elif part == "order":
        ciphertexts, factors = ciphertexts[::-1], factors[::-1]
    elif part == "challenge":
        proof = replace(proof, challenge=(proof.challenge + 1) % group.order)
    else:
        proof = replace(proof, response=(proof.response + 1) % group.order)
    with pytest.raises(ProofError):
        check_bound(context, ciphertexts, factors, proof)


def test_a_missing_factor_is_a_mistake_of_the_caller() -> None:
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0))
    with pytest.raises(ValueError, match="shorter"):
        prove_bound(context_of(group), ciphertexts, factors[:1], SECRET)


def test_false_factors_that_cancel_each_other_do_not_pass() -> None:
    """The plain product of factors would be right here; only the weights tell them apart."""
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0))
    factors[0] = group.multiply(factors[0], group.generator)
    factors[1] = group.divide(factors[1], group.generator)
    context = context_of(group)
    with pytest.raises(ProofError):
        check_bound(
            context, ciphertexts, factors, prove_bound(context, ciphertexts, factors, SECRET)
        )


def test_a_factor_proved_falsely_in_version_1_is_not_bound() -> None:
    """The known cheat: fix A and B first, then choose alpha so that a false factor fits.

    The teller knows the randomness r of the last ciphertext's alpha = g^r. It commits to A = g^w
    and B = g^v with any v, gets its challenge c (which hashes neither alpha nor the factor), and
    solves alpha^response * F^c = B for r, with the false factor F = alpha^x * g.
    """
    made = tellers()
    group, election = made.group, election_of(made.trustees, (Question("?", ("A",), 0, 1),))
    secret, public = made.key(1), made.trustees.owner(1).public_key
    w, v = group.random_scalar(), group.random_scalar()
    A, B = group.base_power(w), group.base_power(v)
    challenge = group.hash_to_scalar(
        f"decrypt|{election.fingerprint}|{group.encode(public)}|{group.encode(A)},{group.encode(B)}"
    )
    response = group.response(w, secret, challenge)
    # alpha^response * (alpha^x * g)^c = alpha^w * g^c = g^(rw + c) = g^v
    r = group.scalar_multiply(group.scalar_subtract(v, challenge), pow(w, -1, group.order))
    alpha = group.base_power(r)
    false = group.multiply(group.power(alpha, secret), group.generator)
    tally = EncryptedTally(group, ((Ciphertext(alpha, group.power(election.public_key, r)),),))
    share = PartialDecryption(group, ((false,),), ((Proof(challenge, response),),))

    check_partial_decryption(election, tally, share, public)  # version 1 is deceived

    context = BoundContext(group, election.fingerprint, "a" * 64, "b" * 64, 1, public)
    proof = prove_bound(context, tally.ciphertexts, [false], secret)
    with pytest.raises(ProofError) as caught:
        check_bound(context, tally.ciphertexts, [false], proof)
    assert caught.value.code == "bound-proof"

    honest = partial_decryption(election, tally, secret, public)
    factors = honest.factors[0]
    proof = prove_bound(context, tally.ciphertexts, factors, secret)
    check_bound(context, tally.ciphertexts, factors, proof)


def test_the_proof_is_the_one_that_the_definition_describes() -> None:
    """A second implementation, written from the module's text alone, verifies the proof."""
    group = group_named("Ed25519")
    ciphertexts, factors = opened(group, (1, 0, 2))
    context = context_of(group)
    proof = prove_bound(context, ciphertexts, factors, SECRET)

    def prefixed(*items: bytes) -> bytes:
        return b"".join(len(item).to_bytes(4, "big") + item for item in items)

    texts = [DOMAIN, "Ed25519", "f" * 43, "a" * 64, "b" * 64, "2"]
    texts += [group.encode(context.public_key), "3"]
    for ciphertext, factor in zip(ciphertexts, factors, strict=True):
        texts += [group.encode(each) for each in (ciphertext.alpha, ciphertext.beta, factor)]
    seed = hashlib.sha512(prefixed(*(text.encode() for text in texts))).digest()
    alpha = folded = group.identity
    for k in range(3):
        digest = hashlib.sha256(seed + k.to_bytes(8, "big")).digest()
        rho = int.from_bytes(digest[:16], "big")
        alpha = group.multiply(alpha, group.power(ciphertexts[k].alpha, rho))
        folded = group.multiply(folded, group.power(factors[k], rho))
    c, r = proof.challenge, proof.response
    A = group.multiply(group.base_power(r), group.power(context.public_key, c))
    B = group.multiply(group.power(alpha, r), group.power(folded, c))
    hashed = prefixed(seed, *(group.encode(each).encode() for each in (alpha, folded, A, B)))
    assert int.from_bytes(hashlib.sha512(hashed).digest(), "big") % group.order == c
