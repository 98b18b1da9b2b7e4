"""A hall of kiosks at one board: how long each waits, and what the board computes for a ballot.

The ballots are made before. Every kiosk casts the next one as soon as the last was answered, which
no voters do: so many kiosks without a pause are a hall of many more.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table

from meeting.definition.paper import Option
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    PAPER,
    Slip,
    config_in,
    loaded_server,
)
from tests.benchmarks.board_process import serving
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed
from tests.benchmarks.yardstick import checking
from tests.fixtures.enrolled_kiosk import enrol_kiosks

_CHOICES = 40
_OPTIONS = 4
_CHOICES_PER_QUESTION = _OPTIONS + 1
HALLS = ((1, 40), (10, 10), (50, 8))
"""How many kiosks, and how many ballots each of them casts."""


@dataclass(frozen=True)
class Casts:
    """What a hall measured, in seconds; `processor` is the server's alone."""

    casts: tuple[float, ...]
    whole: float
    again: int
    processor: float

    def cells(self, peer: float) -> tuple[str, ...]:
        """Accepted per second, p50, p99, the longest, computing for one ballot, and sent again.

        `peer` is what the plain calls of a library compute for the proofs of one ballot.
        """
        ordered = sorted(self.casts)
        times = (
            statistics.median(ordered),
            ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
            ordered[-1],
            self.processor / len(ordered),
            peer,
        )
        told = (f"{1000 * each:.0f} ms" for each in times)
        ratio = f"{peer * len(ordered) / self.processor:.2f}"
        return (f"{len(ordered) / self.whole:.0f}", *told, ratio, str(self.again))


def kiosk_table(_extent: Extent) -> Table:
    """The table of 1, 10 and 50 kiosks."""
    table = Table(
        f"kiosks casting ballots of {_CHOICES} choices without a pause",
        "accepted per second",
        "p50",
        "p99",
        "longest",
        "server's CPU for one",
        "PyNaCl alone, its proofs",
        "peer : ours",
        "sent again",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for kiosks, found in measured():
        peer = timed(checking("Ed25519", _CHOICES), seconds=1.0).median_processor or 0.0
        table.add_row(str(kiosks), *found.cells(peer))
    return table


def measured() -> Iterator[tuple[int, Casts]]:
    """Let each hall cast at a board of its own box; give what it measured."""
    needed = sum(kiosks * each for kiosks, each in HALLS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "server"
        ballots = _loaded(folder, needed)
        with serving(folder) as board:
            for kiosks, each in HALLS:
                piles = [[next(ballots) for _ in range(each)] for _ in range(kiosks)]
                file = Path(place) / "ballots.json"
                file.write_text(json.dumps(piles))
                before = board.processor()
                found = _cast(board.url, file, folder)
                yield kiosks, replace(found, processor=board.processor() - before)


def _cast(url: str, file: Path, folder: Path) -> Casts:
    words = [sys.executable, "-m", "tests.benchmarks.casting", url, BOX, str(file), str(folder)]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    return Casts(tuple(found["casts"]), found["whole"], found["again"], 0.0)


def _loaded(folder: Path, slips: int) -> Iterator[str]:
    """Make a server whose box is open, and a ballot of every slip."""
    questions = _CHOICES // _CHOICES_PER_QUESTION
    options = tuple(Option(f"o{each}", f"选项{each}", f"option {each}") for each in range(_OPTIONS))
    items = tuple(
        replace(PAPER.items[0], id=f"q{each}", options=options) for each in range(questions)
    )
    loaded = loaded_server(config_in(folder), slips=slips, paper=replace(PAPER, items=items))
    enrol_kiosks(loaded.config, max(kiosks for kiosks, _ in HALLS) - 1)  # one is enrolled already
    loaded.board.store.dispose()
    with ProcessPoolExecutor() as cores:
        return iter(list(cores.map(_ballot, loaded.slips[BOX], chunksize=16)))


def _ballot(slip: Slip) -> str:
    one = (0, 1, *(0,) * (_OPTIONS - 1))
    return slip.text((one,) * len(slip.election.questions)).decode()
