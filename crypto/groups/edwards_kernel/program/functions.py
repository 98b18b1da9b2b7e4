"""The finished program: five functions, each about a batch in memory.

A *group* is as many things as there are lanes, or twice as many encodings. The caller fills the
last group with copies.

- `prepare` (tables, valid, encodings, groups): decodes, tests that points are in the subgroup, and
  leaves the table of each (`comb`). One byte per encoding says whether it is the canonical encoding
  of a point of the prime-order subgroup, to which the identity belongs.
- `combine` (sums, tables, fixed tables, offsets, scalars, groups, points, bases): sums of so many
  multiples of prepared points and so many of fixed bases, the same numbers in all. For each sum
  stand one after another: in `offsets` (words) where its points' tables begin after `tables`; in
  `scalars` (32 bytes each, below ORDER) those of its points and then those of the bases. `fixed
  tables` has the address of each base's table.
- `open` (points, valid, encodings, groups): decodes, and leaves each cached point, as at the
  beginning of a table. A byte is 1 if there is such a point; whether it is in the subgroup, nobody
  is asked.
- `total` (sum, start, places, count): for each lane the sum of so many cached points. In `places`
  (words) stand where they begin after `start`: the first of all lanes, then the second of all.
- `encode` (out, sums, groups): see `encoding`.
"""

from __future__ import annotations

from crypto.groups.edwards_kernel.layout import (
    ENCODING_BYTES,
    ENTRIES,
    MOST_POINTS,
    PAIR,
    POINT,
    POINT_BYTES,
    TABLE_BYTES,
    TEETH,
    WORDS,
)
from crypto.groups.edwards_kernel.program.comb import gathered, write_comb
from crypto.groups.edwards_kernel.program.decoding import write_decoding
from crypto.groups.edwards_kernel.program.encoding import write_encoding
from crypto.groups.edwards_kernel.program.field import Field
from crypto.groups.edwards_kernel.program.fixed import OFFSET, write_fixed
from crypto.groups.edwards_kernel.program.points import add, write_points
from crypto.groups.edwards_kernel.program.powers import write_powers
from crypto.groups.edwards_kernel.program.words import add_words, fixed_words, read_words
from crypto.groups.edwards_kernel.program.writer import BYTE, POINTER, Value, constant


def write_program(f: Field) -> None:
    """Write everything into the field's module."""
    write_powers(f)
    write_points(f)
    write_comb(f)
    write_fixed(f)
    write_decoding(f)
    write_encoding(f)
    _write_prepare(f)
    _write_open(f)
    _write_combine(f)
    _write_total(f)


def _write_prepare(f: Field) -> None:
    w, pair = f.w, PAIR * f.lanes
    with w.function("prepare_pair", pointers=3) as (tables, valid, encodings):
        table, multiple, own = f.local(POINT * ENTRIES), f.local(POINT), f.local(POINT)
        points, good = _decoded_pair(f, encodings)
        for i in range(PAIR):
            out = w.byte_at(tables, i * f.lanes * TABLE_BYTES)
            w.call("cache", own, f.at(points, POINT * i))
            w.call("spread", out, own, 1, TABLE_BYTES)
            w.call("comb_table", table, f.at(points, POINT * i))
            w.call("times_order", multiple, table)
            inside = w.b.and_(
                f.is_number_zero(f.load(multiple, 0)),
                f.is_number_zero(f.load(multiple, 1) - f.load(multiple, 2)),
            )
            w.call("spread", w.byte_at(out, POINT_BYTES), table, ENTRIES, TABLE_BYTES)
            flags = w.b.and_(f.load_lanes(good, i), f.as_word(inside))
            _store_flags(f, flags, w.byte_at(valid, i * f.lanes))
    with w.function("prepare", pointers=3, numbers=1, exported=True) as given:
        tables, valid, encodings, groups = given
        with w.loop(groups) as i:
            w.call(
                "prepare_pair",
                _row(f, tables, i, pair * TABLE_BYTES),
                _row(f, valid, i, pair),
                _row(f, encodings, i, pair * ENCODING_BYTES),
            )


def _write_open(f: Field) -> None:
    w, pair = f.w, PAIR * f.lanes
    with w.function("open_pair", pointers=3) as (out, valid, encodings):
        own = f.local(POINT)
        points, good = _decoded_pair(f, encodings)
        for i in range(PAIR):
            w.call("cache", own, f.at(points, POINT * i))
            w.call("spread", w.byte_at(out, i * f.lanes * POINT_BYTES), own, 1, POINT_BYTES)
            _store_flags(f, f.load_lanes(good, i), w.byte_at(valid, i * f.lanes))
    with w.function("open", pointers=3, numbers=1, exported=True) as given:
        points, valid, encodings, groups = given
        with w.loop(groups) as i:
            w.call(
                "open_pair",
                _row(f, points, i, pair * POINT_BYTES),
                _row(f, valid, i, pair),
                _row(f, encodings, i, pair * ENCODING_BYTES),
            )


def _write_combine(f: Field) -> None:
    w = f.w
    with w.function("combine_group", pointers=5, numbers=2) as given:
        sum_, tables, fixed_tables, offsets, scalars, points, bases = given
        b = w.b
        places, teeth = f.local_lanes(MOST_POINTS), f.local_lanes(MOST_POINTS * TEETH)
        words = f.local_lanes(WORDS)
        stride = b.mul(b.add(points, bases), constant(ENCODING_BYTES))

        def load_scalar(index: Value, added: int) -> None:
            place = w.byte_at(scalars, b.mul(index, constant(ENCODING_BYTES)))
            n = read_words(f, place, stride)
            for k, word in enumerate(add_words(f, n, fixed_words(f, added)) if added else n):
                f.store_lanes(word, words, k)

        w.call("neutral", sum_)
        with w.loop(bases) as i:
            load_scalar(b.add(points, i), OFFSET)
            w.call("fixed_ahead", b.load(_row(f, fixed_tables, i, 8), typ=POINTER), words)
        with w.loop(points) as i:
            load_scalar(i, 0)
            w.call("comb_teeth", _row(f, teeth, i, 8 * f.lanes * TEETH), words)
            own = [b.add(i, b.mul(points, constant(lane))) for lane in range(f.lanes)]
            place = f.joined([w.word_at(offsets, each) for each in own])
            f.store_lanes(place, _row(f, places, i, 8 * f.lanes))
        with w.when(b.icmp_unsigned("!=", points, constant(0))):
            w.call("comb_sum", sum_, tables, teeth, places, points)
        with w.loop(bases) as i:
            load_scalar(b.add(points, i), OFFSET)
            table = b.load(_row(f, fixed_tables, i, 8), typ=POINTER)
            w.call("fixed_add", sum_, table, words)
    with w.function("combine", pointers=5, numbers=3, exported=True) as given:
        sums, tables, fixed_tables, offsets, scalars, groups, points, bases = given
        b = w.b
        with w.loop(groups) as i:
            first = b.mul(i, constant(f.lanes))
            own_offsets = b.mul(b.mul(first, points), constant(8))
            own_scalars = b.mul(b.mul(first, b.add(points, bases)), constant(ENCODING_BYTES))
            w.call(
                "combine_group",
                _row(f, sums, i, POINT * f.size),
                tables,
                fixed_tables,
                w.byte_at(offsets, own_offsets),
                w.byte_at(scalars, own_scalars),
                points,
                bases,
            )


def _write_total(f: Field) -> None:
    w = f.w
    with w.function("total_add", pointers=3) as (sum_, start, places):
        place = f.joined([w.word_at(places, lane) for lane in range(f.lanes)])
        add(f, sum_, sum_, gathered(f, start, place, place, place))
    with w.function("total", pointers=3, numbers=1, exported=True) as given:
        sum_, start, places, count = given
        w.call("neutral", sum_)
        with w.loop(count) as i:
            w.call("total_add", sum_, start, _row(f, places, i, 8 * f.lanes))


def _decoded_pair(f: Field, encodings: Value) -> tuple[Value, Value]:
    """Two points for each lane, from encodings that stand one after another; their flags."""
    points, good, words = f.local(PAIR * POINT), f.local_lanes(PAIR), f.local_lanes(PAIR * WORDS)
    for i in range(PAIR):
        start = f.w.byte_at(encodings, i * f.lanes * ENCODING_BYTES)
        for k, word in enumerate(read_words(f, start, ENCODING_BYTES)):
            f.store_lanes(word, words, WORDS * i + k)
    f.w.call("decode", points, good, words)
    return points, good


def _store_flags(f: Field, flags: Value, valid: Value) -> None:
    for lane, flag in enumerate(f.split(flags)):
        f.w.b.store(f.w.b.trunc(flag, BYTE), f.w.byte_at(valid, lane), align=1)


def _row(f: Field, pointer: Value, index: Value, size: int) -> Value:
    return f.w.byte_at(pointer, f.w.b.mul(index, constant(size)))
