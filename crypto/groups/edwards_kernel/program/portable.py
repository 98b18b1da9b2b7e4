"""One lane, for any 64-bit machine: limbs are multiplied 64 x 64 -> 128 bits."""

from __future__ import annotations

from typing import TypeAlias

from llvmlite import ir

from crypto.groups.edwards_kernel.layout import BITS, LIMB_MOST, LIMBS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.writer import DOUBLE_WORD, WORD, Value

_Term: TypeAlias = tuple[Value, Value, int]
"""Two words to be multiplied, and the most that their product can be."""


class Portable(Field):
    """x86-64 (mul, mulx), aarch64 (mul, umulh), or whatever LLVM knows."""

    name = "portable"
    lanes = 1
    stored_most = 1 << 52
    factor_most = 1 << 54

    def product(self, x: Element, y: Element) -> Element:
        """The schoolbook product; 2^255 = 19 folds what is above the fifth column."""
        y19 = [self._nineteenfold(limb, most) for limb, most in zip(y.limbs, y.most, strict=True)]
        columns: list[list[_Term]] = []
        for k in range(LIMBS):
            terms: list[_Term] = []
            for i in range(LIMBS):
                j, folded = (k - i) % LIMBS, i > k
                most = x.most[i] * y.most[j] * (19 if folded else 1)
                terms.append((x.limbs[i], (y19 if folded else y.limbs)[j], most))
            columns.append(terms)
        return self._carried_columns(columns)

    def square(self, x: Element) -> Element:
        """The same, with each pair of equal products computed once."""
        twice = [self.w.b.add(limb, limb) for limb in x.limbs]
        x19 = [self._nineteenfold(limb, most) for limb, most in zip(x.limbs, x.most, strict=True)]
        columns: list[list[_Term]] = [[] for _ in range(LIMBS)]
        for i in range(LIMBS):
            for j in range(i, LIMBS):
                folded = i + j >= LIMBS
                most = x.most[i] * x.most[j] * (1 if i == j else 2) * (19 if folded else 1)
                left, right = (x.limbs if i == j else twice)[i], (x19 if folded else x.limbs)[j]
                columns[(i + j) % LIMBS].append((left, right, most))
        return self._carried_columns(columns)

    def gather(self, pointer: Value, offsets: Value) -> Value:
        """A load."""
        return self.w.b.load(self.w.byte_at(pointer, offsets), typ=WORD, align=8)

    def _nineteenfold(self, limb: Value, most: int) -> Value:
        if 19 * most >> 64:
            msg = "19 times a limb may exceed 64 bits"
            raise OverflowError(msg)
        return self.times_19(limb)

    def _carried_columns(self, columns: list[list[_Term]]) -> Element:
        """Columns of products, added up with 128 bits each, as limbs of about 51 bits."""
        b = self.w.b
        limbs: list[Value] = []
        carry, carry_most = ir.Constant(WORD, 0), 0
        for terms in columns:
            total, most = b.zext(carry, DOUBLE_WORD), carry_most
            for x, y, bound in terms:
                total = b.add(total, b.mul(b.zext(x, DOUBLE_WORD), b.zext(y, DOUBLE_WORD)))
                most += bound
            carry_most = most >> BITS
            if most >> 128 or carry_most >> 64:
                msg = "a column may exceed its 128 bits, or its carry 64"
                raise OverflowError(msg)
            # A shift of 128 bits, written out: the instruction for it is slow on some processors.
            low = b.trunc(total, WORD)
            high = b.trunc(b.lshr(total, ir.Constant(DOUBLE_WORD, 64)), WORD)
            carry = b.or_(self.shifted_left(high, 64 - BITS), self.shifted_right(low, BITS))
            limbs.append(self.lowest(low, BITS))
        first, first_most = b.add(limbs[0], self.times_19(carry)), LIMB_MOST + 19 * carry_most
        if first_most >> 64:
            msg = "the lowest limb may exceed 64 bits"
            raise OverflowError(msg)
        limbs[0] = self.lowest(first, BITS)
        limbs[1] = b.add(limbs[1], self.shifted_right(first, BITS))
        most_of_second = LIMB_MOST + (first_most >> BITS)
        return Element(self, limbs, [LIMB_MOST, most_of_second, *[LIMB_MOST] * 3])
