"""A few powers of one base modulo a prime, for public exponents only (Lim and Lee, CRYPTO '94).

The exponent is cut into eight parts of equal length, the teeth of a comb, and the base raised to
the place of each. One bit of every part is then taken at a time: two look-ups of the products of
four such bases, two products and one squaring do what eight squarings and as many products do
elsewhere. To make it costs as much as one power by GMP, and a power with it two fifths of that: it
pays from the second power on. Which entries are read shows the exponent to anyone who can watch the
machine's caches: never give it a secret.
"""

from __future__ import annotations

from gmpy2 import mpz, powmod

_TEETH = 8
_HALF = 4
"""Teeth of one table: 16 entries."""


class Comb:
    """Tables of *base* modulo *modulus* for exponents of up to *bits* bits: about 10 kB."""

    __slots__ = ("_gap", "_high", "_low", "_modulus")

    def __init__(self, base: mpz, modulus: mpz, bits: int) -> None:
        self._modulus = modulus
        self._gap = -(-bits // _TEETH)
        step = mpz(1) << self._gap
        teeth = [base]
        for _ in range(_TEETH - 1):
            teeth.append(powmod(teeth[-1], step, modulus))
        self._low = _products(teeth[:_HALF], modulus)
        self._high = _products(teeth[_HALF:], modulus)

    def power(self, exponent: int) -> mpz:
        """base^exponent; `exponent` is public, not negative, and of at most *bits* bits."""
        modulus, low, high, gap = self._modulus, self._low, self._high, self._gap
        bits = format(exponent, f"0{gap * _TEETH}b")
        result = mpz(1)
        for place in range(gap):
            digits = int(bits[place::gap], 2)
            result = result * result % modulus
            if lower := digits & 15:
                result = result * low[lower] % modulus
            if higher := digits >> _HALF:
                result = result * high[higher] % modulus
        return result


def _products(factors: list[mpz], modulus: mpz) -> list[mpz]:
    """The products of all subsets of `factors`, by the number whose bits say which."""
    products = [mpz(1)]
    for factor in factors:
        products += [factor, *(each * factor % modulus for each in products[1:])]
    return products
