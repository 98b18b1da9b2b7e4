"""One table a subject: what a piece of work costs, beside a peer's cost for the same work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table

from tests.benchmarks.timing import Timing, shown
from tests.benchmarks.yardstick import multiplication


@dataclass(frozen=True)
class Row:
    """Some work, done `units` times in one run; `peer` names what did the same, at what cost."""

    work: str
    units: int
    timing: Timing
    peer: str = ""
    beside: Timing | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table. What is compared are the processors' times, medians all of them."""
        ours = self.timing.median_processor
        each = multiples = "–"
        if ours is not None:
            each = shown(ours / self.units)
            multiples = f"{ours / self.units / multiplication():.1f}"
        theirs = self.beside.median_processor if self.beside else None
        ratio = f"{theirs / ours:.2f}" if ours and theirs else "–"
        wall, processor, runs = self.timing.cells
        peer = self.beside.cells[:2] if self.beside else ("–", "–")
        return (self.work, wall, processor, each, multiples, runs, self.peer or "–", *peer, ratio)


def comparison(title: str, unit: str, rows: Iterable[Row]) -> Table:
    """The table of some rows, measured while it is made; `unit` is what a row has several of.

    "× libsodium" says to how many of libsodium's point multiplications one of them comes.
    """
    table = Table(title=title)
    table.add_column("work", no_wrap=True)
    for heading in ("wall", "CPU", f"CPU, {unit}", "× libsodium", "runs"):
        table.add_column(heading, justify="right")
    table.add_column("peer", no_wrap=True)
    for heading in ("its wall", "its CPU", "peer : ours"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*row.cells)
    return table
