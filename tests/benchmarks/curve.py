"""Arithmetic alone: what the 0/1 proofs of choices need, in batches, beside libsodium's calls.

Two points are decoded and found to be in the subgroup, and four commitments are computed, for each
choice; no parsing, no hashing. `PIAOXIANG_ARITHMETIC` chooses the arithmetic that is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table

from crypto.groups.ed25519 import Ed25519
from crypto.groups.edwards_kernel import compiling
from crypto.groups.edwards_kernel.base_tables import base_table
from crypto.groups.edwards_kernel.curve import BASE
from crypto.groups.edwards_kernel.kernel import load
from crypto.groups.group import Element, Group
from crypto.groups.named import group_named
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed, timed_beside
from tests.benchmarks.yardstick import checking, library_of

_BATCHES = (1, 40, 512, 4096)
_MOST_BY_PEER = 40


def curve_table(extent: Extent) -> Table:
    """The table of the arithmetic; it has no big sizes."""
    del extent
    name = group_named(Ed25519.name).arithmetic
    return comparison(f"Public arithmetic on Ed25519: {name}", "a choice", _rows(name))


def _rows(name: str) -> Iterator[Row]:
    group = group_named(Ed25519.name)
    group.get_ready()
    for size in _BATCHES:
        by_peer = min(size, _MOST_BY_PEER)
        check, peer = Choices(group, size).check, checking(group.name, by_peer)
        work, beside = timed_beside(check, peer, factor=size / by_peer)
        yield Row(
            f"arithmetic of 0/1 proofs, batches of {size}",
            size,
            work,
            library_of(group.name),
            beside,
        )
    if name in (compiling.PORTABLE, compiling.IFMA):
        yield Row("load the program from its cache", 1, timed(partial(load, name)))
        yield Row("compile it", 1, timed(partial(compiling.compiled, name), most=2))
    yield Row("make the table of a base", 1, timed(partial(base_table, BASE)))


class Choices:
    """So many encrypted choices, with challenges and responses."""

    def __init__(self, group: Group, size: int) -> None:
        self._group = group
        self._key = group.base_power(group.random_scalar())
        group.expect_powers_of(self._key)
        points = (group.base_power(group.random_scalar()) for _ in range(2 * size))
        self._texts = [group.encode(each) for each in points]
        self._scalars = [[group.random_scalar() for _ in range(4)] for _ in range(size)]

    def check(self) -> None:
        """Decode all of them, and compute their commitments."""
        with self._group.expecting(self._texts):
            points = map(self._group.decode, self._texts)
            self._group.products_of_powers(
                [
                    terms
                    for scalars, alpha, beta in zip(self._scalars, points, points, strict=True)
                    for terms in self._commitments(alpha, beta, *scalars)
                ]
            )

    def _commitments(
        self, alpha: Element, beta: Element, c0: int, r0: int, c1: int, r1: int
    ) -> Iterator[list[tuple[Element, int]]]:
        g, y = self._group.generator, self._key
        yield [(g, r0), (alpha, c0)]
        yield [(y, r0), (beta, c0)]
        yield [(g, r1), (alpha, c1)]
        yield [(y, r1), (beta, c1), (g, -c1)]
