"""Vectors of small integers as elements of a group (section 4.11.2).

    ξ = (((v_1 · 2^κ + v_2) · 2^κ + …) · 2^κ + v_n) · 2^p + ε

with κ bits per integer and p bits of padding, ε being the smallest number for
which ξ is the number of an element: its value on the 2048-bit groups,
`y + 2^255 (x mod 2)` on Ed25519.

Nothing in a ballot proves that its single answer is such an element. Reading is
therefore defined for every element, as Belenios' programs do it: the bits above
the vector and the padding are dropped. But whoever uses them writes something
into the record that no honest ballot holds, a mark by which a ballot can be
recognised: an element that is not the one this module makes of its vector is
told apart, and its vector must not be counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto.errors import ParseError
from crypto.groups.group import Element, Embedding, Group
from crypto.place import Where


@dataclass(frozen=True, slots=True)
class Extracted:
    """The vector that an element holds, and whether it is the element made of this vector."""

    values: tuple[int, ...] = field(repr=False)
    canonical: bool


def embedding_of(group: Group, where: Where = "") -> Embedding:
    """How `group` encodes vectors; raises `ParseError` (`group-no-embedding`)."""
    if group.embedding is None:
        raise ParseError(
            "group-no-embedding", f"{group.name} has no place for single answers", where=where
        )
    return group.embedding


def check_vector(group: Group, values: Sequence[int], where: Where = "") -> None:
    """Check that `values` can be encoded.

    Raises `ParseError` (`group-no-embedding`, `vector-length`,
    `vector-value`), whose text never says what the values are.
    """
    embedding = embedding_of(group, where)
    if len(values) > embedding.longest:
        raise ParseError(
            "vector-length",
            f"{len(values)} integers found, {group.name} encodes at most {embedding.longest}",
            where=where,
        )
    if any(type(value) is not int or value >> embedding.bits_per_int for value in values):
        raise ParseError(
            "vector-value",
            f"every integer must be from 0 to {2**embedding.bits_per_int - 1}",
            where=where,
        )


def embed(group: Group, values: Sequence[int], where: Where = "") -> Element:
    """The element that encodes `values`; raises `ParseError` like `check_vector`.

    How long this takes depends on the values: candidates are tried in turn, as
    everywhere where vectors are hidden in elements of a curve.
    """
    check_vector(group, values, where)
    embedding = embedding_of(group, where)
    number = 0
    for value in values:
        number = (number << embedding.bits_per_int) + value
    number <<= embedding.padding
    for candidate in range(number, number + (1 << embedding.padding)):
        found = group.element(candidate)
        if found is not None:
            return found
    # On the 2048-bit group, numbers above the modulus: 255 integers that are nearly all 255.
    raise ParseError("vector-value", "no element of the group encodes this vector", where=where)


def extract(group: Group, e: Element, length: int) -> Extracted:
    """The `length` integers that `e` holds.

    Raises `ParseError` when the group encodes no vectors.
    """
    embedding = embedding_of(group)
    number = group.number(e) >> embedding.padding
    mask = (1 << embedding.bits_per_int) - 1
    values = tuple(
        number >> embedding.bits_per_int * place & mask for place in reversed(range(length))
    )
    return Extracted(values, _is_made_of(group, values, e))


def _is_made_of(group: Group, values: tuple[int, ...], e: Element) -> bool:
    try:
        return embed(group, values) == e
    except ParseError:  # an element beyond the last that any vector reaches
        return False
