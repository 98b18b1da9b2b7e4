"""Eight lanes, for AVX-512 IFMA: its two instructions multiply 52 x 52 bits in eight lanes at once.

They add the low or the high 52 bits of the 104-bit product to a third operand, and read only the
low 52 bits of a factor: a factor above that would be silently wrong, which is what the bounds are
for.

A machine without them can run the same program with each of the two, and the gather, written out in
ordinary instructions (`emulated`). It is slow: its purpose is to test these formulas everywhere.
"""

from __future__ import annotations

from typing import Final

from llvmlite import ir

from crypto.groups.edwards_kernel.layout import LIMBS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.writer import DOUBLE_WORD, POINTER, WORD, Value, Writer

FEATURES: Final = ("avx512f", "avx512dq", "avx512vl", "avx512ifma")
"""What a processor must have, in LLVM's names."""

_FACTOR_BITS = 52
_LOW, _HIGH = "vpmadd52l", "vpmadd52h"
_GATHER = "llvm.x86.avx512.mask.gather.qpq.512"
_ALL = ir.VectorType(ir.IntType(1), 8)


class Ifma(Field):
    """Eight lanes. High halves weigh 2^52, twice what the column above has: they are doubled."""

    name = "ifma"
    lanes = 8
    stored_most = (1 << 51) + (1 << 16)
    factor_most = (1 << _FACTOR_BITS) - 1

    def __init__(self, writer: Writer, *, emulated: bool = False) -> None:
        super().__init__(writer)
        self._emulated = emulated
        three = ir.FunctionType(self.lane, [self.lane] * 3)
        if emulated:
            names = {half: f"emulated.{half}" for half in (_LOW, _HIGH)}
        else:
            names = {half: f"llvm.x86.avx512.{half}.uq.512" for half in (_LOW, _HIGH)}
            kind = ir.FunctionType(self.lane, [self.lane, POINTER, self.lane, _ALL, ir.IntType(32)])
            self._gather = ir.Function(writer.module, kind, _GATHER)
        self._madd = {half: ir.Function(writer.module, three, names[half]) for half in names}
        if emulated:
            for half, function in self._madd.items():
                self._define(half, function)

    def product(self, x: Element, y: Element) -> Element:
        """The schoolbook product in ten columns."""
        sums = _Columns(self)
        for i in range(LIMBS):
            for j in range(LIMBS):
                sums.add(_HIGH, x, i, y, j)
        sums.double(1, 10)
        for i in range(LIMBS):
            for j in range(LIMBS):
                sums.add(_LOW, x, i, y, j)
        return sums.folded()

    def square(self, x: Element) -> Element:
        """The same, with the products of different limbs computed once and doubled."""
        sums = _Columns(self)
        cross = [(i, j) for i in range(LIMBS) for j in range(i + 1, LIMBS)]
        for i, j in cross:
            sums.add(_HIGH, x, i, x, j)
        sums.double(2, 9)
        for i in range(LIMBS):
            sums.add(_HIGH, x, i, x, i)
        for i, j in cross:
            sums.add(_LOW, x, i, x, j)
        sums.double(1, 10)
        for i in range(LIMBS):
            sums.add(_LOW, x, i, x, i)
        return sums.folded()

    def times_19(self, x: Value) -> Value:
        """19x; a 64-bit multiplication of vectors would be slow."""
        return self.multiply_add(_LOW, self.all_lanes(0), x, self.all_lanes(19))

    def multiply_add(self, half: str, total: Value, x: Value, y: Value) -> Value:
        """The total and one half of the product."""
        return self.w.b.call(self._madd[half], [total, x, y])

    def gather(self, pointer: Value, offsets: Value) -> Value:
        """One instruction, or eight loads."""
        if self._emulated:
            places = [self.w.byte_at(pointer, offset) for offset in self.split(offsets)]
            return self.joined([self.w.b.load(place, typ=WORD, align=8) for place in places])
        everywhere, scale = ir.Constant(_ALL, [1] * 8), ir.Constant(ir.IntType(32), 1)
        given = [self.all_lanes(0), pointer, offsets, everywhere, scale]
        return self.w.b.call(self._gather, given)

    def _define(self, half: str, function: Value) -> None:
        """What Intel's manual says of the instruction, lane by lane."""
        function.linkage = "internal"
        function.attributes.add("noinline")
        b = ir.IRBuilder(function.append_basic_block())
        result, mask = ir.Constant(self.lane, ir.Undefined), (1 << _FACTOR_BITS) - 1
        for i in range(self.lanes):
            place = ir.Constant(ir.IntType(32), i)
            total, x, y = (b.extract_element(each, place) for each in function.args)
            x, y = (b.zext(b.and_(z, ir.Constant(WORD, mask)), DOUBLE_WORD) for z in (x, y))
            product = b.mul(x, y)
            if half == _HIGH:
                product = b.lshr(product, ir.Constant(DOUBLE_WORD, _FACTOR_BITS))
            part = b.and_(b.trunc(product, WORD), ir.Constant(WORD, mask))
            result = b.insert_element(result, b.add(total, part), place)
        b.ret(result)


class _Columns:
    """Ten columns of a product: column k weighs 2^51k."""

    def __init__(self, field: Ifma) -> None:
        self._field = field
        self._sums = [field.all_lanes(0)] * (2 * LIMBS)
        self._most = [0] * (2 * LIMBS)

    def add(self, half: str, x: Element, i: int, y: Element, j: int) -> None:
        """Add one half of the product of two limbs; a high half goes one column up."""
        if max(x.most[i], y.most[j]) >> _FACTOR_BITS:
            msg = "a factor may exceed the 52 bits that the instruction reads"
            raise OverflowError(msg)
        k = i + j + (half == _HIGH)
        product = x.most[i] * y.most[j]
        self._sums[k] = self._field.multiply_add(half, self._sums[k], x.limbs[i], y.limbs[j])
        self._most[k] += product >> 52 if half == _HIGH else min(product, (1 << 52) - 1)

    def double(self, start: int, end: int) -> None:
        """Double some columns."""
        for k in range(start, end):
            self._sums[k] = self._field.w.b.add(self._sums[k], self._sums[k])
            self._most[k] *= 2

    def folded(self) -> Element:
        """Five limbs: 2^255 = 19, and 19x = x + 2x + 16x."""
        b, limbs = self._field.w.b, []
        for k in range(LIMBS):
            x = self._sums[k + LIMBS]
            more = b.add(self._field.shifted_left(x, 1), self._field.shifted_left(x, 4))
            limbs.append(b.add(b.add(self._sums[k], x), more))
        most = [self._most[k] + 19 * self._most[k + LIMBS] for k in range(LIMBS)]
        return Element(self._field, limbs, most)
