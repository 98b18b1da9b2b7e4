"""Lagrange interpolation at zero over the share numbers (specification 4.19)."""

from __future__ import annotations

from collections.abc import Collection


def lagrange_coefficient(order: int, indexes: Collection[int], index: int) -> int:
    """Return Π k/(k - index) mod ``order`` over the other numbers k of ``indexes``.

    ``indexes`` are distinct 1-based share numbers, all smaller than ``order``.
    """
    numerator = denominator = 1
    for k in indexes:
        if k != index:
            numerator = numerator * k % order
            denominator = denominator * (k - index) % order
    return numerator * pow(denominator, -1, order) % order
