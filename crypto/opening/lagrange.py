"""Lagrange interpolation at zero over the share numbers (specification 4.19)."""

from __future__ import annotations

from collections.abc import Collection
from math import prod


def lagrange_coefficient(order: int, indexes: Collection[int], index: int) -> int:
    """Π k/(k - index) mod `order` over the other numbers k of `indexes`.

    `indexes` are distinct 1-based share numbers, all smaller than `order`.
    """
    others = [k for k in indexes if k != index]
    return prod(others) * pow(prod(k - index for k in others), -1, order) % order
