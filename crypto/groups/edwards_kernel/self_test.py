"""The compiled program agrees with libsodium, or it is not used: asked once in every process."""

from __future__ import annotations

import secrets
from typing import Final

from crypto.groups.edwards_kernel.batch import Batch
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, ORDER, P
from crypto.groups.edwards_kernel.kernel import Kernel
from crypto.groups.edwards_kernel.sums import Reference, Sums, sum_of

_FIXED: Final = (0, 1, 2, 127, 128, 129, 2**51 - 1, 2**51, 2**252, ORDER - 1)
_RANDOM: Final = 6


def agrees(kernel: Kernel, reference: Reference) -> bool:
    """Whether they answer alike on fixed and on random values."""
    batch = Batch(kernel)
    encodings = _encodings(reference)
    batch.prepare(encodings)
    if any(batch.valid(each) != reference.valid(each) for each in encodings):
        return False
    points = [each for each in encodings if batch.valid(each)]
    scalars = [*_FIXED, *(secrets.randbelow(ORDER) for _ in range(_RANDOM))]
    sums = []
    for i, n in enumerate(scalars):
        first, second = ((points[(i + j) % len(points)], n) for j in (0, 1))
        sums += [
            sum_of([first], [(BASE, ORDER - 1 - n)]),
            sum_of([first, second], []),
        ]
    sums.append(sum_of([], []))
    if batch.combine(Sums(sums)) != [reference.combined(each) for each in sums]:
        return False
    ones = [(each, 1) for each in points]
    rows = [points[: i + 1] for i in range(len(points))]
    totals = [reference.combined(sum_of(ones[: len(row)], [])) for row in rows]
    return batch.totals(rows) == totals == Batch(kernel).totals(rows)


def _encodings(reference: Reference) -> list[bytes]:
    """The identity, the generator and random points; points of order 2 and 4; no points."""
    drawn = [sum_of([], [(BASE, secrets.randbelow(ORDER))]) for _ in range(_RANDOM)]
    small_order = [(P - 1).to_bytes(32, "little"), bytes(32)]
    not_canonical = [number.to_bytes(32, "little") for number in (P + 1, 1 | 1 << 255, 2**256 - 1)]
    off_curve = (2).to_bytes(32, "little")
    points = [IDENTITY, BASE, *map(reference.combined, drawn)]
    return [*points, *small_order, *not_canonical, off_curve]
