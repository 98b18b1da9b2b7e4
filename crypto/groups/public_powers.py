"""Powers modulo a prime where base and exponent are public: each in the way that is fastest for it.

- Bases that many powers are expected of, such as the election's key, and the generator, have a
  `FixedBase` each. All threads of a process share these; the last few announced are kept.
- A base that several powers of are asked for together has a `Comb`, dropped after the last of them.
  Inside `keeping`, a base whose order is looked at has one, too: what is asked of it next, in the
  same thread, finds it there.
- All others are left to GMP.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from gmpy2 import mpz, powmod

from crypto.groups.comb import Comb
from crypto.groups.fixed_base import FixedBase

_MOST_COMBS = 2048
"""Combs kept in a thread at once: 20 MB."""


class PublicPowers:
    """Public powers of the elements of order *order* modulo *modulus*."""

    def __init__(self, modulus: mpz, order: int, generator: mpz, tables_kept: int) -> None:
        self._modulus = modulus
        self._order = order
        self._bits = order.bit_length()
        self._generator = generator
        self._generator_table: FixedBase | None = None
        self._tables: OrderedDict[mpz, FixedBase] = OrderedDict()
        self._tables_kept = tables_kept
        self._lock = threading.Lock()
        self._kept = _KeptCombs()

    def expect(self, base: mpz) -> None:
        """Make a table for `base`; the least recently expected one is forgotten."""
        with self._lock:
            if base not in self._tables:
                self._tables[base] = self._table(base)
            self._tables.move_to_end(base)
            while len(self._tables) > self._tables_kept:
                self._tables.popitem(last=False)

    def power(self, base: mpz, k: int) -> mpz:
        """base^k."""
        return self._power(base, k % self._order, self._kept.combs.get(base))

    def products(self, requests: Sequence[Sequence[tuple[mpz, int]]]) -> list[mpz]:
        """For each request the product of its bases, each raised to its exponent."""
        reduced = [[(base, k % self._order) for base, k in terms] for terms in requests]
        kept = self._kept.combs
        combs = _Combs(self._asked_together(reduced), self._comb)
        found = []
        for terms in reduced:
            product = mpz(1)
            for base, k in terms:
                comb = kept.get(base) or (combs.of(base) if self._is_long(k) else None)
                product = product * self._power(base, k, comb) % self._modulus
            found.append(product)
        return found

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep a comb of every base whose order is looked at in this thread, inside the block."""
        before, self._kept.on = self._kept.on, True
        try:
            yield
        finally:
            self._kept.on = before
            if not before:
                self._kept.combs.clear()

    def has_order(self, base: mpz) -> bool:
        """Say whether base^q is 1."""
        combs = self._kept.combs
        if self._kept.on and base not in combs and len(combs) < _MOST_COMBS:
            combs[base] = self._comb(base)
        return bool(self._power(base, self._order, combs.get(base)) == 1)

    def _power(self, base: mpz, k: int, comb: Comb | None) -> mpz:
        """base^k, 0 ≤ k ≤ q."""
        if k == 1:
            return base
        powers = self._known(base) or comb
        return powmod(base, k, self._modulus) if powers is None else powers.power(k)

    def _asked_together(self, requests: Sequence[Sequence[tuple[mpz, int]]]) -> dict[mpz, int]:
        """The bases that a comb pays for, and how many powers of each are asked for."""
        asked = Counter(base for terms in requests for base, k in terms if self._is_long(k))
        return {
            base: number
            for base, number in asked.items()
            if number > 1 and self._known(base) is None
        }

    def _is_long(self, k: int) -> bool:
        """Whether GMP takes about as long for this exponent as for any."""
        return 2 * k.bit_length() > self._bits

    def _known(self, base: mpz) -> FixedBase | None:
        """The table of a base that powers were expected of, as they always are of the generator."""
        if base != self._generator:
            return self._tables.get(base)
        with self._lock:
            if self._generator_table is None:
                self._generator_table = self._table(base)
            return self._generator_table

    def _table(self, base: mpz) -> FixedBase:
        return FixedBase(base, self._modulus, self._bits)

    def _comb(self, base: mpz) -> Comb:
        return Comb(base, self._modulus, self._bits)


class _Combs:
    """The combs of one batch, each made when it is first wanted and dropped after the last time."""

    def __init__(self, asked: dict[mpz, int], make: Callable[[mpz], Comb]) -> None:
        self._left = asked
        self._make = make
        self._made: dict[mpz, Comb] = {}

    def of(self, base: mpz) -> Comb | None:
        """The comb of a base that is asked for together; None for any other."""
        if base not in self._left:
            return None
        comb = self._made.pop(base, None) or self._make(base)
        self._left[base] -= 1
        if self._left[base]:
            self._made[base] = comb
        return comb


class _KeptCombs(threading.local):
    """What one thread keeps inside `PublicPowers.keeping`."""

    def __init__(self) -> None:
        self.on = False
        self.combs: dict[mpz, Comb] = {}
