"""The group Ed25519 (chapter 2)."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import gmpy2

from .findings import Refused, demand
from .group import Cipher, Element, Group

P25519 = gmpy2.mpz(2**255 - 19)  # these make the points' coordinates fast as well
D25519 = -121665 * pow(121666, -1, P25519) % P25519
TOP_BIT = 2**255


def _add(a: Element, b: Element) -> Element:
    """Sum of two points of the curve; the formula is complete."""
    low, high = (a[1] - a[0]) * (b[1] - b[0]) % P25519, (a[1] + a[0]) * (b[1] + b[0]) % P25519
    cross, double = 2 * D25519 * a[3] * b[3] % P25519, 2 * a[2] * b[2] % P25519
    e, f, g, h = high - low, double - cross, double + cross, high + low
    return e * f % P25519, g * h % P25519, f * g % P25519, e * h % P25519


def _double(a: Element) -> Element:
    """Twice a point."""
    x, y, z = a[0] * a[0], a[1] * a[1], a[2] * a[2]
    e, g, h = (a[0] + a[1]) ** 2 - x - y, y - x, -x - y
    f = g - 2 * z
    return e * f % P25519, g * h % P25519, f * g % P25519, e * h % P25519


def _multiply(powers: Iterable[tuple[Element, int]]) -> Element:
    """Sum of multiples of points, four bits of all multipliers at a time."""
    tables = []
    for base, exponent in powers:
        table: list[Element] = [(0, 1, 1, 0), base]
        while len(table) < min(16, exponent + 1):
            table.append(_add(table[-1], base))
        tables.append((table, exponent))
    longest = max((exponent.bit_length() for _table, exponent in tables), default=0)
    total: Element = (0, 1, 1, 0)
    for shift in range((longest + 3) // 4 * 4 - 4, -4, -4):
        for _ in range(4):
            total = _double(total)
        for table, exponent in tables:
            if digit := exponent >> shift & 15:
                total = _add(total, table[digit])
    return total


def _point(number: int) -> Element | None:
    """The point of the whole curve with this number, if there is one."""
    sign, y = divmod(number, TOP_BIT)
    square = (y * y - 1) * pow(D25519 * y * y + 1, -1, P25519) % P25519
    x = pow(square, (P25519 + 3) // 8, P25519)
    if (x * x - square) % P25519:
        x = x * pow(2, (P25519 - 1) // 4, P25519) % P25519
    if sign > 1 or y >= P25519 or (x * x - square) % P25519 or (x == 0 and sign):
        return None
    x = P25519 - x if x % 2 != sign else x
    return x, y, 1, x * y % P25519


class Curve(Group):
    """The points of prime order on the curve of RFC 8032."""

    def __init__(self) -> None:
        order = 2**252 + 27742317777372353535851937790883648493
        super().__init__("Ed25519", order, padding=14, longest=30)
        self.one = (0, 1, 1, 0)
        self.g = _point(4 * pow(5, -1, P25519) % P25519) or self.one

    def element(self, text: Any) -> Element:
        demand(isinstance(text, str), "json-type", "a text is expected")
        digits = re.fullmatch("[0-9a-f]{64}", text)
        good = digits and int(text, 16) % TOP_BIT < P25519
        good = good and int(text, 16) not in {TOP_BIT + 1, TOP_BIT + P25519 - 1}
        demand(good, "element-not-canonical", "an element is not in canonical form")
        if element := self.numbered(int(text, 16)):
            return element
        raise Refused("element-outside-group", "an element is outside the group")

    def number(self, element: Element) -> int:
        x, y, z, _t = element
        if z != 1:
            inverse = pow(z, -1, P25519)
            x, y = x * inverse % P25519, y * inverse % P25519
        return int(y) + TOP_BIT * int(x % 2)

    def numbered(self, number: int) -> Element | None:
        point = _point(number)
        return point if point and self.number(_multiply([(point, self.q)])) == 1 else None

    def product(self, powers: Iterable[tuple[Element, int]]) -> Element:
        return _multiply((base, exponent % self.q) for base, exponent in powers)

    def generator(self, index: int) -> Element:
        number = int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest()) >> 2
        while not (point := _point(number)):
            number += 1
        return _multiply([(point, 8)])

    def led_to(self, number: int) -> Element | None:
        point = _point(number % int(P25519))
        return _multiply([(point, 8)]) if point else None

    def text(self, element: Element) -> str:
        return f"{self.number(element):064x}"

    def sorting(self, cipher: Cipher) -> Any:
        return [bytes.fromhex(self.text(element))[::-1] for element in cipher]
