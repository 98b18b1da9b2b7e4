"""What the work costs here: `python -m tests.benchmarks` prints a table for each subject.

Times are medians. What is compared is the time that processors spent, which hardly changes when
other programs keep the machine busy; the wall clock stands beside it. `--full` adds the sizes that
take hours. Tests never depend on any of this.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.benchmarks.attendance import attendance_table
from tests.benchmarks.ballots import ballot_table
from tests.benchmarks.booth_tables import booth_table
from tests.benchmarks.commands import command_table
from tests.benchmarks.curve import curve_table
from tests.benchmarks.extent import Extent
from tests.benchmarks.forms import form_table
from tests.benchmarks.hall import hall_table
from tests.benchmarks.kiosks import kiosk_table
from tests.benchmarks.largest import largest_table
from tests.benchmarks.modular import modular_table
from tests.benchmarks.opening import opening_table
from tests.benchmarks.outcomes import outcome_table
from tests.benchmarks.records import record_table
from tests.benchmarks.sealing import sealing_table
from tests.benchmarks.shuffles import shuffle_table
from tests.benchmarks.slips import slip_table

SUBJECTS: dict[str, Callable[[Extent], Table]] = {
    "curve": curve_table,
    "modular": modular_table,
    "ballots": ballot_table,
    "hall": hall_table,
    "booth": booth_table,
    "kiosks": kiosk_table,
    "sealing": sealing_table,
    "records": record_table,
    "largest": largest_table,
    "shuffles": shuffle_table,
    "opening": opening_table,
    "slips": slip_table,
    "forms": form_table,
    "outcomes": outcome_table,
    "attendance": attendance_table,
    "commands": command_table,
}

_WIDTH = 200
"""Characters of a line: a table that wraps cannot be compared with another."""


@click.command()
@click.option("--full", is_flag=True, help="The big sizes too: up to 18,000 ballots.")
@click.option(
    "--records",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder in which the whole records are kept for the next time; else they are removed.",
)
@click.option(
    "--only", "subjects", type=click.Choice(list(SUBJECTS)), multiple=True, help="These subjects."
)
def main(full: bool, records: Path | None, subjects: tuple[str, ...]) -> None:
    """Measure every subject and print its table as soon as it is there."""
    console = Console(width=max(Console().width, _WIDTH))
    with ExitStack() as stack:
        place = records or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for subject in subjects or SUBJECTS:
            with console.status(f"measuring {subject} …"):
                table = SUBJECTS[subject](Extent(full, place))
            console.print(table)


if __name__ == "__main__":
    main()
