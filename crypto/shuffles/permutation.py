"""Random permutations (section 6, table 2)."""

from __future__ import annotations

import secrets


def random_permutation(size: int) -> tuple[int, ...]:
    """A uniformly random permutation of 0 … size-1, from the operating system.

    It is a secret: which places of memory are touched shows it to whoever can
    watch the machine, so permutations are made on a teller's own device.
    """
    left = list(range(size))
    chosen: list[int] = []
    for i in range(size):
        k = i + secrets.randbelow(size - i)
        chosen.append(left[k])
        left[k] = left[i]
    return tuple(chosen)
