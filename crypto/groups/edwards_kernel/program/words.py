"""Scalars and encodings as four words of 64 bits, one number in each lane."""

from __future__ import annotations

from collections.abc import Sequence

from crypto.groups.edwards_kernel.layout import WORDS
from crypto.groups.edwards_kernel.program.field import Field
from crypto.groups.edwards_kernel.program.writer import Value


def read_words(f: Field, pointer: Value, stride: int | Value) -> list[Value]:
    """Four words for each lane; lane i's stand `i * stride` bytes after `pointer`."""
    rows = []
    for lane in range(f.lanes):
        start = lane * stride if isinstance(stride, int) else _times(f, stride, lane)
        row = f.w.byte_at(pointer, start)
        rows.append([f.w.word_at(row, i) for i in range(WORDS)])
    return [f.joined(column) for column in zip(*rows, strict=True)]


def write_words(f: Field, words: Sequence[Value], pointer: Value, stride: int) -> None:
    """Four words of each lane, to where `read_words` would read them."""
    for i, word in enumerate(words):
        for lane, each in enumerate(f.split(word)):
            f.w.b.store(each, f.w.byte_at(pointer, lane * stride + 8 * i), align=1)


def add_words(f: Field, x: Sequence[Value], y: Sequence[Value]) -> list[Value]:
    """X + y mod 2^256."""
    b, out, carry = f.w.b, [], f.all_lanes(0)
    for p, q in zip(x, y, strict=True):
        partial = b.add(p, q)
        total = b.add(partial, carry)
        over = b.or_(b.icmp_unsigned("<", partial, p), b.icmp_unsigned("<", total, partial))
        carry = f.as_word(over)
        out.append(total)
    return out


def fixed_words(f: Field, number: int) -> list[Value]:
    """A known number in every lane."""
    return [f.all_lanes(number >> 64 * i) for i in range(WORDS)]


def _times(f: Field, stride: Value, lane: int) -> Value:
    return f.w.b.mul(stride, stride.type(lane))
