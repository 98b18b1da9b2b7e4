"""What a group of prime order must be able to do for the protocol.

Written multiplicatively, as in section 1 of the specification: `g` generates a
group of prime order `q`. Scalars are Python integers in `[0, q)`. Elements
are made by a `Group` only, and whatever came from outside was checked to
lie in the prime-order subgroup, once, when it was decoded.

Two kinds of powers are kept apart. `power` and `base_power` may be given
secret exponents and rely on libsodium's or GMP's constant-time code.
`products_of_powers` and the others named in its section are for verification, where everything is
public, and may take whatever path is fastest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Final, TypeAlias

from crypto.errors import ParseError
from crypto.place import Where

_SCALAR: Final = re.compile("0|[1-9][0-9]*")


class Element:
    """An element of a group: opaque, immutable, comparable, hashable."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Name the kind only: an element may be a secret, such as a shared key."""
        return f"<{type(self).__name__}>"


Terms: TypeAlias = Sequence[tuple[Element, int]]
"""Bases and their public exponents, of any size and sign: the product of these powers is meant."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """How vectors of integers become elements of a group (section 4.11.2).

    Each integer takes *bits_per_int* bits; *padding* bits below them all are free,
    to be chosen so that the number is that of an element.
    """

    padding: int
    bits_per_int: int
    longest: int
    """The most integers that a vector can hold."""


class Group(ABC):
    """A cyclic group of prime order, with its encoding in JSON and in hashes."""

    name: str
    """The name that elections call it by."""
    order: int
    """The prime order q."""
    generator: Element
    identity: Element
    longest_element: int
    """Characters of the longest encoded element."""
    embedding: Embedding | None = None
    """How single answers are encoded; None if the group has no place for them."""

    def __repr__(self) -> str:
        return f"<Group {self.name}>"

    # Encoding

    @abstractmethod
    def encode(self, e: Element) -> str:
        """The text of `e` in JSON and in hash inputs."""

    @abstractmethod
    def decode(self, text: object, where: Where = "") -> Element:
        """The element that `text` canonically encodes; the identity is allowed.

        Raises `ParseError` with code `json-type`, `element-not-canonical`
        or `element-outside-group`.
        """

    def decode_nonidentity(self, text: object, where: Where = "") -> Element:
        """Like `decode`, but refuse the identity (`element-identity`)."""
        e = self.decode(text, where)
        if e == self.identity:
            raise ParseError(
                "element-identity", "the identity of the group is not allowed here", where=where
            )
        return e

    def expecting(self, texts: Iterable[str], /) -> AbstractContextManager[None]:
        """Announce that, inside the block, most of these are decoded and then raised to powers.

        A group may look at all of them at once, and keep for `products_of_powers` what it learned.
        What `decode` answers or raises is the same with and without: the texts may be anything.
        """
        del texts  # a hint that a group may ignore
        return nullcontext()

    def reading(self, texts: Iterable[str], /) -> AbstractContextManager[None]:
        """Like `expecting`, where few powers of what is decoded are asked for inside the block."""
        return self.expecting(texts)

    @cached_property
    def longest_scalar(self) -> int:
        """Digits of the longest scalar."""
        return len(str(self.order - 1))

    def decode_scalar(self, text: object, where: Where = "") -> int:
        """The scalar that `text` canonically writes in decimal.

        Raises `ParseError`: `json-type`, `scalar-not-canonical` (sign,
        leading zero, anything but ASCII digits) or `scalar-out-of-range`.
        """
        if not isinstance(text, str):
            raise ParseError("json-type", "a scalar is a string of decimal digits", where=where)
        if not _SCALAR.fullmatch(text):
            raise ParseError(
                "scalar-not-canonical",
                "a scalar is written in decimal digits without sign or leading zeros",
                where=where,
            )
        if len(text) > self.longest_scalar or (scalar := int(text)) >= self.order:
            raise ParseError(
                "scalar-out-of-range", "the scalar is not smaller than the group order", where=where
            )
        return scalar

    @property
    def arithmetic(self) -> str:
        """What large batches of public powers are computed with, for reports."""
        return "gmp"

    # Elements as numbers

    @abstractmethod
    def number(self, e: Element) -> int:
        """The number that the encoding of `e` writes."""

    @abstractmethod
    def element(self, number: int) -> Element | None:
        """The element whose encoding writes `number` (at least 0); None if none does."""

    def sort_key(self, e: Element) -> int:
        """The number by which an encrypted tally sorts elements (section 4.16)."""
        return self.number(e)

    @abstractmethod
    def independent_generator(self, index: int) -> Element:
        """A generator, one per `index` (from -1), of which nobody knows a logarithm.

        It follows from `SHA256(ggen|index)` (section 6, table 8). That it is
        neither 1 nor g nor that of another index is for the caller to check.
        """

    @abstractmethod
    def from_residue(self, number: int) -> Element | None:
        """The element to which any number (at least 0) leads; None if it leads to none.

        The number is taken modulo the prime of the field, and its element of the whole group to
        the power of the cofactor, so that it lies in the subgroup (`hash_to_group`).
        """

    # Powers of secrets

    @abstractmethod
    def base_power(self, k: int) -> Element:
        """g^k; `k` may be secret, and may be 0."""

    @abstractmethod
    def power(self, e: Element, k: int) -> Element:
        """e^k; `k` may be secret, and may be 0."""

    # Products

    @abstractmethod
    def multiply(self, a: Element, b: Element) -> Element:
        """Ab."""

    @abstractmethod
    def divide(self, a: Element, b: Element) -> Element:
        """a/b."""

    def inverse(self, a: Element) -> Element:
        """1/a."""
        return self.divide(self.identity, a)

    def product(self, elements: Iterable[Element]) -> Element:
        """The product of all `elements`; the identity if there are none."""
        return reduce(self.multiply, elements, self.identity)

    # Powers of public values

    def power_public(self, e: Element, k: int) -> Element:
        """e^k where both are public."""
        return self.power(e, k)

    def products_of_powers(self, requests: Sequence[Terms]) -> list[Element]:
        """For each request the product of its bases, each raised to its exponent.

        All are public. The more requests at once, the better a group may do. The exponent 1 costs a
        product and no power; a request without terms is answered with the identity.
        """
        return [self._product_of_powers(terms) for terms in requests]

    def _product_of_powers(self, terms: Terms) -> Element:
        powers = (base if k == 1 else self.power_public(base, k) for base, k in terms)
        return self.product(powers)

    def expect_powers_of(self, e: Element) -> None:  # noqa: B027 - a hint that a group may ignore
        """Announce that many public powers of `e` will be asked for (the election key)."""

    def get_ready(self) -> None:  # noqa: B027 - a hint that a group may ignore
        """Do now, however long it takes, what the first large batch would have to wait for."""

    # Scalars

    @abstractmethod
    def scalar_add(self, a: int, b: int) -> int:
        """A + b mod q."""

    @abstractmethod
    def scalar_subtract(self, a: int, b: int) -> int:
        """A - b mod q."""

    @abstractmethod
    def scalar_multiply(self, a: int, b: int) -> int:
        """Ab mod q."""

    def response(self, w: int, x: int, c: int) -> int:
        """The response of every proof of the protocol: w - xc mod q."""
        return self.scalar_subtract(w, self.scalar_multiply(x, c))

    @abstractmethod
    def reduce(self, raw: bytes) -> int:
        """The little-endian number `raw`, which may be secret, mod q.

        Uniform bytes give a uniform scalar if they are 32 more than q has; the
        groups with a 256-bit order are given exactly 64.
        """

    def random_scalar(self) -> int:
        """A fresh uniformly random scalar."""
        return secrets.randbelow(self.order)

    def hash_to_scalar(self, text: str) -> int:
        """SHA-256(`text`) mod q, the digest read as a big-endian number."""
        return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % self.order
