"""Points of -x^2 + y^2 = 1 + d x^2 y^2: the complete formulas of Hisil, Wong, Carter and Dawson.

They hold for every pair of points, so that all lanes do the same and there are no special cases.
In memory a point is four elements:

- extended: X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z; each sum is one;
- cached, to be added often: Y + X, Y - X, Z, 2dT;
- niels, a cached one with Z = 1, which is left out: y + x, y - x, 2dxy.

A doubling needs no T. Whatever comes before one therefore leaves it out ("short").
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crypto.groups.edwards_kernel.curve import D, P
from crypto.groups.edwards_kernel.layout import POINT
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.writer import Value


@dataclass(frozen=True)
class Cached:
    """A point as a second summand; `z` is None if it is 1."""

    plus: Element
    minus: Element
    z: Element | None
    t: Element


def write_points(f: Field) -> None:
    """Functions on points in memory: out first, then what it is computed from."""
    for name, whole in (("double", True), ("double_short", False)):
        with f.w.function(name, pointers=2) as (out, p):
            double(f, out, p, whole=whole)
    with f.w.function("double_often", pointers=1, numbers=1) as (p, times):
        with f.w.loop(f.w.b.sub(times, times.type(1))):
            double(f, p, p, whole=False)
        double(f, p, p, whole=True)
    for name, whole in (("add", True), ("add_short", False)):
        with f.w.function(name, pointers=3) as (out, p, q):
            add(f, out, p, load_cached(f, q), whole=whole)
    for name, whole in (("subtract", True), ("subtract_short", False)):
        with f.w.function(name, pointers=3) as (out, p, q):
            add(f, out, p, _negative(f, load_cached(f, q)), whole=whole)
    with f.w.function("cache", pointers=2) as (out, p):
        x, y, z, t = (f.load(p, i) for i in range(POINT))
        for i, value in enumerate((y + x, y - x, z, t * f.number(2 * D % P))):
            f.store(value, out, i)
    with f.w.function("neutral", pointers=1) as (out,):
        for i, number in enumerate((0, 1, 1, 0)):
            f.store(f.number(number), out, i)


def load_cached(f: Field, q: Value) -> Cached:
    """The cached point that stands there, the same place for all lanes."""
    return Cached(f.load(q, 0), f.load(q, 1), f.load(q, 2), f.load(q, 3))


def double(f: Field, out: Value, p: Value, *, whole: bool) -> None:
    """Out = 2p; without T unless `whole`."""
    x, y, z = (f.load(p, i) for i in range(3))
    xx, yy, zz = x.squared(), y.squared(), z.squared()
    h, g = yy + xx, yy - xx
    e = (x + y).squared() - h
    _store(f, out, (e, zz + zz - g, g, h), whole=whole)


def add(
    f: Field, out: Value, p: Value, q: Cached, *, negative: Value = None, whole: bool = True
) -> None:
    """Out = p + q.

    In lanes where the bit `negative` is set, q.t is taken as its opposite. (The opposite of a
    point also has `plus` and `minus` exchanged: whoever loads q does that, by loading each from
    the other's place.)
    """
    x, y, z, t = (f.load(p, i) for i in range(POINT))
    a, b, c = (y - x) * q.minus, (y + x) * q.plus, t * q.t
    d = z if q.z is None else z * q.z
    d = d + d
    e, h, less, more = b - a, b + a, (d - c).factor(), (d + c).factor()
    if negative is not None:
        less, more = f.chosen(negative, more, less), f.chosen(negative, less, more)
    _store(f, out, (e, less, more, h), whole=whole)


def _negative(f: Field, q: Cached) -> Cached:
    return replace(q, plus=q.minus, minus=q.plus, t=f.number(0) - q.t)


def _store(
    f: Field, out: Value, sides: tuple[Element, Element, Element, Element], *, whole: bool
) -> None:
    """(X, Y, Z, T) = (e f, g h, f g, e h)."""
    e, f_, g, h = (each.factor() for each in sides)
    f.store(e * f_, out, 0)
    f.store(g * h, out, 1)
    f.store(f_ * g, out, 2)
    if whole:
        f.store(e * h, out, 3)
