"""ElGamal encryption of small integers in the exponent (section 4.11.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from crypto.groups.group import Element, Group, Terms
from crypto.json_values import JSON, fields, join
from crypto.place import Where


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An encryption `(alpha, beta) = (g^r, y^r g^m)` of m under the key y."""

    alpha: Element
    beta: Element

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read `{"alpha", "beta"}`; raises `ParseError`."""
        found = fields(value, ("alpha", "beta"), where=where)
        return cls(
            group.decode(found["alpha"], join(where, "alpha")),
            group.decode(found["beta"], join(where, "beta")),
        )

    def to_json(self, group: Group) -> dict[str, JSON]:
        """`{"alpha", "beta"}`."""
        return {"alpha": group.encode(self.alpha), "beta": group.encode(self.beta)}

    def to_text(self, group: Group) -> str:
        """`alpha,beta`, as it stands in hash inputs."""
        return f"{group.encode(self.alpha)},{group.encode(self.beta)}"


def encrypt(group: Group, public_key: Element, message: int, r: int) -> Ciphertext:
    """Encrypt `message` under `public_key` with the randomness `r`.

    `message` and `r` are secret. The same operations are done for every
    `message`: g^m is computed as g^(m+1) / g, because the power 0 would be
    answered without computing.
    """
    power = group.divide(group.base_power(message + 1), group.generator)
    return Ciphertext(group.base_power(r), group.multiply(group.power(public_key, r), power))


def neutral(group: Group) -> Ciphertext:
    """(1, 1): the encryption of 0 with randomness 0, the empty sum."""
    return Ciphertext(group.identity, group.identity)


def add(group: Group, a: Ciphertext, b: Ciphertext) -> Ciphertext:
    """An encryption of the sum of what `a` and `b` encrypt."""
    return Ciphertext(group.multiply(a.alpha, b.alpha), group.multiply(a.beta, b.beta))


def sum_terms(ciphertexts: Iterable[tuple[Ciphertext, int]]) -> tuple[Terms, Terms]:
    """The products that are α and β of the sum of ciphertexts, each with its (public) weight."""
    weighted = tuple(ciphertexts)
    return (
        [(ciphertext.alpha, weight) for ciphertext, weight in weighted],
        [(ciphertext.beta, weight) for ciphertext, weight in weighted],
    )


def pairs_of(products: Sequence[Element]) -> list[Ciphertext]:
    """The ciphertexts whose α and β were asked for in turn."""
    return list(map(Ciphertext, products[::2], products[1::2]))


def sums(group: Group, rows: Iterable[Iterable[tuple[Ciphertext, int]]]) -> list[Ciphertext]:
    """For each row the sum of its ciphertexts, each with its (public) weight, all in one batch."""
    return pairs_of(group.products_of_powers([terms for row in rows for terms in sum_terms(row)]))
