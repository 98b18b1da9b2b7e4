"""How long the work takes on this machine: `python -m tests.benchmarks` prints one table.

Times are medians, on one core unless a row says otherwise. Tests never depend on them.
"""

from itertools import chain

from rich.console import Console
from rich.table import Table

from tests.benchmarks.ballots import ballot_rows
from tests.benchmarks.hall import hall_rows
from tests.benchmarks.records import record_rows
from tests.benchmarks.shuffles import shuffle_rows


def main() -> None:
    """Measure everything and print the table."""
    table = Table("work", "wall clock", "processor", "runs")
    for column in table.columns[1:]:
        column.justify = "right"
    console = Console()
    with console.status("measuring …"):
        for what, timing in chain(ballot_rows(), record_rows(), shuffle_rows(), hall_rows()):
            table.add_row(what, *timing.cells)
    console.print(table)


if __name__ == "__main__":
    main()
