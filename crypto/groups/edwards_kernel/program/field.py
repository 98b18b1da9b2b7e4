"""Numbers modulo p = 2^255 - 19, one in each lane, in limbs with proved bounds.

A program works on `lanes` unrelated numbers at once. A number is five limbs of 51 bits, lowest
first: x = l0 + 2^51 l1 + 2^102 l2 + 2^153 l3 + 2^204 l4, where a limb may hold more than 51 bits
for a while. Limb i of all lanes is one value of the machine: a vector of 64-bit words, or a single
word if there is one lane.

An `Element` knows, while the program is written, the largest value that each of its limbs can
have. Sums and differences add limb by limb and carry nothing; a product wants its factors below
`factor_most`, and a carry is written only where the bounds say that it is needed. A bound above
64 bits is refused. A program that can be written at all cannot overflow.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from llvmlite import ir

from crypto.groups.edwards_kernel.curve import P
from crypto.groups.edwards_kernel.layout import BITS, LIMB_MOST, LIMBS, WORDS, limbs_of
from crypto.groups.edwards_kernel.program.writer import WORD, Value, Writer

_P_LIMBS = limbs_of(P)


class Element:
    """A number modulo p in every lane: its `limbs`, and the largest value that each can have."""

    __slots__ = ("field", "limbs", "most")

    def __init__(self, field: Field, limbs: Sequence[Value], most: Sequence[int]) -> None:
        if any(bound >> 64 for bound in most):
            msg = "a limb may exceed 64 bits"
            raise OverflowError(msg)
        self.field = field
        self.limbs = list(limbs)
        self.most = list(most)

    def __add__(self, other: Element) -> Element:
        limbs = [self.field.w.b.add(x, y) for x, y in zip(self.limbs, other.limbs, strict=True)]
        return Element(
            self.field, limbs, [x + y for x, y in zip(self.most, other.most, strict=True)]
        )

    def __sub__(self, other: Element) -> Element:
        """Self + mp - other, m being the least power of two for which no limb is negative."""
        m = 1
        while any(m * p < y for p, y in zip(_P_LIMBS, other.most, strict=True)):
            m *= 2
        raised = self + self.field.fixed([m * p for p in _P_LIMBS])
        limbs = [self.field.w.b.sub(x, y) for x, y in zip(raised.limbs, other.limbs, strict=True)]
        return Element(self.field, limbs, raised.most)

    def __mul__(self, other: Element) -> Element:
        return self.field.product(self.factor(), other.factor())

    def squared(self) -> Element:
        """Its square."""
        return self.field.square(self.factor())

    def factor(self) -> Element:
        """This number, small enough for a product."""
        return self.within(self.field.factor_most)

    def stored(self) -> Element:
        """This number, small enough for memory."""
        return self.within(self.field.stored_most)

    def within(self, most: int) -> Element:
        """This number, carried until no limb can exceed `most`."""
        x = self
        while max(x.most) > most:
            x = x.field.carried(x)
        return x


class Field(ABC):
    """The field in one representation, with the instructions that a program of it uses."""

    name: ClassVar[str]
    lanes: ClassVar[int]
    stored_most: ClassVar[int]
    """The largest limb in memory."""
    factor_most: ClassVar[int]
    """The largest limb of a factor."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.lane = WORD if self.lanes == 1 else ir.VectorType(WORD, self.lanes)
        self.size = LIMBS * 8 * self.lanes
        """Bytes of an element in memory."""

    # What a representation must bring

    @abstractmethod
    def product(self, x: Element, y: Element) -> Element:
        """The product of two factors."""

    @abstractmethod
    def square(self, x: Element) -> Element:
        """The square of a factor."""

    @abstractmethod
    def gather(self, pointer: Value, offsets: Value) -> Value:
        """For each lane the word that stands so many bytes after `pointer`."""

    # Lanes

    def all_lanes(self, number: int) -> Value:
        """A known number in every lane."""
        word = number & (1 << 64) - 1
        return ir.Constant(self.lane, word if self.lanes == 1 else [word] * self.lanes)

    def spread(self, word: Value) -> Value:
        """One word, put into every lane."""
        return self.joined([word] * self.lanes)

    def joined(self, words: Sequence[Value]) -> Value:
        """One word for each lane, as one value."""
        if self.lanes == 1:
            return words[0]
        vector = ir.Constant(self.lane, ir.Undefined)
        for i, word in enumerate(words):
            vector = self.w.b.insert_element(vector, word, ir.Constant(ir.IntType(32), i))
        return vector

    def split(self, vector: Value) -> list[Value]:
        """The word of each lane."""
        if self.lanes == 1:
            return [vector]
        places = [ir.Constant(ir.IntType(32), i) for i in range(self.lanes)]
        return [self.w.b.extract_element(vector, place) for place in places]

    def shifted_left(self, x: Value, bits: int) -> Value:
        """2^bits x mod 2^64."""
        return self.w.b.shl(x, self.all_lanes(bits))

    def shifted_right(self, x: Value, bits: int) -> Value:
        """X without its lowest bits."""
        return self.w.b.lshr(x, self.all_lanes(bits))

    def lowest(self, x: Value, bits: int) -> Value:
        """The lowest bits of x."""
        return self.w.b.and_(x, self.all_lanes((1 << bits) - 1))

    def is_zero(self, x: Value) -> Value:
        """A bit for each lane: whether its word is zero."""
        return self.w.b.icmp_unsigned("==", x, self.all_lanes(0))

    def as_word(self, bit: Value) -> Value:
        """A word, 0 or 1, for the bit of each lane."""
        return self.w.b.zext(bit, self.lane)

    def chosen(self, bit: Value, x: Element, y: Element) -> Element:
        """X in the lanes whose bit is set, and y in the others."""
        limbs = [self.w.b.select(bit, p, q) for p, q in zip(x.limbs, y.limbs, strict=True)]
        return Element(self, limbs, [max(pair) for pair in zip(x.most, y.most, strict=True)])

    # Elements

    def fixed(self, limbs: Sequence[int]) -> Element:
        """These limbs in every lane."""
        return Element(self, [self.all_lanes(limb) for limb in limbs], limbs)

    def number(self, number: int) -> Element:
        """A number below 2^255 in every lane."""
        return self.fixed(limbs_of(number))

    def times_19(self, x: Value) -> Value:
        """19x, for a word x that is a carry or a limb of a factor."""
        return self.w.b.mul(x, self.all_lanes(19))

    def carried(self, x: Element) -> Element:
        """The same number after one carry of every limb; what leaves the top comes back 19-fold."""
        carries = [self.shifted_right(limb, BITS) for limb in x.limbs]
        most = [bound >> BITS for bound in x.most]
        limbs = [self.lowest(limb, BITS) for limb in x.limbs]
        carries = [self.times_19(carries[-1]), *carries[:-1]]
        carried = [19 * most[-1], *most[:-1]]
        return Element(
            self,
            [self.w.b.add(limb, carry) for limb, carry in zip(limbs, carries, strict=True)],
            [min(bound, LIMB_MOST) + c for bound, c in zip(x.most, carried, strict=True)],
        )

    def canonical(self, x: Element) -> list[Value]:
        """The number below p as four words of 64 bits."""
        x = self.carried(self.carried(x.stored()))  # below 2p now: the top carried at most once
        past = self.all_lanes(19)  # then: whether x + 19 reaches 2^255, that is, x >= p
        for limb in x.limbs:
            past = self.shifted_right(self.w.b.add(limb, past), BITS)
        carry, limbs = self.w.b.mul(past, self.all_lanes(19)), []
        for limb in x.limbs:
            total = self.w.b.add(limb, carry)
            limbs.append(self.lowest(total, BITS))
            carry = self.shifted_right(total, BITS)
        return self._words(limbs)

    def is_number_zero(self, x: Element) -> Value:
        """A bit for each lane: whether its number is 0 modulo p."""
        a, b, c, d = self.canonical(x)
        return self.is_zero(self.w.b.or_(self.w.b.or_(a, b), self.w.b.or_(c, d)))

    def _words(self, limbs: Sequence[Value]) -> list[Value]:
        b, shl, shr = self.w.b, self.shifted_left, self.shifted_right
        # Word i has the bits from 64i on: limb i without its lowest 13i, and some of the next.
        return [b.or_(shr(limbs[i], 13 * i), shl(limbs[i + 1], 51 - 13 * i)) for i in range(WORDS)]

    def from_words(self, words: Sequence[Value], limbs: int = LIMBS) -> Element:
        """The lowest 255 bits of four words."""
        shl, shr = self.shifted_left, self.shifted_right
        pieces = [words[0]]
        for i in range(1, limbs):
            low = shr(words[i - 1], 64 - 13 * i)
            pieces.append(self.w.b.or_(low, shl(words[i], 13 * i)) if i < WORDS else low)
        return Element(self, [self.lowest(x, BITS) for x in pieces], [LIMB_MOST] * limbs)

    # Memory: arrays of elements, each limb with its lanes side by side

    def local(self, elements: int) -> Value:
        """Memory for some elements until the function returns; not inside a loop."""
        return self.local_lanes(LIMBS * elements)

    def local_lanes(self, count: int) -> Value:
        """Memory for one word per lane, `count` times, until the function returns."""
        memory = self.w.b.alloca(self.lane, count)
        memory.align = 8 * self.lanes
        return memory

    def at(self, pointer: Value, index: Value) -> Value:
        """The address of the element at this place of an array."""
        if isinstance(index, int):
            return self.w.byte_at(pointer, index * self.size)
        return self.w.byte_at(pointer, self.w.b.mul(index, ir.Constant(WORD, self.size)))

    def load_lanes(self, pointer: Value, index: int = 0) -> Value:
        """One word for each lane."""
        place = self.w.byte_at(pointer, index * 8 * self.lanes)
        return self.w.b.load(place, typ=self.lane, align=8 * self.lanes)

    def store_lanes(self, words: Value, pointer: Value, index: int = 0) -> None:
        """Put one word for each lane into memory."""
        self.w.b.store(words, self.w.byte_at(pointer, index * 8 * self.lanes), align=8 * self.lanes)

    def load(self, pointer: Value, index: int = 0) -> Element:
        """The element at this place of an array."""
        limbs = [self.load_lanes(pointer, LIMBS * index + i) for i in range(LIMBS)]
        return Element(self, limbs, [self.stored_most] * LIMBS)

    def store(self, x: Element, pointer: Value, index: int = 0) -> None:
        """Put an element into an array."""
        for i, limb in enumerate(x.stored().limbs):
            self.store_lanes(limb, pointer, LIMBS * index + i)
