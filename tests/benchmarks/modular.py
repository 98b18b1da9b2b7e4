"""Arithmetic alone modulo a prime: powers by GMP, by a table, by a comb, and a choice's proofs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial

from gmpy2 import mpz, powmod
from rich.table import Table

from crypto.groups.comb import Comb
from crypto.groups.fixed_base import FixedBase
from crypto.groups.modp_parameters import BELENIOS_2048, RFC_3526_2048, Parameters
from crypto.groups.named import group_named
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.curve import Choices
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed_beside
from tests.benchmarks.yardstick import checking, library_of

_CHOICES = 20


def modular_table(_extent: Extent) -> Table:
    """The table of both groups; it has no big sizes."""
    return comparison("Public arithmetic modulo a prime", "a power or a choice", _rows())


def _rows() -> Iterator[Row]:
    for parameters in (BELENIOS_2048, RFC_3526_2048):
        yield from _powers(parameters)
        name = parameters.name
        work, peer = Choices(group_named(name), _CHOICES).check, checking(name, _CHOICES)
        ours, theirs = timed_beside(work, peer)
        what = f"arithmetic of the 0/1 proofs of {_CHOICES} choices, {name}"
        yield Row(what, _CHOICES, ours, library_of(name), theirs)


def _powers(parameters: Parameters) -> Iterator[Row]:
    modulus, bits = mpz(parameters.modulus), parameters.order.bit_length()
    base, k = mpz(parameters.generator), secrets.randbelow(parameters.order)
    peer = partial(powmod, base, k, modulus)
    for name, powers in (("a table", FixedBase), ("a comb", Comb)):
        make = partial(powers, base, modulus, bits)
        power = partial(make().power, k)
        for what, work in ((f"make {name} of a base", make), (f"a power by {name}", power)):
            ours, theirs = timed_beside(work, peer, seconds=2.0)
            yield Row(f"{what}, {parameters.name}", 1, ours, "GMP's powmod", theirs)
