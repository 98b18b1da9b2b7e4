"""Multiples of a known base: digits of eight bits with a sign, one table row for each.

A scalar below 2^253 has 32 bytes. With OFFSET = 0x8080...80 added, byte i holds digit i plus 128:
n = sum of (byte_i - 128) 256^i. Row i of a table has 0, B, 2B, ... 128B for B = 256^i times the
base, as niels points; so a multiple is 32 additions and no doubling.
"""

from __future__ import annotations

from typing import Final

from crypto.groups.edwards_kernel.layout import LIMB_MOST, LIMBS, ROW_POINT_WORDS, ROW_POINTS, ROWS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.points import Cached, add
from crypto.groups.edwards_kernel.program.writer import WORD, Value

OFFSET: Final = 0x80 * (2**256 - 1) // 255


def write_fixed(f: Field) -> None:
    """`fixed_add`: adds to the sum the multiple whose scalar, with OFFSET added, is in words.

    A table is larger than the caches next to a core. `fixed_ahead` asks memory for all that
    `fixed_add` will read, which arrives while something else is computed.
    """
    with f.w.function("fixed_ahead", pointers=2) as (table, words), f.w.loop(ROWS) as i:
        row, _, entry = _write_digit(f, table, words, i)
        for place in f.split(entry):
            for line in range(0, ROW_POINT_WORDS * 8, 64):
                f.w.ahead(f.w.byte_at(f.w.byte_at(row, place), line))
    with f.w.function("fixed_add", pointers=3) as (sum_, table, words), f.w.loop(ROWS) as i:
        _write_add(f, sum_, _write_digit(f, table, words, i))


def _write_digit(f: Field, table: Value, words: Value, i: Value) -> tuple[Value, Value, Value]:
    """Row i, whether digit i is negative, and how many bytes into the row its point stands."""
    b = f.w.b
    place = b.mul(b.lshr(i, WORD(3)), WORD(8 * f.lanes))
    word = f.load_lanes(f.w.byte_at(words, place))
    shift = f.spread(b.shl(b.and_(i, WORD(7)), WORD(3)))
    digit = b.sub(f.lowest(b.lshr(word, shift), 8), f.all_lanes(128))
    row = f.w.byte_at(table, b.mul(i, WORD(ROW_POINTS * ROW_POINT_WORDS * 8)))
    negative = b.icmp_signed("<", digit, f.all_lanes(0))
    size = b.select(negative, b.sub(f.all_lanes(0), digit), digit)
    return row, negative, f.shifted_left(size, (ROW_POINT_WORDS * 8).bit_length() - 1)


def _write_add(f: Field, sum_: Value, found: tuple[Value, Value, Value]) -> None:
    b, element = f.w.b, LIMBS * 8
    row, negative, entry = found
    exchange = b.select(negative, f.all_lanes(element), f.all_lanes(0))
    from_plus, from_minus = b.add(entry, exchange), b.sub(entry, exchange)

    def part(place: Value, i: int) -> Element:
        base = f.w.byte_at(row, i * element)
        limbs = [f.gather(f.w.byte_at(base, 8 * k), place) for k in range(LIMBS)]
        return Element(f, limbs, [LIMB_MOST] * LIMBS)

    point = Cached(part(from_plus, 0), part(from_minus, 1), None, part(entry, 2))
    add(f, sum_, sum_, point, negative=negative)
