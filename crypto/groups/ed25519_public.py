"""Public multiples of points of edwards25519, in whole batches: by the kernel where it pays.

Everything that comes here is public. What a batch came to is not taken on trust: a random part of
it, at least one answer and at least one in 256, is computed again by libsodium; if that differs,
`ArithmeticFault` (`arithmetic-differs`) is raised, and nothing follows from the batch.

Small batches are left to libsodium, which is as fast then; and so is everything where there is no
kernel (`edwards_kernel.choice`).
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from nacl import bindings

from crypto.errors import ArithmeticFault
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, ORDER
from crypto.groups.edwards_kernel.once import KernelOnce
from crypto.groups.edwards_kernel.requests import Plan, Total
from crypto.groups.edwards_kernel.sums import Reference, Sum, Sums, Terms
from crypto.groups.point import Point

if TYPE_CHECKING:  # what compiles is loaded with the first batch
    from crypto.groups.edwards_kernel.batch import Batch
    from crypto.groups.edwards_kernel.kernel import Kernel

T = TypeVar("T")

LEAST: Final = 8
"""Points or multiples of a batch for which the kernel is asked."""
LEAST_TO_LOAD: Final = 48
"""The same, if it would have to be loaded first."""
SAMPLED: Final = 256
"""One answer of so many is computed again."""
MOST_ANNOUNCED: Final = 4
"""Bases besides the generator that have a table each."""
ROW: Final = 64
"""Points that are added up together, as one answer."""
FEW: Final = 2
"""Points that are added up as soon without the kernel."""
LEAST_ROWS: Final = 4
"""Rows for which the kernel is asked: one of them is always added up again."""

_add = bindings.crypto_core_ed25519_add
_subtract = bindings.crypto_core_ed25519_sub
_random = secrets.SystemRandom()


class PublicArithmetic:
    """Batches of this process, thread by thread."""

    def __init__(self) -> None:
        self._kernel = KernelOnce(Reference(is_valid, combined))
        self._bases: tuple[bytes, ...] = ()
        self._here = _Here()

    @property
    def name(self) -> str:
        """What large batches are computed with: `ifma`, `portable` or `libsodium`."""
        return self._kernel.name

    def get_ready(self) -> None:
        """Load or compile it now, so that nobody waits for that later."""
        self._kernel.get()

    def announce(self, base: bytes) -> None:
        """Make a table of this base when a batch needs it; the latest few are kept."""
        if base not in self._bases:
            self._bases = (*self._bases[1 - MOST_ANNOUNCED :], base)

    @contextmanager
    def expecting(self, encodings: Mapping[str, bytes]) -> Iterator[None]:
        """Look at all these encodings, by their texts; inside the block this thread knows them."""
        kernel = self._kernel_for(len(encodings))
        if kernel is None:
            yield
            return
        here, outer, known = self._here, self._here.batch, self._here.points
        batch = here.batch = outer or _batch(kernel)
        try:
            for each in _some(batch.prepare(encodings.values())):
                if batch.valid(each) != is_valid(each):
                    raise _differs("whether a point is in the subgroup")
            valid = {text: Point(e) for text, e in encodings.items() if batch.valid(e)}
            here.points = known | valid
            yield
        finally:
            here.batch, here.points = outer, known

    def known(self, text: str) -> Point | None:
        """The point of the subgroup that this text encodes, if the block around it expected it."""
        return self._here.points.get(text)

    def sums(self, requests: Sequence[Terms]) -> list[bytes] | None:
        """For each request the sum of its multiples; None if libsodium should do it."""
        kernel = self._kernel_for(sum(map(len, requests)))
        if kernel is None:
            return None
        plan = Plan(requests, {BASE, *self._bases})
        batch = self._here.batch or _batch(kernel)
        found = [each for sums in plan.chunks for each in _combined(batch, sums)]
        totals = [each for each in plan.wanted if isinstance(each, Total)]
        if not totals:
            return found
        added = _totals(batch, [[*map(found.__getitem__, t.parts), *t.once] for t in totals])
        differences = map(_difference, added, totals)
        return [found[e] if isinstance(e, int) else next(differences) for e in plan.wanted]

    def _kernel_for(self, size: int) -> Kernel | None:
        least = LEAST if self._kernel.is_known else LEAST_TO_LOAD
        return None if size < least else self._kernel.at_hand(size)


class _Here(threading.local):
    """What this thread has prepared, inside a block."""

    def __init__(self) -> None:
        self.batch: Batch | None = None
        self.points: dict[str, Point] = {}


def _difference(total: bytes, wanted: Total) -> bytes:
    return reduce(_subtract, wanted.minus, total)


def _combined(batch: Batch, sums: Sums) -> list[bytes]:
    """Each sum of multiples; some are computed again."""
    from crypto.groups.edwards_kernel.batch import NotInSubgroupError  # noqa: PLC0415

    try:
        found = batch.combine(sums)
    except NotInSubgroupError:  # of points that were in it when they were decoded
        raise _differs("whether a point is in the subgroup") from None
    for i in _some(range(len(sums))):
        if found[i] != combined(sums[i]):
            raise _differs("a sum of multiples")
    return found


def _totals(batch: Batch, sums: Sequence[Sequence[bytes]]) -> list[bytes]:
    """The sum of each list of points, which are cut into rows; some rows are added up again."""
    rows: list[Sequence[bytes]] = []
    for points in sums:
        if len(points) > FEW:
            rows += [points[i : i + ROW] for i in range(0, len(points), ROW)]
    if len(rows) < LEAST_ROWS:
        return list(map(_total, sums))
    of_rows = batch.totals(rows)
    for i in _some(range(len(rows))):
        if of_rows[i] != _total(rows[i]):
            raise _differs("a sum of points")
    found = iter(of_rows)
    return [
        _total(list(islice(found, -(-len(points) // ROW))) if len(points) > FEW else points)
        for points in sums
    ]


def _batch(kernel: Kernel) -> Batch:
    from crypto.groups.edwards_kernel.batch import Batch  # noqa: PLC0415 - with the first batch

    return Batch(kernel)


def _some(things: Sequence[T]) -> list[T]:
    """At least one of them, and at least one of `SAMPLED`, drawn so that nobody can foresee it."""
    return _random.sample(things, -(-len(things) // SAMPLED))


def _differs(what: str) -> ArithmeticFault:
    return ArithmeticFault(
        "arithmetic-differs", f"the fast arithmetic and libsodium differ in {what}"
    )


# The same by libsodium


def is_valid(encoding: bytes) -> bool:
    """Whether these 32 bytes canonically encode a point of the subgroup, the identity included."""
    return encoding == IDENTITY or bindings.crypto_core_ed25519_is_valid_point(encoding)


def multiple(point: bytes, times: int) -> bytes:
    """A multiple of a point of the subgroup."""
    if times == 1:
        return point
    scalar = times % ORDER
    if scalar == 0 or point == IDENTITY:  # libsodium fails where the result is the identity
        return IDENTITY
    written = scalar.to_bytes(32, "little")
    if point == BASE:
        return bindings.crypto_scalarmult_ed25519_base_noclamp(written)
    return bindings.crypto_scalarmult_ed25519_noclamp(written, point)


def combined(wanted: Sum) -> bytes:
    """The sum of multiples."""
    return _total([multiple(point, times) for point, times in wanted.multiples])


def _total(points: Sequence[bytes]) -> bytes:
    if len(points) == 1:
        return points[0]
    return reduce(_add, points) if points else IDENTITY
