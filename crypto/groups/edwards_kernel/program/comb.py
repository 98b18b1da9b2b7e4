"""Multiples of any point: a comb of five teeth, 51 bits apart, with signs for digits.

Every odd number below 2^255 is a sum of all 2^i, i < 255, each with a sign of its own: n = sum of
(2 b_i - 1) 2^i with b = (n - 1)/2 + 2^254. (An even scalar is made odd by adding the group's order,
which changes nothing for a point of the prime-order subgroup.) The 255 signs are cut into five
teeth of 51. In column i stand the signs of 2^i, 2^(51+i), 2^(102+i), 2^(153+i), 2^(204+i), and
what they make of P is one of 16 points or its opposite:

    table[j] = 2^204 P + sum over t < 4 of (+ or -) 2^(51 t) P, with + where bit t of j is set.

Where the sign of 2^(204+i) is -, the column is the opposite of the one with all signs exchanged: of
entry 15 - j in place of j. From the highest column down, Q = 2Q + (what column i makes of P) ends
in [n]P.

So 204 doublings make a table, and then each scalar costs 51 times (doubling + addition). One table
serves all scalars of its point, and the test that P is in the subgroup: [ORDER]P = 0, where the
scalar is known and nothing has to be looked up. Several points share the doublings of a sum.

A point's finished table stands by itself in memory, the cached point first and then entry by entry,
limb by limb, in the same form for every representation: any lane can use any point's.
"""

from __future__ import annotations

from typing import Final

from crypto.groups.edwards_kernel.curve import ORDER
from crypto.groups.edwards_kernel.layout import ENTRIES, LIMBS, POINT, POINT_BYTES, TEETH, WORDS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.points import Cached, add, double
from crypto.groups.edwards_kernel.program.words import add_words, fixed_words
from crypto.groups.edwards_kernel.program.writer import WORD, Value

SPACING: Final = 51


def write_comb(f: Field) -> None:
    """Making tables, the test with the order, and sums of multiples."""
    with f.w.function("comb_table", pointers=2) as (table, p):
        _write_table(f, table, p)
    with f.w.function("spread", pointers=2, numbers=2) as (out, points, count, apart):
        _write_spread(f, out, points, count, apart)
    with f.w.function("times_order", pointers=2) as (out, table):
        _write_times_order(f, out, table)
    with f.w.function("comb_teeth", pointers=2) as (teeth, words):
        _write_teeth(f, teeth, words)
    for name, whole in (("comb_add", True), ("comb_add_short", False)):
        with f.w.function(name, pointers=4, numbers=1) as (sum_, tables, teeth, places, column):
            _write_add(f, sum_, (tables, teeth, places), column, whole=whole)
    with f.w.function("comb_sum", pointers=4, numbers=1) as (sum_, tables, teeth, places, count):
        _write_sum(f, sum_, (tables, teeth, places), count)


def _write_table(f: Field, table: Value, p: Value) -> None:
    """The table of each lane's P, lanes side by side; P is lost."""
    w, teeth = f.w, TEETH - 1
    points, once, twice = f.local(POINT * ENTRIES), f.local(POINT * teeth), f.local(POINT * teeth)
    for t in range(teeth):  # 2^51t P and its double; P itself goes on to 2^204 P
        w.call("cache", f.at(once, POINT * t), p)
        w.call("double", p, p)
        w.call("cache", f.at(twice, POINT * t), p)
        w.call("double_often", p, SPACING - 1)
    for t in range(teeth):  # the entry where all signs are -
        w.call("subtract", points if t == teeth - 1 else p, p, f.at(once, POINT * t))
    for t in range(teeth):  # a sign that becomes + adds twice the point
        for j in range(1 << t):
            entry, before = f.at(points, POINT * (j + (1 << t))), f.at(points, POINT * j)
            w.call("add", entry, before, f.at(twice, POINT * t))
    for j in range(ENTRIES):
        w.call("cache", f.at(table, POINT * j), f.at(points, POINT * j))


def _write_spread(f: Field, out: Value, points: Value, count: Value, apart: Value) -> None:
    """Each lane's `count` cached points by themselves, so many bytes apart from the next lane's."""
    b = f.w.b
    with f.w.loop(b.mul(count, WORD(POINT * LIMBS))) as i:
        source = f.w.byte_at(points, b.mul(i, WORD(8 * f.lanes)))
        target = f.w.byte_at(out, b.mul(i, WORD(8)))
        for lane, word in enumerate(f.split(f.load_lanes(source))):
            f.w.b.store(word, f.w.byte_at(target, b.mul(apart, WORD(lane))), align=8)


def gathered(f: Field, start: Value, plus: Value, minus: Value, others: Value) -> Cached:
    """A cached point that each lane has somewhere else: its four elements so far after `start`."""
    element = LIMBS * 8

    def part(place: Value, i: int) -> Element:
        base = f.w.byte_at(start, i * element)
        limbs = [f.gather(f.w.byte_at(base, 8 * k), place) for k in range(LIMBS)]
        return Element(f, limbs, [f.stored_most] * LIMBS)

    return Cached(part(plus, 0), part(minus, 1), part(others, 2), part(others, 3))


def _write_times_order(f: Field, out: Value, table: Value) -> None:
    """[ORDER]P, from a table with its lanes side by side."""
    signs = (ORDER - 1) // 2 + (1 << TEETH * SPACING - 1)
    f.w.call("neutral", out)
    for column in reversed(range(SPACING)):
        digit = sum((signs >> column + SPACING * t & 1) << t for t in range(TEETH))
        negative, j = digit < ENTRIES, digit % ENTRIES
        f.w.call("double", out, out)
        if negative:
            f.w.call("subtract_short", out, out, f.at(table, POINT * (ENTRIES - 1 - j)))
        else:
            f.w.call("add_short", out, out, f.at(table, POINT * j))


def _write_teeth(f: Field, teeth: Value, words: Value) -> None:
    """The signs of a scalar below ORDER, a tooth in each of five words."""
    b, n = f.w.b, [f.load_lanes(words, i) for i in range(WORDS)]
    even = f.is_zero(f.lowest(n[0], 1))
    order = [b.select(even, word, f.all_lanes(0)) for word in fixed_words(f, ORDER)]
    n = add_words(f, n, order)
    halved = [b.or_(f.shifted_right(n[i], 1), f.shifted_left(n[i + 1], 63)) for i in range(3)]
    signs = [*halved, b.or_(f.shifted_right(n[3], 1), f.all_lanes(1 << 62))]
    for t, tooth in enumerate(f.from_words(signs).limbs):  # a limb has 51 bits, and so has a tooth
        f.store_lanes(tooth, teeth, t)


def _write_add(
    f: Field, sum_: Value, given: tuple[Value, Value, Value], column: Value, *, whole: bool
) -> None:
    """Add to the sum what one column of the teeth makes of each lane's point.

    The `digit` has a bit for each tooth but the last; where that one's sign is -, all of them are
    exchanged and the entry is taken as its opposite.
    """
    tables, teeth, places = given
    b, at = f.w.b, f.spread(column)
    signs = [f.lowest(b.lshr(f.load_lanes(teeth, t), at), 1) for t in range(TEETH)]
    digit = f.all_lanes(0)
    for t in range(TEETH - 1):
        digit = b.or_(digit, f.shifted_left(signs[t], t))
    negative = f.is_zero(signs[-1])
    digit = b.xor(digit, b.select(negative, f.all_lanes(ENTRIES - 1), f.all_lanes(0)))
    # The mask says that this is a product of 32-bit numbers, which vectors multiply fast.
    entry = b.mul(f.lowest(digit, 32), f.all_lanes(POINT_BYTES))
    entry = b.add(entry, f.load_lanes(places))
    element = LIMBS * 8
    exchange = b.select(negative, f.all_lanes(element), f.all_lanes(0))
    first = f.w.byte_at(tables, POINT_BYTES)  # after the point itself
    point = gathered(f, first, b.add(entry, exchange), b.sub(entry, exchange), entry)
    add(f, sum_, sum_, point, negative=negative, whole=whole)


def _write_sum(f: Field, sum_: Value, given: tuple[Value, Value, Value], count: Value) -> None:
    """The sum of `count` multiples (at least one): teeth of each, and places of their tables.

    All of them share the doublings. The last addition before a doubling leaves T out.
    """
    w, b = f.w, f.w.b
    tables, teeth, places = given
    lane_bytes = 8 * f.lanes

    def each(times: Value, column: Value, name: str) -> None:
        with w.loop(times) as i:
            one(i, column, name)

    def one(i: Value, column: Value, name: str) -> None:
        its_teeth = w.byte_at(teeth, b.mul(i, i.type(TEETH * lane_bytes)))
        its_places = w.byte_at(places, b.mul(i, i.type(lane_bytes)))
        w.call(name, sum_, tables, its_teeth, its_places, column)

    last = b.sub(count, WORD(1))
    w.call("neutral", sum_)
    with w.loop(SPACING - 1) as i:
        column = b.sub(WORD(SPACING - 1), i)
        double(f, sum_, sum_, whole=True)
        each(last, column, "comb_add")
        one(last, column, "comb_add_short")
    double(f, sum_, sum_, whole=True)
    each(count, WORD(0), "comb_add")
