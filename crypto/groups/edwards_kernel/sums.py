"""Sums of multiples as values: what is asked of a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Multiple: TypeAlias = tuple[bytes, bytes]
"""The encoding of a point, and a scalar below ORDER in 32 bytes, lowest first."""


class Sum(NamedTuple):
    """A sum of multiples: of at most MOST_POINTS `points`, and of fixed `bases`."""

    points: Sequence[Multiple]
    bases: Sequence[Multiple]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another implementation: whether an encoding is that of a point of the subgroup, and sums."""

    valid: Callable[[bytes], bool]
    combined: Callable[[Sum], bytes]
