"""Small discrete logarithms: from g^m back to m, when m is at most a known total.

Baby-step giant-step: a table of g^0 … g^(t-1), then steps of g^(-t). The table is made once and
serves every ciphertext of a tally, so its size balances the table against all the look-ups.
"""

from __future__ import annotations

from math import isqrt

from crypto.errors import RecordError
from crypto.groups.group import Element, Group
from crypto.place import Where

MAX_TABLE = 1 << 20
LARGEST_TOTAL = 1 << 40
SMALL_TOTAL = 1 << 12


class DiscreteLogarithm:
    """Logarithms to the base g from 0 up to `maximum`, both included.

    Raises RecordError when `maximum` is beyond `LARGEST_TOTAL`, for which a search would not end.
    """

    def __init__(self, group: Group, maximum: int, expected_lookups: int = 1) -> None:
        if maximum > LARGEST_TOTAL:
            msg = f"a total weight of {maximum} cannot be opened, expected at most {LARGEST_TOTAL}"
            raise RecordError("total-weight", msg)
        self._group = group
        self._maximum = maximum
        size = isqrt(maximum * max(expected_lookups, 1)) + 1
        # Up to a few thousand, the whole table costs less than thinking about it.
        self._size = maximum + 1 if maximum < SMALL_TOTAL else min(size, maximum + 1, MAX_TABLE)
        self._table: dict[Element, int] = {}
        power = group.identity
        for exponent in range(self._size):
            self._table[power] = exponent
            power = group.multiply(power, group.generator)
        self._step = group.inverse(power)

    def of(self, element: Element, *, where: Where = "") -> int:
        """The m with g^m = `element` and 0 ≤ m ≤ maximum; raises RecordError."""
        current = element
        for start in range(0, self._maximum + 1, self._size):
            found = self._table.get(current)
            if found is not None:
                if start + found <= self._maximum:
                    return start + found
                break
            current = self._group.multiply(current, self._step)
        msg = f"the opened value is no number from 0 to {self._maximum}, the total weight"
        raise RecordError("tally-value", msg, where=where)
