"""Numbers in limbs: sums, products and canonical words up to the bounds, and bounds that hold."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.groups.edwards_kernel import compiling
from crypto.groups.edwards_kernel.curve import P
from crypto.groups.edwards_kernel.kernel import Memory
from crypto.groups.edwards_kernel.layout import BITS, LIMBS, WORDS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.ifma import Ifma
from crypto.groups.edwards_kernel.program.portable import Portable
from crypto.groups.edwards_kernel.program.writer import Writer
from tests.crypto.fixtures.kernels import FORMS

OPERATIONS: dict[str, tuple[Callable[[Element, Element], Element], Callable[[int, int], int]]] = {
    "product": (lambda x, y: x * y, lambda x, y: x * y),
    "square": (lambda x, _: x.squared(), lambda x, _: x * x),
    "sum": (lambda x, y: x + y, lambda x, y: x + y),
    "difference": (lambda x, y: x - y, lambda x, y: x - y),
    "product_of_sums": (
        lambda x, y: (x + x + y) * (x - y - y),
        lambda x, y: (2 * x + y) * (x - 2 * y),
    ),
    "square_of_difference": (lambda x, y: (x - y).squared(), lambda x, y: (x - y) ** 2),
}


def _field(form: str, writer: Writer) -> Field:
    if form == compiling.PORTABLE:
        return Portable(writer)
    return Ifma(writer, emulated=form == compiling.EMULATED)


class _Program:
    """Each operation as a function: out (canonical words), x, y (limbs as they stand in memory)."""

    def __init__(self, form: str) -> None:
        writer = Writer(form)
        field = _field(form, writer)
        for name, (write, _) in OPERATIONS.items():
            with writer.function(name, pointers=3, exported=True) as (out, x, y):
                words = field.canonical(write(field.load(x), field.load(y)))
                for i, word in enumerate(words):
                    field.store_lanes(word, out, i)
        self.lanes, self.most = field.lanes, field.stored_most
        self._loaded = compiling.Loaded(
            compiling.compiled_text(str(writer.module), optimised=form == compiling.PORTABLE)
        )

    def compute(self, name: str, x: list[list[int]], y: list[list[int]]) -> list[int]:
        """The number of each lane."""
        places = [Memory(8 * LIMBS * self.lanes) for _ in range(3)]
        arrays = [
            (ctypes.c_uint64 * (LIMBS * self.lanes)).from_address(each.address) for each in places
        ]
        for array, numbers in zip(arrays[1:], (x, y), strict=True):
            array[:] = [numbers[lane][i] for i in range(LIMBS) for lane in range(self.lanes)]
        kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 3)
        kind(self._loaded.address(name))(*[each.address for each in places])
        return [
            sum(arrays[0][i * self.lanes + lane] << 64 * i for i in range(WORDS))
            for lane in range(self.lanes)
        ]


@cache
def _program(form: str) -> _Program:
    return _Program(form)


def _value(limbs: list[int]) -> int:
    return sum(limb << BITS * i for i, limb in enumerate(limbs))


def _near(most: int) -> st.SearchStrategy[int]:
    edges = [0, 1, 18, 19, 2**51 - 20, 2**51 - 19, 2**51 - 1, 2**51, most - 1, most]
    return st.one_of(st.sampled_from(edges), st.integers(0, most))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_memory_may_hold(form: str, data: st.DataObject) -> None:
    program = _program(form)
    number = st.lists(_near(program.most), min_size=LIMBS, max_size=LIMBS)
    numbers = st.lists(number, min_size=program.lanes, max_size=program.lanes)
    x, y = data.draw(numbers), data.draw(numbers)
    for name, (_, plain) in OPERATIONS.items():
        expected = [plain(_value(a), _value(b)) % P for a, b in zip(x, y, strict=True)]
        assert program.compute(name, x, y) == expected, name


@pytest.mark.parametrize("form", FORMS)
def test_what_is_a_multiple_of_p_is_zero_in_one_way(form: str) -> None:
    program = _program(form)
    for number in (0, 1, P - 1, P, P + 1, P + 18, 2 * P - 1):
        limbs = [number & 2**51 - 1, *(number >> BITS * i & 2**51 - 1 for i in range(1, 4)), 0]
        limbs[4] = number >> BITS * 4
        zero = [[0] * LIMBS] * program.lanes
        assert set(program.compute("sum", [limbs] * program.lanes, zero)) == {number % P}


@pytest.mark.parametrize("form", FORMS)
def test_a_program_whose_limbs_may_overflow_cannot_be_written(form: str) -> None:
    writer = Writer(form)
    field = _field(form, writer)
    with writer.function("anything", pointers=1) as (x,):
        large = Element(field, field.load(x).limbs, [2**64 - 1] * LIMBS)
        with pytest.raises(OverflowError):
            Element(field, large.limbs, [2**64] * LIMBS)
        with pytest.raises(OverflowError):
            _ = large + large
        with pytest.raises(OverflowError):
            field.product(large, large)
        with pytest.raises(OverflowError):
            field.square(large)
        assert max((large * large).most) < 2**64  # carried first


def test_the_instructions_read_52_bits() -> None:
    writer = Writer("ifma")
    field = Ifma(writer)
    assert field.factor_most == 2**52 - 1
    with writer.function("anything", pointers=1) as (x,):
        factor = Element(field, field.load(x).limbs, [2**52 - 1] * LIMBS)
        beyond = Element(field, factor.limbs, [2**52 - 1] * 4 + [2**52])
        field.product(factor, factor)
        for pair in ((factor, beyond), (beyond, factor)):
            with pytest.raises(OverflowError, match="52 bits"):
                field.product(*pair)
