"""A ballot as it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignedBallot:
    """The encrypted, signed ballot: the bytes that are sent, the same ones every time."""

    text: str = field(repr=False)
    fingerprint: str
