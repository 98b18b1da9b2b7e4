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
from pathlib import Path

from rich.table import Table

from crypto.election.question import Question
from crypto.election.write_in import write_in_question
from tests.benchmarks import yardstick
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.making import Shape, write_record
from tests.benchmarks.programs import CORES, cost_of
from tests.benchmarks.timing import Timing, scaled
from tests.crypto.fixtures.tellers_example import UUID

_ROOT = Path(__file__).parents[2]
_PAPER = tuple(
    Question(f"第 {number} 题", ("甲", "乙", "丙", "丁", "戊"), 1, 1, blank=False)
    for number in range(1, 9)
)
_THEIRS = "belenios-tool"
_SINGLE_ANSWERS = 1000
_SAMPLE = 200
"""Choices that the libraries alone are measured with."""


def record_table(extent: Extent) -> Table:
    """The table of whole records; they are made in the extent's folder if not there yet."""
    title = "Whole records, each verified once by `piaoxiang verify`, started for it"
    return comparison(title, "a choice", _rows(extent))


def _rows(extent: Extent) -> Iterator[Row]:
    for ballots in extent.ballots:
        yield from _verified(Shape("Ed25519", _PAPER, ballots), extent)
    for ballots in extent.ballots if extent.full else extent.ballots[:1]:
        yield from _verified(Shape("BELENIOS-2048", _PAPER, ballots), extent)
    lines = (write_in_question("另提人选"),)
    yield from _verified(Shape("Ed25519", lines, _SINGLE_ANSWERS, shuffles=2), extent)


def _verified(shape: Shape, extent: Extent) -> Iterator[Row]:
    record = made(shape, extent.records)
    peer, beside = _peer(shape, record)
    what = "lines, 2 shuffles" if shape.shuffles else f"ballots × {shape.choices} choices"
    for cores in (1, 2)[: len(CORES)]:
        command = (sys.executable, "-m", "piaoxiang", "verify", record)
        yield Row(
            f"{shape.ballots} {what}, {shape.group}, cores: {cores}",
            shape.ballots * shape.choices,
            _timing(command, _ROOT, cores),
            peer,
            beside,
        )


def _peer(shape: Shape, record: Path) -> tuple[str, Timing | None]:
    """Another program on the same record, or what a library alone takes for as many choices."""
    if shape.shuffles:
        return "", None
    tool = shutil.which("belenios-tool")
    if shape.group != "Ed25519" and tool:
        command = (tool, "election", "verify", "--dir", record.parent)
        return _THEIRS, _timing(command, record.parent, 1)
    choices = shape.ballots * shape.choices
    alone = yardstick.checking(shape.group, _SAMPLE)
    return yardstick.library_of(shape.group), scaled(alone, choices / _SAMPLE)


def _timing(command: tuple[str | Path, ...], folder: Path, cores: int) -> Timing:
    cost = cost_of(command, folder, cores)
    return Timing((cost.wall,), (cost.processor,))


def made(shape: Shape, records: Path) -> Path:
    """The record's file, in a folder of its own as belenios-tool wants it."""
    kind = "shuffled" if shape.shuffles else "papers"
    folder = records / f"{shape.group}-{kind}-{shape.ballots}x{shape.choices}"
    if not folder.is_dir():
        unfinished = folder.with_suffix(".unfinished")
        unfinished.mkdir(parents=True, exist_ok=True)
        with (unfinished / f"{UUID}.bel").open("wb") as file:
            write_record(shape, file)
        unfinished.rename(folder)
    return folder / f"{UUID}.bel"
