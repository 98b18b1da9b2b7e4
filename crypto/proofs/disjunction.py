"""Proofs that at least one of several claims about ciphertexts is true, not which.

A claim says: this ciphertext `(alpha, beta)` encrypts the value M. The proof
has one (challenge, response) per claim; with

    A_j = g^response_j · alpha_j^challenge_j
    B_j = y^response_j · (beta_j / g^M_j)^challenge_j
        = y^response_j · beta_j^challenge_j · g^(-M_j·challenge_j)

the challenges must add up to the hash of `prefix|A_0,B_0,A_1,B_1,…` mod q.
This is the common shape of the proofs of sections 4.12 and 4.13; they differ in
the claims and in the prefix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group, Terms
from crypto.groups.randomness import Randomness
from crypto.place import Where
from crypto.proofs.checks import Check
from crypto.proofs.schnorr import Proof


@dataclass(frozen=True, slots=True)
class Claim:
    """That *ciphertext* encrypts *value* (at least 0)."""

    ciphertext: Ciphertext
    value: int


@dataclass(frozen=True, slots=True)
class Witness:
    """What the prover knows of a ciphertext: its message and its randomness."""

    message: int = field(repr=False)
    r: int = field(repr=False)


def prove_disjunction(
    group: Group,
    public_key: Element,
    prefix: str,
    claims: Sequence[tuple[Witness, int]],
    true_claim: int,
    randomness: Randomness,
) -> tuple[Proof, ...]:
    """Prove that one of `claims` is true; the one with index `true_claim` is.

    Each claim is the witness of a ciphertext and the value it is said to have.
    Knowing the witnesses, the commitments of the simulated claims are computed as
    `A = g^t`, `B = y^t · g^((m-M)c)` with `t = response + r·c`, which is the
    same as the formulas above with fewer powers. Randomness is drawn, and the
    same operations are done, alike for the true claim and for the others.
    """
    challenges: list[int] = []
    responses: list[int] = []
    commitments: list[str] = []
    for index, (witness, value) in enumerate(claims):
        challenge = randomness.scalar(group)
        response = randomness.scalar(group)
        simulated = group.scalar_add(response, group.scalar_multiply(witness.r, challenge))
        t = (simulated, response)[index == true_claim]
        # A difference of 0 would be answered without computing: compute another, drop it.
        difference = (witness.message - value) % group.order
        shift = group.base_power(group.scalar_multiply(difference or 1, challenge))
        shift = (shift, group.identity)[difference == 0]
        commitments.append(group.encode(group.base_power(t)))
        commitments.append(group.encode(group.multiply(group.power(public_key, t), shift)))
        challenges.append(challenge)
        responses.append(response)
    own = group.hash_to_scalar(f"{prefix}|{','.join(commitments)}")
    for index, challenge in enumerate(challenges):
        if index != true_claim:
            own = group.scalar_subtract(own, challenge)
    challenges[true_claim] = own
    witness, _ = claims[true_claim]
    responses[true_claim] = group.response(responses[true_claim], witness.r, own)
    return tuple(Proof(c, s) for c, s in zip(challenges, responses, strict=True))


def disjunction_check(
    group: Group,
    public_key: Element,
    prefix: str,
    claims: Sequence[Claim],
    proofs: Sequence[Proof],
    *,
    code: str,
    where: Where = "",
) -> Check:
    """The check of a proof that one of `claims` is true; refuses with `code`."""
    if len(proofs) != len(claims):
        raise ProofError(code, f"{len(proofs)} parts found, expected {len(claims)}", where=where)
    g = group.generator
    asked: list[Terms] = []
    total = 0
    for claim, proof in zip(claims, proofs, strict=True):
        c, r = proof.challenge, proof.response
        alpha, beta = claim.ciphertext.alpha, claim.ciphertext.beta
        asked.append(((g, r), (alpha, c)))
        shifted = ((beta, c), (g, -claim.value * c)) if claim.value else ((beta, c),)
        asked.append(((public_key, r), *shifted))
        total += c
    commitments = ",".join([group.encode(e) for e in (yield asked)])
    if group.hash_to_scalar(f"{prefix}|{commitments}") != total % group.order:
        raise ProofError(code, "the proof does not verify", where=where)
