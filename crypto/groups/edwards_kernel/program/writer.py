"""Writing a program in LLVM's IR: functions that pass pointers, loops, and addresses.

Nothing is computed here. Each call appends an instruction to the function that is being written,
and what looks like a value in Python (`Value`) is the name of a result that the machine will have.
All functions return nothing; they read from and write to memory that their pointers show.

What of LLVM's own words is used here and in the other files:

- a *block* is a list of instructions without a jump but at its end; `branch` goes to another one,
  `cbranch` to one of two;
- a *phi*, at the beginning of a block, is a value that depends on where the machine came from:
  0 on entering a loop, the number after the last one when it comes round;
- `gep` adds to an address; `load` and `store` read and write there, `align` being what the address
  is known to be a multiple of; `alloca` is memory that the function has until it ends;
- `shl`, `lshr` shift to the left and to the right, `zext` and `trunc` put a number into a longer or
  a shorter one, `select` takes one of two values by a bit, `icmp_unsigned` compares;
- on a vector all of these do the same in each lane, and `extract_element` and `insert_element`
  reach a single one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from llvmlite import ir

Value: TypeAlias = Any
"""A result of an instruction, or a constant; llvmlite ships no types."""

BYTE, WORD, DOUBLE_WORD = ir.IntType(8), ir.IntType(64), ir.IntType(128)
POINTER = ir.PointerType()


def constant(number: int) -> Value:
    """A number of 64 bits that is known already."""
    return ir.Constant(WORD, number)


class Writer:
    """One program, written function by function."""

    def __init__(self, name: str) -> None:
        self.module = ir.Module(name=name)
        self._open: Value = None

    @property
    def b(self) -> Value:
        """Where the next instruction goes: llvmlite's `IRBuilder` of the function being written."""
        return self._open

    @contextmanager
    def function(
        self, name: str, *, pointers: int, numbers: int = 0, exported: bool = False
    ) -> Iterator[list[Value]]:
        """Write the function `name`, whose arguments are pointers first and then numbers."""
        kind = ir.FunctionType(ir.VoidType(), [POINTER] * pointers + [WORD] * numbers)
        function = ir.Function(self.module, kind, name)
        function.attributes.add("nounwind")
        if not exported:
            function.linkage = "internal"
            function.attributes.add("noinline")
        self._open = ir.IRBuilder(function.append_basic_block())
        yield list(function.args)
        self._open.ret_void()
        self._open = None

    def call(self, name: str, *arguments: Value) -> None:
        """Call a function that is written already; Python integers are constants."""
        given = [constant(each) if isinstance(each, int) else each for each in arguments]
        self.b.call(self.module.globals[name], given)

    @contextmanager
    def loop(self, times: Value) -> Iterator[Value]:
        """Do what is written inside for each number from 0 up, so many times (perhaps none)."""
        count = constant(times) if isinstance(times, int) else times
        before = self.b.block
        test, body, after = (self.b.append_basic_block() for _ in range(3))
        self.b.branch(test)
        self.b.position_at_end(test)
        index = self.b.phi(WORD)
        index.add_incoming(constant(0), before)
        self.b.cbranch(self.b.icmp_unsigned("<", index, count), body, after)
        self.b.position_at_end(body)
        yield index
        index.add_incoming(self.b.add(index, constant(1)), self.b.block)
        self.b.branch(test)
        self.b.position_at_end(after)

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Do what is written inside if the bit is set."""
        body, after = self.b.append_basic_block(), self.b.append_basic_block()
        self.b.cbranch(condition, body, after)
        self.b.position_at_end(body)
        yield
        self.b.branch(after)
        self.b.position_at_end(after)

    def ahead(self, pointer: Value) -> None:
        """Ask for the memory there, which will be read soon."""
        kind = ir.FunctionType(ir.VoidType(), [POINTER, *[ir.IntType(32)] * 3])
        name = "llvm.prefetch.p0"
        prefetch = self.module.globals.get(name) or ir.Function(self.module, kind, name)
        read, keep, data = (ir.Constant(ir.IntType(32), each) for each in (0, 3, 1))
        self.b.call(prefetch, [pointer, read, keep, data])

    def byte_at(self, pointer: Value, offset: Value) -> Value:
        """The address so many bytes after `pointer`."""
        at = constant(offset) if isinstance(offset, int) else offset
        return self.b.gep(pointer, [at], source_etype=BYTE)

    def word_at(self, pointer: Value, index: Value) -> Value:
        """The number at this place of an array of words, which need not be aligned."""
        at = constant(index) if isinstance(index, int) else index
        place = self.b.gep(pointer, [at], source_etype=WORD)
        return self.b.load(place, typ=WORD, align=1)
