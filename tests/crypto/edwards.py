"""A second implementation of edwards25519, from RFC 8032's formulas, for tests only.

Slow and plain: affine points (x, y), integers modulo p. It knows the whole
curve, so it can make the points outside the prime-order subgroup that an
attacker would send.
"""

from __future__ import annotations

from typing import TypeAlias

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Affine: TypeAlias = tuple[int, int]

IDENTITY: Affine = (0, 1)


def add(a: Affine, b: Affine) -> Affine:
    """Add two points (RFC 8032, section 5.1.4, in affine form)."""
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P
    return x, y


def times(k: int, point: Affine) -> Affine:
    """Multiply *point* by *k* >= 0."""
    result = IDENTITY
    while k:
        if k & 1:
            result = add(result, point)
        point = add(point, point)
        k >>= 1
    return result


def with_y(y: int, sign: int = 0) -> Affine | None:
    """Return the point with this y and this low bit of x, if there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


def text(point: Affine) -> str:
    """Return the encoding used by the record: the integer y + 2^255 (x mod 2) in hexadecimal."""
    x, y = point
    return f"{y | (x & 1) << 255:064x}"


def torsion() -> list[Affine]:
    """Return the eight points whose order divides 8, the identity first."""
    for y in range(2, 1000):
        point = with_y(y)
        if point is None:
            continue
        small = times(ORDER, point)
        if times(4, small) != IDENTITY:
            return [times(k, small) for k in range(8)]
    raise AssertionError


def _base() -> Affine:
    point = with_y(4 * pow(5, -1, P) % P)
    assert point is not None
    return point


BASE = _base()
