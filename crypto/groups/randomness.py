"""Where the secret scalars of encryptions and proofs come from.

Usually the operating system. A ballot instead draws everything from one 32-byte
seed, so that whoever is shown the seed and the choices can make the same ballot
again and compare (the check that a kiosk encrypts what it was told).
"""

from __future__ import annotations

import hashlib
from typing import Protocol

from crypto.groups.group import Group

SEED_BYTES = 32
_DOMAIN = b"piaoxiang-randomness-1"
_EXTRA_BYTES = 32
"""Bytes drawn beyond the size of the order: the bias is below 2^-255."""


class Randomness(Protocol):
    """A source of uniformly random scalars."""

    def scalar(self, group: Group) -> int:
        """The next scalar in [0, q)."""
        ...


class SystemRandomness:
    """Fresh scalars from the operating system."""

    def scalar(self, group: Group) -> int:
        """A fresh uniformly random scalar."""
        return group.random_scalar()


class SeededRandomness:
    """Scalars that follow from a secret seed of 32 bytes and a context.

    The n-th one is SHAKE-256(domain, context, n, seed), 32 bytes longer than the
    order, mod q. Equal seeds in different contexts give unrelated scalars.
    """

    __slots__ = ("_count", "_seed", "_state")

    def __init__(self, seed: bytes, context: str) -> None:
        if len(seed) != SEED_BYTES:
            msg = f"a seed has {SEED_BYTES} bytes"
            raise ValueError(msg)
        encoded = context.encode()
        self._state = hashlib.shake_256(_DOMAIN + len(encoded).to_bytes(8, "big") + encoded)
        self._seed = seed
        self._count = 0

    def __repr__(self) -> str:
        """Say how far it got, never the seed."""
        return f"<SeededRandomness after {self._count} scalars>"

    def scalar(self, group: Group) -> int:
        """The next scalar in [0, q)."""
        state = self._state.copy()
        state.update(self._count.to_bytes(8, "big") + self._seed)
        self._count += 1
        size = (group.order.bit_length() + 7) // 8 + _EXTRA_BYTES
        return group.reduce(state.digest(size))
