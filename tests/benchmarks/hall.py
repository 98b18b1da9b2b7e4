"""The hall: how fast voters get through two kiosks into the server, every one a real process.

The paper is the example meeting's: 26 questions, 125 encrypted choices with the 弃权 slots. A visit
is all its screens, one after another, the encryption at the kiosk, and the cast: a voter who needs
no time to think.
"""

import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from demo.climate import Climate
from demo.folders import set_up
from demo.hall import piles, who_comes
from demo.meeting_day import KIOSKS, meeting_day
from demo.narrator import Narrator
from demo.opinion import choose
from demo.slips import read_slips
from demo.voting import Voter, let_them_vote
from meeting.registrar.prepared_folder import load_prepared
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import Timing

_VOTERS = 40


def hall_table(extent: Extent) -> Table:
    """The table of whole visits."""
    return comparison("Voters at real kiosks", "a visit", _rows(extent))


def _rows(_extent: Extent) -> Iterator[Row]:
    silent = Narrator(Console(file=io.StringIO()))
    with (
        tempfile.TemporaryDirectory() as place,
        meeting_day(set_up(Path(place) / "hall"), _VOTERS, silent) as day,
    ):
        day.define(None)
        day.publish_definition()
        day.make_keys()
        day.print_slips()
        day.open_doors()
        prepared = load_prepared(day.folders.opening / "prepared")
        drawn = piles(prepared, read_slips(day.folders.registrar / "slips.pdf"))
        come = who_comes(prepared.meeting, _VOTERS)
        climate = Climate.of(prepared.meeting)
        queue = [
            Voter(box.id, slip, choose(prepared.meeting, box, climate))
            for box in prepared.meeting.boxes()
            for slip in drawn[box.id][: come[box.group.id]]
        ]
        began = time.perf_counter()
        let_them_vote(queue, day.kiosk_urls, lambda: None)
        wall = time.perf_counter() - began
    yield Row(
        f"{len(queue)} visits of 125 choices, {KIOSKS} kiosks at once:"
        f" {len(queue) / wall:.2f} casts per second",
        len(queue),
        Timing((wall,), ()),
    )
