"""Prime-order subgroups of the integers modulo a prime, by GMP.

Elements are written in decimal. Which groups there are is said in
`crypto.groups.modp_parameters`.

Secret exponents go through `powmod_sec`, whose time depends on the size of the
exponent in machine words only. It wants an exponent greater than 0: a multiple
of the order is added to every exponent, one that gives all of them the same
number of words, so that neither 0 nor a short exponent stands out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from gmpy2 import invert, jacobi, mpz, powmod, powmod_sec

from crypto.errors import ParseError
from crypto.groups.group import Element, Group, Terms
from crypto.groups.modp_parameters import Parameters
from crypto.groups.public_powers import PublicPowers
from crypto.place import Where

_WORD_BITS = 64
_TABLES_KEPT = 8
"""Tables of public powers kept per group, about 2 MB each."""
_FEW_TABLES_KEPT = 2
"""The same where exponents have the size of the modulus and tables 18 MB."""


@dataclass(frozen=True, slots=True, repr=False)
class Residue(Element):
    """An element of the subgroup modulo the prime of the group named *group*."""

    value: mpz
    group: str


class ModularGroup(Group):
    """The subgroup that `Parameters` describe."""

    def __init__(self, parameters: Parameters) -> None:
        self.name = parameters.name
        self.order = parameters.order
        self.embedding = parameters.embedding
        self._modulus = mpz(parameters.modulus)
        self._order = mpz(parameters.order)
        self._blind = _same_size_multiple(parameters.order)
        self.identity = Residue(mpz(1), self.name)
        self.generator = Residue(mpz(parameters.generator), self.name)
        self.longest_element = len(str(parameters.modulus - 1))
        self._safe_prime = parameters.modulus == 2 * parameters.order + 1
        tables = _FEW_TABLES_KEPT if self._safe_prime else _TABLES_KEPT
        generator = self.generator.value
        self._public = PublicPowers(self._modulus, parameters.order, generator, tables)

    def encode(self, e: Element) -> str:
        """The text of `e`."""
        return str(self._value(e))

    def decode(self, text: object, where: Where = "") -> Element:
        """The element that `text` encodes; raises `ParseError`."""
        if not isinstance(text, str):
            raise ParseError("json-type", "a group element is a string", where=where)
        if (
            len(text) > self.longest_element
            or not (text.isascii() and text.isdigit())
            or text[0] == "0"
        ):
            raise ParseError(
                "element-not-canonical",
                f"an element of {self.name} is a positive decimal number without leading zeros, "
                "smaller than the modulus",
                where=where,
            )
        value = mpz(text)
        if value >= self._modulus:
            raise ParseError(
                "element-not-canonical", "the element is not smaller than the modulus", where=where
            )
        if not self._in_subgroup(value):
            raise ParseError(
                "element-outside-group", "the number is outside the subgroup", where=where
            )
        return Residue(value, self.name)

    def number(self, e: Element) -> int:
        """The residue, between 1 and the modulus."""
        return int(self._value(e))

    def element(self, number: int) -> Element | None:
        """The element `number`; None if it is outside the subgroup."""
        value = mpz(number)
        if 0 < value < self._modulus and self._in_subgroup(value):
            return Residue(value, self.name)
        return None

    def independent_generator(self, index: int) -> Element:
        """`SHA256(ggen|index)` to the power (p - 1)/q."""
        digest = hashlib.sha256(f"ggen|{index}".encode()).digest()
        return self._in_subgroup_from(int.from_bytes(digest, "big"))

    def from_residue(self, number: int) -> Element | None:
        """`number` mod p to the power (p - 1)/q; None for 0."""
        residue = number % self._modulus
        return self._in_subgroup_from(residue) if residue else None

    def base_power(self, k: int) -> Element:
        """g^k; `k` may be secret."""
        return self.power(self.generator, k)

    def power(self, e: Element, k: int) -> Element:
        """e^k; `k` may be secret."""
        exponent = k % self.order + self._blind
        return self._element(powmod_sec(self._value(e), exponent, self._modulus))

    def multiply(self, a: Element, b: Element) -> Element:
        """Ab."""
        return self._element(self._value(a) * self._value(b) % self._modulus)

    def divide(self, a: Element, b: Element) -> Element:
        """a/b."""
        return self._element(self._value(a) * invert(self._value(b), self._modulus) % self._modulus)

    def power_public(self, e: Element, k: int) -> Element:
        """e^k, both public."""
        return self._element(self._public.power(self._value(e), k))

    def products_of_powers(self, requests: Sequence[Terms]) -> list[Element]:
        """For each request the product of its bases, each raised to its exponent."""
        values = [[(self._value(base), k) for base, k in terms] for terms in requests]
        return [self._element(product) for product in self._public.products(values)]

    def expect_powers_of(self, e: Element) -> None:
        """Make a table for `e`; the least recently announced ones are forgotten."""
        self._public.expect(self._value(e))

    def expecting(self, texts: Iterable[str], /) -> AbstractContextManager[None]:
        """Keep what a look at the elements' order has computed, for powers of the same elements."""
        del texts  # one element is looked at after another
        return nullcontext() if self._safe_prime else self._public.keeping()

    def reading(self, texts: Iterable[str], /) -> AbstractContextManager[None]:
        """Do nothing: a look at an element's order is quickest without anything kept of it."""
        del texts
        return nullcontext()

    def scalar_add(self, a: int, b: int) -> int:
        """A + b mod q."""
        return int((mpz(a) + b) % self._order)

    def scalar_subtract(self, a: int, b: int) -> int:
        """A - b mod q."""
        return int((mpz(a) - b) % self._order)

    def scalar_multiply(self, a: int, b: int) -> int:
        """Ab mod q."""
        return int(mpz(a) * b % self._order)

    def reduce(self, raw: bytes) -> int:
        """The little-endian number `raw` mod q."""
        return int(mpz(int.from_bytes(raw, "little")) % self._order)

    def _in_subgroup_from(self, residue: int) -> Residue:
        cofactor = (self._modulus - 1) // self._order
        return self._element(powmod(residue, cofactor, self._modulus))

    def _in_subgroup(self, value: mpz) -> bool:
        """Say whether `value`, from 1 to p - 1, is in the subgroup.

        If p = 2q + 1 the subgroup is that of the squares, which the Jacobi symbol
        tells two hundred times faster than a power.
        """
        if self._safe_prime:
            return bool(jacobi(value, self._modulus) == 1)
        return self._public.has_order(value)

    def _element(self, value: mpz) -> Residue:
        return Residue(value, self.name)

    def _value(self, e: Element) -> mpz:
        if not isinstance(e, Residue) or e.group != self.name:
            msg = "an element of another group"
            raise TypeError(msg)
        return e.value


def _same_size_multiple(order: int) -> int:
    """The least m = kq > 0 for which m … m+q all have the same number of words."""
    multiple = order
    while _words(multiple) != _words(multiple + order):
        multiple += order
    return multiple


def _words(number: int) -> int:
    return -(-number.bit_length() // _WORD_BITS)
