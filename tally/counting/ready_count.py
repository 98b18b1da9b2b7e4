"""A count that is worked out, with what is still to be written for it.

All boxes of a meeting are worked out before a result is written for one of them: a box with its
result takes no more shares, and a count that stops halfway would look like one that was made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tally.outcome.box_count import BoxCount
from tally.outcome.sum_count import SumCount

_Count = TypeVar("_Count", BoxCount, SumCount)


def _nothing() -> None:
    """Write nothing: the result is there already, or there is none."""


@dataclass(frozen=True, slots=True)
class ReadyCount(Generic[_Count]):
    """The count of a box or a sum of boxes; `write` puts its result into the work folder."""

    count: _Count
    write: Callable[[], None] = _nothing

    def written(self) -> _Count:
        """Write its result, and give the count; raises Problem "file-changed"."""
        self.write()
        return self.count
