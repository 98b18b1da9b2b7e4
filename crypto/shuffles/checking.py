"""Checking the proof of a shuffle (section 6, table 5); everything here is public."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from crypto.errors import ProofError
from crypto.groups.generators import generators, secondary_generator
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here, products_of_columns
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
    before, after = statement.before, statement.after

    c_tilde, alpha, beta = products_of_columns(
        group,
        (c, [each.alpha for each in before], [each.beta for each in before]),
        u,
        map_parts,
    )
    hs_raised, alpha_out, beta_out = products_of_columns(
        group,
        (hs, [each.alpha for each in after], [each.beta for each in after]),
        s.s_prime,
        map_parts,
    )
    u_product = 1
    for each in u:
        u_product = u_product * each % group.order
    last = c_hat[-1] if c_hat else h
    g, y = group.generator, statement.public_key
    expected = {
        "t1": ((g, s.s1), (group.product(c), -challenge), (group.product(hs), challenge)),
        "t2": ((g, s.s2), (last, -challenge), (h, u_product * challenge)),
        "t3": ((g, s.s3), (c_tilde, -challenge), (hs_raised, 1)),
        "t4_1": ((beta_out, 1), (beta, -challenge), (y, -s.s4)),
        "t4_2": ((alpha_out, 1), (alpha, -challenge), (g, -s.s4)),
    }
    found = (t.t1, t.t2, t.t3, *t.t4)
    products = group.products_of_powers(tuple(expected.values()))
    for name, commitment, product in zip(expected, found, products, strict=True):
        if commitment != product:
            raise _does_not_hold(name, where)

    befores = (h, *c_hat[:-1])[: len(c_hat)]
    links = tuple(zip(range(len(c_hat)), befores, c_hat, t.t_hat, s.s_hat, s.s_prime, strict=True))
    for broken in map_parts(partial(_broken_link, group, challenge), links):
        if broken is not None:
            raise _does_not_hold(item("t_hat", broken), where)


def _does_not_hold(name: Where, where: Where) -> ProofError:
    place = place_of(where) / place_of(name)
    return ProofError("shuffle-proof", f"the equation for {name} does not hold", where=place)


def _broken_link(group: Group, challenge: int, links: Sequence[_Link]) -> int | None:
    """The index of the first of `links` whose equation does not hold."""
    g = group.generator
    products = group.products_of_powers(
        [
            ((g, s_hat), (c_hat, -challenge), (before, s_prime))
            for _, before, c_hat, _, s_hat, s_prime in links
        ]
    )
    pairs = zip(links, products, strict=True)
    return next((i for (i, _, _, t_hat, *_), product in pairs if t_hat != product), None)


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
