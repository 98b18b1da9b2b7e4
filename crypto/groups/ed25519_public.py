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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from nacl import bindings

from crypto.errors import ArithmeticFault
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, ORDER
from crypto.groups.edwards_kernel.once import KernelOnce
from crypto.groups.edwards_kernel.sums import Plan, Reference, Sum, Terms, planned

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
    def expecting(self, encodings: Iterable[bytes]) -> Iterator[None]:
        """Look at all these encodings at once; inside the block this thread knows them."""
        wanted = set(encodings)
        kernel = self._kernel_for(len(wanted))
        if kernel is None:
            yield
            return
        outer = self._here.batch
        batch = self._here.batch = outer or _batch(kernel)
        try:
            for each in _some(batch.prepare(wanted)):
                if batch.valid(each) != is_valid(each):
                    raise _differs("whether a point is in the subgroup")
            yield
        finally:
            self._here.batch = outer

    def valid(self, encoding: bytes) -> bool | None:
        """Whether this encodes a point of the subgroup, if the block around it expected it."""
        batch = self._here.batch
        return None if batch is None else batch.valid(encoding)

    def sums(self, requests: Sequence[Terms]) -> list[bytes] | None:
        """For each request the sum of its multiples; None if libsodium should do it."""
        kernel = self._kernel_for(sum(map(len, requests)))
        if kernel is None:
            return None
        bases = {BASE, *self._bases}
        plans = [planned(terms, bases) for terms in requests]
        whole = [plan for plan in plans if isinstance(plan, Sum)]
        others = [plan for plan in plans if isinstance(plan, Plan)]
        parts = [part for plan in others for part in plan.parts]
        batch = self._here.batch or _batch(kernel)
        found = iter(_combined(batch, whole + parts))
        of_whole = list(islice(found, len(whole)))
        if not others:
            return of_whole
        added = [[*islice(found, len(plan.parts)), *plan.once] for plan in others]
        single, totals = iter(of_whole), iter(_totals(batch, added))
        return [
            next(single) if isinstance(plan, Sum) else reduce(_subtract, plan.minus, next(totals))
            for plan in plans
        ]

    def _kernel_for(self, size: int) -> Kernel | None:
        least = LEAST if self._kernel.is_known else LEAST_TO_LOAD
        return None if size < least else self._kernel.at_hand(size)


class _Here(threading.local):
    """What this thread has prepared, inside a block."""

    batch: Batch | None = None


def _combined(batch: Batch, sums: Sequence[Sum]) -> list[bytes]:
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
