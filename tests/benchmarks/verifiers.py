"""Whole records, verified by whole programs: `piaoxiang verify`, and belenios-tool beside it.

The paper has eight questions of five answers, of which exactly one must be chosen, without blank:
40 encrypted choices, 40 proofs that a choice is 0 or 1, 8 overall proofs and a signature. The
elections of both groups differ in nothing else. Both programs read the very same file where the
group is one that belenios-tool 2.0 knows; that one uses one core, however many there are. The last
record has one written-in line and two shuffles.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress
from rich.table import Table

from crypto.election.question import Question
from crypto.election.write_in import write_in_question
from tests.benchmarks.making import Shape, make_record
from tests.benchmarks.programs import CORES, Cost, cost_of
from tests.crypto.fixtures.tellers_example import UUID

_ROOT = Path(__file__).parents[2]
_PAPER = tuple(
    Question(f"第 {number} 题", ("甲", "乙", "丙", "丁", "戊"), 1, 1, blank=False)
    for number in range(1, 9)
)
_OURS, _THEIRS = "piaoxiang verify", "belenios-tool election verify"
_SINGLE_ANSWERS = 1000


@dataclass(frozen=True)
class Measured:
    """What one program took for one record on so many cores."""

    program: str
    shape: Shape
    cores: int
    cost: Cost

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        shape, cost = self.shape, self.cost
        choices = shape.ballots * shape.choices
        what = "written-in lines, 2 shuffles" if shape.shuffles else f"× {shape.choices} choices"
        return (
            self.program,
            f"{shape.ballots} {what}, {shape.group}",
            str(shape.proofs),
            str(self.cores),
            f"{cost.wall:.1f} s",
            f"{cost.processor:.1f} s",
            f"{cost.wall / choices * 1000:.2f} ms",
            f"{cost.processor / choices * 1000:.2f} ms",
            f"{cost.load:.1f}",
        )


def verifier_table(ballots: int, records: Path, progress: Progress) -> Table:
    """Verify records of so many ballots; they are made in the folder `records` if not there yet."""
    table = Table(
        "program",
        "record",
        "proofs",
        "cores",
        "wall clock",
        "processors",
        "wall, a choice",
        "processors, a choice",
        "load before",
        title="Whole records, each verified once by a program started for it",
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for measured in _measured(ballots, records, progress):
        table.add_row(*measured.cells)
        progress.console.print(" | ".join(measured.cells))
    return table


def _measured(ballots: int, records: Path, progress: Progress) -> Iterator[Measured]:
    shapes = (
        Shape("Ed25519", _PAPER, ballots),
        Shape("BELENIOS-2048", _PAPER, ballots),
        Shape("Ed25519", (write_in_question("另提人选"),), _SINGLE_ANSWERS, shuffles=2),
    )
    made = [(shape, _made(shape, records, progress)) for shape in shapes]
    for shape, record in made:
        for cores in (1, 2)[: len(CORES)]:
            command = (sys.executable, "-m", "piaoxiang", "verify", record)
            yield Measured(_OURS, shape, cores, cost_of(command, _ROOT, cores))
        tool = shutil.which("belenios-tool")
        if shape.group == "BELENIOS-2048" and tool:
            command = (tool, "election", "verify", "--dir", record.parent)
            yield Measured(_THEIRS, shape, 1, cost_of(command, record.parent, 1))


def _made(shape: Shape, records: Path, progress: Progress) -> Path:
    """The record's file, in a folder of its own as belenios-tool wants it."""
    kind = "shuffled" if shape.shuffles else "papers"
    folder = records / f"{shape.group}-{kind}-{shape.ballots}x{shape.choices}"
    if not folder.is_dir():
        task = progress.add_task(f"making {folder.name}", total=shape.ballots)
        data = make_record(shape, lambda done: progress.update(task, completed=done))
        unfinished = folder.with_suffix(".unfinished")
        unfinished.mkdir(parents=True, exist_ok=True)
        (unfinished / f"{UUID}.bel").write_bytes(data)
        unfinished.rename(folder)
    return folder / f"{UUID}.bel"
