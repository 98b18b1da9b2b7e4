"""Shuffling ciphertexts and proving it (section 6, tables 1 to 4, 9 and 12).

Whoever knows the permutation knows where every single answer went; the
permutation and all exponents here are secret, made by this process and
forgotten with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto.groups.elgamal import Ciphertext
from crypto.groups.generators import generators, secondary_generator
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.shuffles.challenge import ShuffleChallenges, ShuffleStatement
from crypto.shuffles.permutation import random_permutation
from crypto.shuffles.proof import ShuffleCommitments, ShuffleProof, ShuffleResponses


@dataclass(frozen=True, slots=True)
class Mixing:
    """The secret of a shuffle: output i is input `permutation[i]`, re-encrypted.

    `r[j]` is the randomness added to input j.
    """

    permutation: tuple[int, ...] = field(repr=False)
    r: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Committed:
    """Commitments and the exponents of g in them."""

    elements: tuple[Element, ...]
    r: tuple[int, ...] = field(repr=False)


def shuffle(
    group: Group,
    public_key: Element,
    before: Sequence[Ciphertext],
    randomness: Randomness,
) -> tuple[tuple[Ciphertext, ...], Mixing]:
    """Re-encrypt and permute `before` (GenShuffle)."""
    r = tuple(randomness.scalar(group) for _ in before)
    fresh = [_reencrypt(group, public_key, c, k) for c, k in zip(before, r, strict=True)]
    permutation = random_permutation(len(before))
    return tuple(fresh[j] for j in permutation), Mixing(permutation, r)


def prove_shuffle(
    statement: ShuffleStatement, mixing: Mixing, randomness: Randomness
) -> ShuffleProof:
    """Prove `statement`, whose secret is `mixing` (GenShuffleProof)."""
    group, after = statement.group, statement.after
    h = secondary_generator(group)
    hs = generators(group, len(after))
    c = _commit_permutation(group, mixing.permutation, hs, randomness)
    challenges = ShuffleChallenges.of(statement, c.elements)
    u = challenges.each()
    u_permuted = tuple(u[j] for j in mixing.permutation)
    chain = _commit_chain(group, h, u_permuted, randomness)

    w1, w2, w3, w4 = (randomness.scalar(group) for _ in range(4))
    w_hat = tuple(randomness.scalar(group) for _ in after)
    w_prime = tuple(randomness.scalar(group) for _ in after)
    t = ShuffleCommitments(
        t1=group.base_power(w1),
        t2=group.base_power(w2),
        t3=group.multiply(group.base_power(w3), _product(group, hs, w_prime)),
        t4=(
            group.divide(
                _product(group, [each.beta for each in after], w_prime),
                group.power(statement.public_key, w4),
            ),
            group.divide(
                _product(group, [each.alpha for each in after], w_prime), group.base_power(w4)
            ),
        ),
        t_hat=tuple(
            group.multiply(group.base_power(k), group.power(link, k_prime))
            for k, k_prime, link in zip(w_hat, w_prime, (h, *chain.elements), strict=False)
        ),
    )
    challenge = challenges.whole(t, chain.elements)

    def response(w: int, secret: int) -> int:
        return group.scalar_add(w, group.scalar_multiply(challenge, secret))

    s = ShuffleResponses(
        s1=response(w1, _dot(group, c.r, (1,) * len(u))),
        s2=response(w2, _dot(group, chain.r, _products_after(group, u_permuted))),
        s3=response(w3, _dot(group, c.r, u)),
        s4=response(w4, _dot(group, mixing.r, u)),
        s_hat=tuple(map(response, w_hat, chain.r)),
        s_prime=tuple(map(response, w_prime, u_permuted)),
    )
    return ShuffleProof(t, s, c.elements, chain.elements)


def _reencrypt(group: Group, public_key: Element, ciphertext: Ciphertext, r: int) -> Ciphertext:
    return Ciphertext(
        group.multiply(ciphertext.alpha, group.base_power(r)),
        group.multiply(ciphertext.beta, group.power(public_key, r)),
    )


def _commit_permutation(
    group: Group, permutation: tuple[int, ...], hs: tuple[Element, ...], randomness: Randomness
) -> _Committed:
    """c_(j_i) = g^(r_(j_i)) · h_i (GenPermutationCommitment)."""
    elements = [group.identity] * len(permutation)
    r = tuple(randomness.scalar(group) for _ in permutation)
    for j, h in zip(permutation, hs, strict=True):
        elements[j] = group.multiply(group.base_power(r[j]), h)
    return _Committed(tuple(elements), r)


def _commit_chain(
    group: Group, start: Element, u: tuple[int, ...], randomness: Randomness
) -> _Committed:
    """ĉ_i = g^(r_i) · ĉ_(i-1)^(u_i), ĉ_0 being `start` (GenCommitmentChain)."""
    elements: list[Element] = []
    r = tuple(randomness.scalar(group) for _ in u)
    link = start
    for r_i, u_i in zip(r, u, strict=True):
        link = group.multiply(group.base_power(r_i), group.power(link, u_i))
        elements.append(link)
    return _Committed(tuple(elements), r)


def _product(group: Group, bases: Sequence[Element], exponents: Sequence[int]) -> Element:
    return group.product(group.power(e, k) for e, k in zip(bases, exponents, strict=True))


def _dot(group: Group, a: Sequence[int], b: Sequence[int]) -> int:
    total = 0
    for x, y in zip(a, b, strict=True):
        total = group.scalar_add(total, group.scalar_multiply(x, y))
    return total


def _products_after(group: Group, u: tuple[int, ...]) -> tuple[int, ...]:
    """v_i = u_(i+1) · … · u_N."""
    v = [1] * len(u)
    for i in range(len(u) - 1, 0, -1):
        v[i - 1] = group.scalar_multiply(u[i], v[i])
    return tuple(v)
