"""The compiled program in this process: loaded once, tested, and shared by all threads.

Its functions read what is fixed (machine code, tables of bases) and write into memory that their
caller brings, so that threads may call them at once; a call lets other threads run.
"""

from __future__ import annotations

import ctypes
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final, TypeAlias

from crypto.groups.edwards_kernel import compiling
from crypto.groups.edwards_kernel.base_tables import base_table
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY
from crypto.groups.edwards_kernel.layout import ENCODING_BYTES, PAIR, POINT_BYTES
from crypto.groups.edwards_kernel.object_files import keep_object, kept_object
from crypto.groups.edwards_kernel.program.ifma import Ifma

MOST_BASES: Final = 4
"""Tables of bases that are kept besides the generator's: half a megabyte each."""

_LINE = 64
_Function: TypeAlias = Callable[..., None]


class Memory:
    """Some bytes that begin at a multiple of 64, as vectors and cache lines want it."""

    __slots__ = ("_owner", "address", "size")

    def __init__(self, size: int) -> None:
        self._owner = ctypes.create_string_buffer(size + _LINE)
        self.address = -(-ctypes.addressof(self._owner) // _LINE) * _LINE
        self.size = size


class Kernel:
    """One representation's program. `code` is its object file."""

    def __init__(self, name: str, code: bytes) -> None:
        self.name = name
        self.lanes = 1 if name == compiling.PORTABLE else Ifma.lanes
        self._loaded = compiling.Loaded(code)
        self._prepare = self._function("prepare", 3, 1)
        self._open = self._function("open", 3, 1)
        self._combine = self._function("combine", 5, 3)
        self._total = self._function("total", 3, 1)
        self._encode = self._function("encode", 2, 1)
        self._lock = threading.Lock()
        self._generator = base_table(BASE)
        self._tables: OrderedDict[bytes, array[int]] = OrderedDict()
        self._neutral = Memory(self.room(1, POINT_BYTES))
        self.open([IDENTITY], self._neutral.address)

    # Bases

    def table_of(self, base: bytes) -> array[int]:
        """The table of a base, made when it is asked for first; some are kept.

        Raises ValueError if no point has this encoding. Who computes with a table holds it.
        """
        if base == BASE:
            return self._generator
        with self._lock:
            table = self._tables.pop(base, None) or base_table(base)
            self._tables[base] = table
            while len(self._tables) > MOST_BASES:
                self._tables.popitem(last=False)
        return table

    # The program's functions: see `program.functions`

    def prepare(self, encodings: Sequence[bytes], tables: int) -> bytes:
        """A byte for each encoding: 1 if it is a point of the subgroup.

        From the address `tables` on stand their tables then, each with the point itself first;
        there must be room for `room(len(encodings), TABLE_BYTES)`.
        """
        return self._looked_at(self._prepare, encodings, tables)

    def open(self, encodings: Sequence[bytes], points: int) -> bytes:
        """A byte for each encoding: 1 if it is a point of the curve.

        From the address `points` on stand the points then, in POINT_BYTES each.
        """
        return self._looked_at(self._open, encodings, points)

    def room(self, points: int, each: int) -> int:
        """Bytes that are needed for what so many points leave, so much each."""
        together = PAIR * self.lanes
        return -(-points // together) * together * each

    def _looked_at(self, function: _Function, encodings: Sequence[bytes], out: int) -> bytes:
        groups, given = self._in_groups(encodings)
        valid = ctypes.create_string_buffer(groups * PAIR * self.lanes)
        function(out, ctypes.addressof(valid), given, groups)
        return valid.raw[: len(encodings)]

    @property
    def sum_bytes(self) -> int:
        """Bytes of a group of sums, from `combine` to `encode`."""
        return POINT_BYTES * self.lanes

    def groups(self, count: int) -> int:
        """Groups that so many sums fill, a lane each."""
        return -(-count // self.lanes)

    def combine(
        self,
        sums: int,
        count: int,
        tables: Sequence[int],
        scalars: bytes,
        bases: Sequence[array[int]],
    ) -> None:
        """So many sums of multiples, at least one, from the address `sums` on.

        For each sum, one after another: the addresses of the tables of its points, of which all
        have as many; and the scalars of its points and bases, 32 bytes each.
        """
        groups, points = self.groups(count), len(tables) // count
        filling = groups * self.lanes - count
        places = array("Q", tables)
        places.extend(places[len(places) - points :] * filling)
        fixed = array("Q", [_address(table) for table in bases])
        self._combine(
            sums,
            None,
            _address(fixed),
            _address(places),
            scalars + scalars[-len(scalars) // count :] * filling,
            groups,
            points,
            len(bases),
        )

    def totals(self, rows: Sequence[Sequence[int]]) -> list[bytes]:
        """The sum of each row of points, given by their addresses, a lane for each row."""
        if not rows:
            return []
        groups = self.groups(len(rows))
        neutral = self._neutral.address
        sums = Memory(groups * self.sum_bytes)
        for group in range(groups):
            lanes = rows[group * self.lanes : (group + 1) * self.lanes]
            length = max(map(len, lanes))
            filled = [[*row, *[neutral] * (length - len(row))] for row in lanes]
            filled += [[neutral] * length] * (self.lanes - len(lanes))
            places = array("Q", chain.from_iterable(zip(*filled, strict=True)))
            self._total(sums.address + group * self.sum_bytes, None, _address(places), length)
        return self.encode(sums.address, len(rows))

    def encode(self, sums: int, count: int) -> list[bytes]:
        """The encodings of so many sums."""
        groups = self.groups(count)
        out = ctypes.create_string_buffer(groups * self.lanes * ENCODING_BYTES)
        self._encode(ctypes.addressof(out), sums, groups)
        written = out.raw
        ends = range(ENCODING_BYTES, (count + 1) * ENCODING_BYTES, ENCODING_BYTES)
        return [written[end - ENCODING_BYTES : end] for end in ends]

    def _in_groups(self, encodings: Sequence[bytes]) -> tuple[int, bytes]:
        """How many groups they are, and all of them, filled up with the neutral point."""
        size = PAIR * self.lanes
        groups = -(-len(encodings) // size)
        return groups, b"".join(encodings) + IDENTITY * (groups * size - len(encodings))

    def _function(self, name: str, pointers: int, numbers: int) -> _Function:
        kinds = [ctypes.c_void_p] * pointers + [ctypes.c_int64] * numbers
        return ctypes.CFUNCTYPE(None, *kinds)(self._loaded.address(name))


def _address(table: array[int]) -> int:
    return table.buffer_info()[0]


def kept(name: str) -> Kernel | None:
    """The program of this name from the cache, not yet tested; None if it is not there."""
    code = kept_object(name, compiling.object_key(name))
    return None if code is None else Kernel(name, code)


def load(name: str) -> Kernel:
    """The program of this name, from the cache or compiled, not yet tested."""
    found = kept(name)
    if found is None:
        code = compiling.compiled(name)
        keep_object(name, compiling.object_key(name), code)
        found = Kernel(name, code)
    return found
