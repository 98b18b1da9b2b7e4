"""Fast powers of one base modulo a prime, for public exponents only.

The exponent is cut into bytes; for each place a table holds the base raised to
every value of that byte, so that a power is one product per byte and no
squaring. Which entries are read shows the exponent to anyone who can watch the
machine's caches: never give it a secret.
"""

from __future__ import annotations

from gmpy2 import mpz

_WINDOW = 8
"""Bits per table row: rows of 256 entries."""


class FixedBase:
    """A table of powers of *base* modulo *modulus* for exponents of up to *bits* bits."""

    __slots__ = ("_modulus", "_rows")

    def __init__(self, base: mpz, modulus: mpz, bits: int) -> None:
        self._modulus = modulus
        self._rows: list[list[mpz]] = []
        step = base
        for _ in range(-(-bits // _WINDOW)):
            row = [mpz(1)]
            for _ in range((1 << _WINDOW) - 1):
                row.append(row[-1] * step % modulus)
            self._rows.append(row)
            step = row[-1] * step % modulus

    def power(self, exponent: int) -> mpz:
        """base^exponent; `exponent` is public, not negative, and of at most *bits* bits."""
        modulus = self._modulus
        result = mpz(1)
        digits = exponent.to_bytes(len(self._rows), "little")
        for row, digit in zip(self._rows, digits, strict=True):
            if digit:
                result = result * row[digit] % modulus
        return result
