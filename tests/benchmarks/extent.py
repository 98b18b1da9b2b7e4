"""How much a run of the benchmarks measures, and where it may keep what took long to make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Extent:
    """`full` takes the big sizes, too; `records` is the folder of whole records."""

    full: bool
    records: Path

    @property
    def ballots(self) -> tuple[int, ...]:
        """How the cost of a box grows."""
        return (100, 1000, 10_000) if self.full else (100, 1000)


PEOPLE = (12, 60, 255)
"""How the cost of a paper grows: so many people, each with one item of five choices."""
