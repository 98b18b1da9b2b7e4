"""Checking the proof of a shuffle (section 6, table 5); everything here is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeAlias

from crypto.errors import ProofError
from crypto.groups.generators import generators, secondary_generator
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here, product_of_powers
from crypto.json_values import item
from crypto.place import Where, place_of
from crypto.shuffles.challenge import ShuffleChallenges, ShuffleStatement
from crypto.shuffles.proof import ShuffleProof

_Link: TypeAlias = tuple[int, Element, Element, Element, int, int]
"""i, ĉ_(i-1), ĉ_i, t̂_i, ŝ_i, s'_i."""


def check_shuffle_proof(
    statement: ShuffleStatement,
    proof: ShuffleProof,
    *,
    where: Where = "",
    map_parts: MapParts = map_here,
) -> None:
    """Check that the outputs of `statement` are its inputs, permuted and re-encrypted.

    Every element was checked to be in the group when it was parsed. Raises
    `ProofError`: `shuffle-length` when inputs, outputs and proof are not of the
    same length, `shuffle-proof` with the equation that does not hold as its place.
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
            raise _does_not_hold(name, where)

    def proved(g_exponent: int, about: Element) -> Element:
        return _proved(group, challenge, g_exponent, about)

    def product(bases: Iterable[Element], exponents: Iterable[int]) -> Element:
        return product_of_powers(group, bases, exponents, map_parts)

    c_bar = group.divide(group.product(c), group.product(hs))
    expect(t.t1, proved(s.s1, c_bar), "t1")

    u_product = 1
    for each in u:
        u_product = u_product * each % group.order
    last = c_hat[-1] if c_hat else h
    expect(t.t2, proved(s.s2, group.divide(last, group.power_public(h, u_product))), "t2")

    c_tilde = product(c, u)
    t3 = group.multiply(proved(s.s3, c_tilde), product(hs, s.s_prime))
    expect(t.t3, t3, "t3")

    beta = product((each.beta for each in statement.before), u)
    folded = group.commitment2(beta, challenge, statement.public_key, s.s4)
    outputs = product((each.beta for each in statement.after), s.s_prime)
    expect(t.t4[0], group.divide(outputs, folded), "t4_1")

    alpha = product((each.alpha for each in statement.before), u)
    folded = group.commitment(s.s4, alpha, challenge)
    outputs = product((each.alpha for each in statement.after), s.s_prime)
    expect(t.t4[1], group.divide(outputs, folded), "t4_2")

    befores = (h, *c_hat[:-1])[: len(c_hat)]
    links = tuple(zip(range(len(c_hat)), befores, c_hat, t.t_hat, s.s_hat, s.s_prime, strict=True))
    for broken in map_parts(partial(_broken_link, group, challenge), links):
        if broken is not None:
            raise _does_not_hold(item("t_hat", broken), where)


def _does_not_hold(name: Where, where: Where) -> ProofError:
    place = place_of(where) / place_of(name)
    return ProofError("shuffle-proof", f"the equation for {name} does not hold", where=place)


def _proved(group: Group, challenge: int, g_exponent: int, about: Element) -> Element:
    """g^g_exponent · about^-challenge."""
    return group.commitment(g_exponent, group.inverse(about), challenge)


def _broken_link(group: Group, challenge: int, links: Sequence[_Link]) -> int | None:
    """The index of the first of `links` whose equation does not hold."""
    for i, before, c_hat, t_hat, s_hat, s_prime in links:
        link = group.power_public(before, s_prime)
        if t_hat != group.multiply(_proved(group, challenge, s_hat, c_hat), link):
            return i
    return None


def _check_lengths(statement: ShuffleStatement, proof: ShuffleProof, where: Where) -> None:
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
