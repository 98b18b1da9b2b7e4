"""Check-in at the door: finding somebody in a large roster, and noting that they came."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from rich.table import Table

from desk.attendance.attendance import FILE, Attendance, make
from desk.attendance.search import Index
from meeting.lists.roster import Voter
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed
from tests.desk.fixtures.published import names

_PEOPLE = 20_000
_TYPED = ("伟", "zhang", "zw", "z", "")


def attendance_table(_extent: Extent) -> Table:
    """The table of check-in with 20,000 people expected."""
    return comparison(f"Check-in, {_PEOPLE:,} expected", "a person", _rows())


def _rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        make(path, [Voter(each, "", "", "A") for each in names(_PEOPLE)], ["r1-A"])
        stored = Attendance(path)
        yield Row("the index, once", 1, timed(partial(Index, stored.people)))
        for typed in _TYPED:
            yield Row(f"search: “{typed}”", 1, timed(partial(stored.index.find, typed)))
        places = count()
        yield Row("check in", 1, timed(lambda: stored.mark(next(places), came=True)))
        yield Row("present, by group", 1, timed(stored.present))
        stored.dispose()
