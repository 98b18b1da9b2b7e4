"""The largest procedures: one box of 60 choices, and how time and memory grow with its voters.

18,000 voters are those of a county. Making their ballots takes eight minutes of a processor, so the
folder of records is worth keeping (`--records`). Then come those who work in a folder that holds
such a box: two tellers, and whoever counts and publishes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from crypto.election.question import Question
from meeting.published.folder_names import BOXES, RECORD
from tests.benchmarks.extent import Extent
from tests.benchmarks.large_work import large_work
from tests.benchmarks.making import Shape
from tests.benchmarks.programs import CORES, cost_of
from tests.benchmarks.records import made
from tests.benchmarks.timing import shown
from tests.tally.fixtures.hall_display import given
from tests.tally.fixtures.small_hall import PASSPHRASE

_ROOT = Path(__file__).parents[2]
_PAPER = tuple(
    Question(f"第 {number} 题", ("甲", "乙", "丙", "丁", "戊"), 1, 1, blank=False)
    for number in range(1, 13)
)
_CHOICES = sum(question.choices_length for question in _PAPER)
_MEGABYTE = 1_000_000


def largest_table(extent: Extent) -> Table:
    """The table of the largest boxes; they are made in the extent's folder if not there yet."""
    table = Table(title="A box of 60 choices, on all cores")
    table.add_column("work", no_wrap=True)
    for heading in ("record", "wall", "CPU", "CPU, a choice", "peak memory", "of each process"):
        table.add_column(heading, justify="right")
    for cells in _rows(extent):
        table.add_row(*cells)
    return table


def _rows(extent: Extent) -> Iterator[tuple[str, ...]]:
    for voters in (300, 2000, 18_000) if extent.full else (300,):
        record = made(Shape("Ed25519", _PAPER, voters), extent.records)
        yield _row("verify", voters, record, record)
    for voters in (300, 2000) if extent.full else (300,):
        with tempfile.TemporaryDirectory() as place:
            yield from _opened_and_counted(Path(place), voters)


def _opened_and_counted(place: Path, voters: int) -> Iterator[tuple[str, ...]]:
    """What a folder at work takes, by whoever has it in turn."""
    hall, work = large_work(place, voters), place / "work"
    record = work / BOXES / hall.meeting.boxes()[0].id / RECORD
    (place / "passphrase").write_text(PASSPHRASE)
    plans = given(work)
    for key in hall.key_paths[: hall.meeting.teller_threshold]:
        own = ("--key", key, "--passphrase-file", place / "passphrase")
        yield _row("teller open", voters, record, work, *plans, *own)
    yield _row("count", voters, record, work, "--yes", "--publish", place / "published")


def _row(command: str, voters: int, record: Path, *words: str | Path) -> tuple[str, ...]:
    typed = (sys.executable, "-m", "piaoxiang", *command.split(), *words)
    cost = cost_of(typed, _ROOT, len(CORES))
    return (
        f"{command}, {voters} ballots",
        _megabytes(record.stat().st_size),
        shown(cost.wall),
        shown(cost.processor),
        shown(cost.processor / (voters * _CHOICES)),
        _megabytes(sum(cost.peaks)),
        ", ".join(map(_megabytes, cost.peaks)),
    )


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.0f} MB"
