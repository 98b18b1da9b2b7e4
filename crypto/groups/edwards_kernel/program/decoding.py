"""From 32 bytes to a point of the curve (RFC 8032, 5.1.3), two points side by side in each lane.

x^2 = u/v with u = y^2 - 1 and v = d y^2 + 1. A candidate for the root is
r = u v^3 (u v^7)^((p-5)/8). Then v r^2 is u; or it is -u, and r has to be multiplied by the root
of -1; or there is no root.
"""

from __future__ import annotations

from crypto.groups.edwards_kernel.curve import SQRT_MINUS_1, D
from crypto.groups.edwards_kernel.layout import PAIR, POINT, WORDS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.writer import Value


def write_decoding(f: Field) -> None:
    """`decode`: words of two encodings to two points, and for each a word: 1 if it is valid.

    Refused are y >= p, a y of no point, and x = 0 with the sign bit set; a lane where something is
    refused has the neutral point, and does not disturb the others.
    """
    with f.w.function("decode", pointers=3) as (points, valid, words):
        ys, us, vs, v3s, bases, roots = (f.local(PAIR) for _ in range(6))
        for i in range(PAIR):
            y = f.from_words([f.load_lanes(words, WORDS * i + k) for k in range(WORDS)])
            yy = y.squared()
            u, v = (yy - f.number(1)).stored(), (yy * f.number(D) + f.number(1)).stored()
            v3 = v.squared() * v
            base = v3.squared() * v * u
            for value, place in ((y, ys), (u, us), (v, vs), (v3, v3s), (base, bases)):
                f.store(value, place, i)
        f.w.call("root_2", roots, bases)
        for i in range(PAIR):
            u, v = f.load(us, i), f.load(vs, i)
            root = f.load(roots, i) * f.load(v3s, i) * u
            encoding = [f.load_lanes(words, WORDS * i + k) for k in range(WORDS)]
            good, x, y = _point(f, encoding, f.load(ys, i), root, (u, v))
            for k, value in enumerate((x, y, f.number(1), x * y)):
                f.store(value, points, POINT * i + k)
            f.store_lanes(f.as_word(good), valid, i)


def _point(
    f: Field, encoding: list[Value], y: Element, root: Element, fraction: tuple[Element, Element]
) -> tuple[Value, Element, Element]:
    """Whether the encoding is valid, and x and y of its point (or of the neutral one)."""
    b, (u, v) = f.w.b, fraction
    check = root.squared() * v
    straight, turned = f.is_number_zero(check - u), f.is_number_zero(check + u)
    x = f.chosen(straight, root.stored(), (root * f.number(SQRT_MINUS_1)).stored())
    x_words, sign = f.canonical(x), f.shifted_right(encoding[3], 63)
    x_is_zero = f.is_zero(b.or_(b.or_(*x_words[:2]), b.or_(*x_words[2:])))
    bad = b.and_(x_is_zero, b.icmp_unsigned("!=", sign, f.all_lanes(0)))
    written = [*encoding[:3], f.lowest(encoding[3], 63)]
    for word, canonical in zip(written, f.canonical(y), strict=True):
        bad = b.or_(bad, b.icmp_unsigned("!=", word, canonical))
    good = b.and_(b.or_(straight, turned), b.not_(bad))
    other = b.icmp_unsigned("!=", f.lowest(x_words[0], 1), sign)
    x = f.chosen(other, (f.number(0) - x).stored(), x)
    return good, f.chosen(good, x, f.number(0)), f.chosen(good, y, f.number(1))
