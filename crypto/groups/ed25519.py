"""The prime-order subgroup of edwards25519, by libsodium.

Elements are written as 64 lower-case hexadecimal digits of the integer
`y + 2^255 (x mod 2)`, big-endian: RFC 8032's 32 bytes in reverse.

libsodium has three habits that are dealt with here. Its addition accepts points
outside the subgroup and non-canonical encodings, so every point is checked once,
when it is decoded, and everything else is computed from checked points. Its
multiplication fails for the scalar 0 and for a result that is the identity: in a
group of prime order that happens for the scalar 0 and the base 1 only, and both
are answered before libsodium is asked. And it ignores bit 255 of a scalar, so
scalars are reduced first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import reduce
from typing import Final, cast

from nacl import bindings

from crypto.errors import ParseError
from crypto.groups.ed25519_public import PublicArithmetic
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, ORDER, P
from crypto.groups.group import Element, Embedding, Group, Terms
from crypto.groups.point import Point
from crypto.place import Where

_ORDER_TWO = bytes.fromhex("ec" + "ff" * 30 + "7f")
"""The point (0, -1), of order two."""

_ENCODED_LENGTH: Final = 64
_ENCODED: Final = re.compile(rf"[0-9a-f]{{{_ENCODED_LENGTH}}}")
_OF_A_ONE: Final = 3
"""Terms of the second commitment of a proof that a ciphertext encrypts 1."""

_add = bindings.crypto_core_ed25519_add
_subtract = bindings.crypto_core_ed25519_sub
_is_valid = bindings.crypto_core_ed25519_is_valid_point
_multiply_base = bindings.crypto_scalarmult_ed25519_base_noclamp
_multiply_point = bindings.crypto_scalarmult_ed25519_noclamp
_scalar_add = bindings.crypto_core_ed25519_scalar_add
_scalar_subtract = bindings.crypto_core_ed25519_scalar_sub
_scalar_reduce = bindings.crypto_core_ed25519_scalar_reduce
_scalar_multiply = bindings.crypto_core_ed25519_scalar_mul

if _is_valid(_add(BASE, _ORDER_TWO)):  # pragma: no cover - needs an old library
    msg = "this libsodium accepts points outside the subgroup (CVE-2025-69277): PyNaCl >= 1.6.2"
    raise ImportError(msg)


class Ed25519(Group):
    """The group `Ed25519`; secrets are handled by libsodium in constant time."""

    name = "Ed25519"
    order = ORDER
    identity = Point(IDENTITY)
    generator = Point(BASE)
    longest_element = _ENCODED_LENGTH
    # 14 free bits above the 240 of the integers stay below 2^254, where every number is a y.
    embedding = Embedding(padding=14, bits_per_int=8, longest=30)
    _public = PublicArithmetic()

    def encode(self, e: Element) -> str:
        """The text of `e`."""
        if not isinstance(e, Point):
            raise _stranger()
        return e[::-1].hex()

    def decode(self, text: object, where: Where = "") -> Element:
        """The element that `text` encodes; raises `ParseError`."""
        if not isinstance(text, str):
            raise ParseError("json-type", "a group element is a string", where=where)
        known = self._public.known(text)
        if known is not None:
            return known
        if not _ENCODED.fullmatch(text):
            raise ParseError(
                "element-not-canonical",
                "an element of Ed25519 is 64 lower-case hexadecimal digits",
                where=where,
            )
        encoded = _encoded(text)
        if encoded == IDENTITY:
            return self.identity
        if not _is_valid(encoded):
            raise ParseError(
                "element-outside-group",
                "not the canonical encoding of a point of the prime-order subgroup",
                where=where,
            )
        return Point(encoded)

    def expecting(self, texts: Iterable[object], /) -> AbstractContextManager[None]:
        """Announce that, inside the block, most of these encodings will be decoded: see `Group`."""
        return self._public.expecting(
            {
                text: _encoded(text)
                for text in texts
                if isinstance(text, str) and _ENCODED.fullmatch(text)
            }
        )

    @property
    def arithmetic(self) -> str:
        """What large batches of public powers are computed with; raises `ArithmeticFault`."""
        return self._public.name

    def number(self, e: Element) -> int:
        """`y + 2^255 (x mod 2)`."""
        return int.from_bytes(_bytes(e), "little")

    def element(self, number: int) -> Element | None:
        """The element with this number; None if there is none in the subgroup."""
        if number >> 256:
            return None
        encoded = number.to_bytes(32, "little")
        if encoded == IDENTITY:
            return self.identity
        return Point(encoded) if _is_valid(encoded) else None

    def sort_key(self, e: Element) -> int:
        """RFC 8032's bytes, which are compared from the first one on, as a number."""
        return int.from_bytes(_bytes(e), "big")

    def independent_generator(self, index: int) -> Element:
        """8P, P being the first point from `SHA256(ggen|index) >> 2` on."""
        digest = hashlib.sha256(f"ggen|{index}".encode()).digest()
        number = int.from_bytes(digest, "big") >> 2
        while (generator := _eight_times(number)) is None:
            number += 1
        return generator

    def from_residue(self, number: int) -> Element | None:
        """8P, P being the point with the y `number` mod 2^255 - 19 and an even x."""
        return _eight_times(number % P)

    def base_power(self, k: int) -> Element:
        """g^k; `k` may be secret."""
        scalar = k % ORDER
        if scalar == 0:
            return self.identity
        return Point(_multiply_base(_little(scalar)))

    def power(self, e: Element, k: int) -> Element:
        """e^k; `k` may be secret."""
        scalar = k % ORDER
        base = _bytes(e)
        if scalar == 0 or base == IDENTITY:
            return self.identity
        return Point(_multiply_point(_little(scalar), base))

    def power_public(self, e: Element, k: int) -> Element:
        """e^k, both public."""
        return self.base_power(k) if e == self.generator else self.power(e, k)

    def product(self, elements: Iterable[Element]) -> Element:
        """The product of all `elements`, which may be secret; the identity if there are none."""
        encoded = map(_bytes, elements)
        return Point(reduce(_add, encoded, next(encoded, IDENTITY)))

    def products_of_powers(self, requests: Sequence[Terms]) -> list[Element]:
        """For each request the product of its bases, each raised to its exponent, all public."""
        sums = self._public.sums(cast("Sequence[Sequence[tuple[Point, int]]]", requests))
        return super().products_of_powers(requests) if sums is None else list(map(Point, sums))

    def _product_of_powers(self, terms: Terms) -> Element:
        """The product by libsodium: of y^r · β^c · g^-c, which proofs of a 1 ask for, β/g first."""
        if len(terms) == _OF_A_ONE and terms[1][1] + terms[2][1] == 0:
            (y, r), (beta, c), (g, _) = terms
            shifted = self.power_public(self.divide(beta, g), c)
            return self.multiply(self.power_public(y, r), shifted)
        return super()._product_of_powers(terms)

    def get_ready(self) -> None:
        """Load or compile what large batches are computed with; raises `ArithmeticFault`."""
        self._public.get_ready()

    def expect_powers_of(self, e: Element) -> None:
        """Announce that many public powers of `e` will be asked for."""
        self._public.announce(_bytes(e))

    def multiply(self, a: Element, b: Element) -> Element:
        """Ab."""
        return Point(_add(_bytes(a), _bytes(b)))

    def divide(self, a: Element, b: Element) -> Element:
        """a/b."""
        return Point(_subtract(_bytes(a), _bytes(b)))

    def scalar_add(self, a: int, b: int) -> int:
        """A + b mod q."""
        return _integer(_scalar_add(_reduced(a), _reduced(b)))

    def scalar_subtract(self, a: int, b: int) -> int:
        """A - b mod q."""
        return _integer(_scalar_subtract(_reduced(a), _reduced(b)))

    def scalar_multiply(self, a: int, b: int) -> int:
        """Ab mod q."""
        return _integer(_scalar_multiply(_reduced(a), _reduced(b)))

    def reduce(self, raw: bytes) -> int:
        """The little-endian number `raw` mod q."""
        return _integer(_scalar_reduce(raw))


def _eight_times(y: int) -> Point | None:
    """8P, P being the point with this y and an even x; None if no point has this y.

    libsodium adds any points of the curve, and 8P is in the subgroup.
    """
    try:
        return Point(_double(_double(_double(y.to_bytes(32, "little")))))
    except RuntimeError:
        return None


def _double(encoded: bytes) -> bytes:
    return _add(encoded, encoded)


def _encoded(text: str) -> bytes:
    """RFC 8032's bytes, from the 64 hexadecimal digits of the number."""
    return bytes.fromhex(text)[::-1]


def _bytes(e: Element) -> bytes:
    if not isinstance(e, Point):
        raise _stranger()
    return e


def _stranger() -> TypeError:
    return TypeError("an element of another group")


def _little(scalar: int) -> bytes:
    return scalar.to_bytes(32, "little")


def _reduced(scalar: int) -> bytes:
    return (scalar % ORDER).to_bytes(32, "little")


def _integer(scalar: bytes) -> int:
    return int.from_bytes(scalar, "little")
