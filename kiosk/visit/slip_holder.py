"""Who holds the slip that a visit was opened with: told again, without keeping the slip.

A browser may die in the booth. Whoever then scans the same slip is let on. The visit drops the
slip's credential when it signs, so what it keeps to know the slip by is a digest under a key that
is made for this one visit and forgotten with it: it opens nothing and compares with nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Self

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Holder:
    """What a slip is known by, as long as a visit lasts."""

    key: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def of(cls, credential: str) -> Self:
        """What to know the slip with this credential by."""
        key = secrets.token_bytes(_BYTES)
        return cls(key, _digest(key, credential))

    def holds(self, credential: str) -> bool:
        """Whether it is the same slip; takes the same time whatever the answer."""
        return hmac.compare_digest(self.digest, _digest(self.key, credential))


def _digest(key: bytes, credential: str) -> bytes:
    return hmac.digest(key, credential.encode(), hashlib.sha256)
