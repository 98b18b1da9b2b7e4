"""The largest procedures: one box of 60 choices, and how time and memory grow with its voters.

18,000 voters are those of a county. Making their ballots takes eight minutes of a processor, so the
folder of records is worth keeping (`--records`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from crypto.election.question import Question
from tests.benchmarks.extent import Extent
from tests.benchmarks.making import Shape
from tests.benchmarks.programs import CORES, cost_of
from tests.benchmarks.records import made
from tests.benchmarks.timing import shown

_ROOT = Path(__file__).parents[2]
_PAPER = tuple(
    Question(f"第 {number} 题", ("甲", "乙", "丙", "丁", "戊"), 1, 1, blank=False)
    for number in range(1, 13)
)
_MEGABYTE = 1_000_000


def largest_table(extent: Extent) -> Table:
    """The table of the largest boxes; they are made in the extent's folder if not there yet."""
    table = Table(title="A box of 60 choices, verified by `piaoxiang verify` on all cores")
    table.add_column("work", no_wrap=True)
    for heading in ("record", "wall", "CPU", "CPU, a choice", "peak memory", "of each process"):
        table.add_column(heading, justify="right")
    for cells in _rows(extent):
        table.add_row(*cells)
    return table


def _rows(extent: Extent) -> Iterator[tuple[str, ...]]:
    for voters in (300, 2000, 18_000) if extent.full else (300,):
        shape = Shape("Ed25519", _PAPER, voters)
        record = made(shape, extent.records)
        command = (sys.executable, "-m", "piaoxiang", "verify", record)
        cost = cost_of(command, _ROOT, len(CORES))
        yield (
            f"{voters} ballots × {shape.choices} choices",
            _megabytes(record.stat().st_size),
            shown(cost.wall),
            shown(cost.processor),
            shown(cost.processor / (voters * shape.choices)),
            _megabytes(sum(cost.peaks)),
            ", ".join(map(_megabytes, cost.peaks)),
        )


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.0f} MB"
