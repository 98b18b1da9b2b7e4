"""The table of a fixed base, in Python integers, once for each base: see `program.fixed`."""

from __future__ import annotations

from array import array

from crypto.groups.edwards_kernel.curve import NEUTRAL, D, Extended, P, added, decoded
from crypto.groups.edwards_kernel.layout import ROW_POINT_WORDS, ROW_POINTS, ROWS, limbs_of


def base_table(encoding: bytes) -> array[int]:
    """All rows, as words of 64 bits, half a megabyte; raises ValueError for what is no point."""
    x, y = decoded(encoding)
    points = _points((x, y, 1, x * y % P))
    table = array("Q")
    spare = [0] * (ROW_POINT_WORDS - 15)
    for z_inverse, (px, py, _, _) in zip(_inverses([p[2] for p in points]), points, strict=True):
        x, y = px * z_inverse % P, py * z_inverse % P
        table.extend(limbs_of((y + x) % P))
        table.extend(limbs_of((y - x) % P))
        table.extend(limbs_of(2 * D * x * y % P))
        table.extend(spare)
    return table


def _points(base: Extended) -> list[Extended]:
    points: list[Extended] = []
    for _ in range(ROWS):
        row = [NEUTRAL]
        for _ in range(ROW_POINTS - 1):
            row.append(added(row[-1], base))
        points += row
        base = added(row[-1], row[-1])
    return points


def _inverses(numbers: list[int]) -> list[int]:
    """1/z of each, with one inversion."""
    products = [1]
    for number in numbers:
        products.append(products[-1] * number % P)
    inverse, inverses = pow(products[-1], -1, P), []
    for number, before in zip(reversed(numbers), reversed(products[:-1]), strict=True):
        inverses.append(inverse * before % P)
        inverse = inverse * number % P
    return inverses[::-1]
