"""The curve edwards25519 (RFC 8032, section 5.1): its numbers, and its law in Python integers."""

from __future__ import annotations

from typing import Final, TypeAlias

P: Final = 2**255 - 19
"""The field has P elements."""
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""The order of the subgroup that protocols use; the whole group has eight times as many points."""
D: Final = -121665 * pow(121666, -1, P) % P
"""The curve is -x^2 + y^2 = 1 + D x^2 y^2."""
SQRT_MINUS_1: Final = pow(2, (P - 1) // 4, P)
IDENTITY: Final = b"\x01" + bytes(31)
BASE: Final = bytes.fromhex("58" + "66" * 31)
"""The generator, encoded."""

Extended: TypeAlias = tuple[int, int, int, int]
"""(X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""
NEUTRAL: Final[Extended] = (0, 1, 1, 0)


def decoded(encoding: bytes) -> tuple[int, int]:
    """(x, y) of the point that 32 bytes encode (RFC 8032, 5.1.3); raises ValueError."""
    number = int.from_bytes(encoding, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * SQRT_MINUS_1 % P
    if y >= P or (v * x * x - u) % P or (sign and not x):
        msg = "no point has this encoding"
        raise ValueError(msg)
    return (P - x if x & 1 != sign else x), y


def added(p: Extended, q: Extended) -> Extended:
    """The sum of any two points."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = p, q
    a, b = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
