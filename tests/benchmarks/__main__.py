"""How long the work takes on this machine: `python -m tests.benchmarks` prints two tables.

In the first, times are medians, on one core unless a row says otherwise. The second has whole
records and whole programs, ours and belenios-tool, on one core and on two. Tests never depend on
them.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.benchmarks.accepting import accept_rows
from tests.benchmarks.ballots import ballot_rows
from tests.benchmarks.commands import command_rows
from tests.benchmarks.hall import hall_rows
from tests.benchmarks.opening import opening_rows
from tests.benchmarks.records import record_rows
from tests.benchmarks.shuffles import shuffle_rows
from tests.benchmarks.verifiers import verifier_table


@click.command()
@click.option("--ballots", default=1000, show_default=True, help="Ballots of a whole record.")
@click.option(
    "--records",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder in which the whole records are kept for the next time; else they are removed.",
)
@click.option("--only", type=click.Choice(["work", "verifiers"]), help="One table of the two.")
def main(ballots: int, records: Path | None, only: str | None) -> None:
    """Measure everything and print the tables."""
    console = Console()
    tables = []
    if only != "verifiers":
        with console.status("measuring …"):
            tables.append(_work())
    if only != "work":
        with ExitStack() as stack:
            place = records or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            progress = stack.enter_context(Progress(console=console))
            tables.append(verifier_table(ballots, place, progress))
    for table in tables:
        console.print(table)


def _work() -> Table:
    table = Table("work", "wall clock", "processor", "runs")
    for column in table.columns[1:]:
        column.justify = "right"
    rows = (
        ballot_rows(),
        accept_rows(),
        record_rows(),
        opening_rows(),
        shuffle_rows(),
        hall_rows(),
        command_rows(),
    )
    for what, timing in chain(*rows):
        table.add_row(what, *timing.cells)
    return table


if __name__ == "__main__":
    main()
