"""Checking the proof of a shuffle (section 6, table 5); everything here is public."""

from __future__ import annotations

from collections.abc import Iterable

from crypto.errors import ProofError
from crypto.generators import generators, secondary_generator
from crypto.group import Element, Group
from crypto.shuffle_challenge import ShuffleChallenges, ShuffleStatement
from crypto.shuffle_proof import ShuffleProof
from crypto.typed_json import item, join


def check_shuffle_proof(
    statement: ShuffleStatement, proof: ShuffleProof, *, where: str = ""
) -> None:
    """Check that the outputs of *statement* are its inputs, permuted and re-encrypted.

    Every element was checked to be in the group when it was parsed. Raises
    ``ProofError``: ``shuffle-length`` when inputs, outputs and proof are not of the
    same length, ``shuffle-proof`` with the equation that does not hold as its place.
    """
    _check_lengths(statement, proof, where)
    group = statement.group
    t, s, c, c_hat = proof.t, proof.s, proof.c, proof.c_hat
    h = secondary_generator(group)
    hs = generators(group, len(c))
    challenges = ShuffleChallenges.of(statement, c)
    u = challenges.each()
    challenge = challenges.whole(t, c_hat)

    def expect(found: Element, expected: Element, name: str) -> None:
        if found != expected:
            raise ProofError(
                "shuffle-proof", f"the equation for {name} does not hold", where=join(where, name)
            )

    def proved(g_exponent: int, about: Element) -> Element:
        """Return g^g_exponent · about^-challenge."""
        return group.commitment(g_exponent, group.inverse(about), challenge)

    c_bar = group.divide(group.product(c), group.product(hs))
    expect(t.t1, proved(s.s1, c_bar), "t1")

    u_product = 1
    for each in u:
        u_product = u_product * each % group.order
    last = c_hat[-1] if c_hat else h
    expect(t.t2, proved(s.s2, group.divide(last, group.power_public(h, u_product))), "t2")

    c_tilde = _product(group, c, u)
    t3 = group.multiply(proved(s.s3, c_tilde), _product(group, hs, s.s_prime))
    expect(t.t3, t3, "t3")

    beta = _product(group, (each.beta for each in statement.before), u)
    folded = group.commitment2(beta, challenge, statement.public_key, s.s4)
    outputs = _product(group, (each.beta for each in statement.after), s.s_prime)
    expect(t.t4[0], group.divide(outputs, folded), "t4_1")

    alpha = _product(group, (each.alpha for each in statement.before), u)
    folded = group.commitment(s.s4, alpha, challenge)
    outputs = _product(group, (each.alpha for each in statement.after), s.s_prime)
    expect(t.t4[1], group.divide(outputs, folded), "t4_2")

    for i, before in enumerate((h, *c_hat[:-1]) if c_hat else ()):
        link = group.power_public(before, s.s_prime[i])
        expect(t.t_hat[i], group.multiply(proved(s.s_hat[i], c_hat[i]), link), item("t_hat", i))


def _check_lengths(statement: ShuffleStatement, proof: ShuffleProof, where: str) -> None:
    size = len(statement.before)
    if len(statement.after) != size:
        raise ProofError(
            "shuffle-length",
            f"{len(statement.after)} ciphertexts come out of a shuffle that {size} went into",
            where=where,
        )
    parts = (proof.t.t_hat, proof.s.s_hat, proof.s.s_prime, proof.c, proof.c_hat)
    if any(len(part) != size for part in parts):
        raise ProofError(
            "shuffle-length", f"the proof is not about {size} ciphertexts", where=where
        )


def _product(group: Group, bases: Iterable[Element], exponents: Iterable[int]) -> Element:
    return group.product(group.power_public(e, k) for e, k in zip(bases, exponents, strict=True))
