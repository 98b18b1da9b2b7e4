"""From points to 32 bytes each, with one inversion for all points of a lane (Montgomery's trick).

The products Z1, Z1 Z2, Z1 Z2 Z3 ... are kept beside the points. The last one is inverted; going
back, each Z is taken out of the inverse and its own inverse falls off.
"""

from __future__ import annotations

from crypto.groups.edwards_kernel.layout import ENCODING_BYTES, POINT
from crypto.groups.edwards_kernel.program.field import Field
from crypto.groups.edwards_kernel.program.words import write_words
from crypto.groups.edwards_kernel.program.writer import Value, constant


def write_encoding(f: Field) -> None:
    """`encode`: `groups` points per lane, at least one, as encodings; their T is lost."""
    w, product = f.w, POINT - 1  # the place of T is where the products are kept
    with w.function("encode", pointers=2, numbers=1, exported=True) as (out, points, groups):
        running, inverse, z_inverse = f.local(1), f.local(1), f.local(1)
        f.store(f.number(1), running)
        with w.loop(groups) as i:
            point = f.at(points, w.b.mul(i, constant(POINT)))
            f.store(f.load(running), point, product)
            w.call("multiply_1", running, running, f.at(point, 2))
        w.call("inverse_1", inverse, running)
        with w.loop(groups) as i:
            group = w.b.sub(w.b.sub(groups, constant(1)), i)
            point = f.at(points, w.b.mul(group, constant(POINT)))
            w.call("multiply_1", z_inverse, inverse, f.at(point, product))
            w.call("multiply_1", inverse, inverse, f.at(point, 2))
            place = w.b.mul(group, constant(ENCODING_BYTES * f.lanes))
            _write_encoding(f, w.byte_at(out, place), point, z_inverse)


def _write_encoding(f: Field, out: Value, point: Value, z_inverse: Value) -> None:
    z = f.load(z_inverse)
    x = f.canonical(f.load(point, 0) * z)
    y = f.canonical(f.load(point, 1) * z)
    y[3] = f.w.b.or_(y[3], f.shifted_left(x[0], 63))
    write_words(f, y, out, ENCODING_BYTES)
