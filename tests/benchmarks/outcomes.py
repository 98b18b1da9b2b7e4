"""Outcomes: what all steps of the rules cost, from the counts of opened boxes to outcome.json."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

from rich.table import Table

from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import RANKING, PaperItem
from meeting.organiser.figures import BoxFigures
from meeting.organiser.meeting_file import read_organised
from meeting.presets import load_preset
from meeting.sample.folder import write_sample
from tally.outcome.box_count import AnyCount, BoxCount, ItemCount
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.single_count import RankingCount
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed

PRESETS = ("deputies", "ranked_recommendation")
PEOPLE, BALLOTS, VENUES = 60, 19_996, 4
"""A roster has 20,000 rows at most, its headings among them, and a box fewer slips than these."""
_HASH = "0" * 64


def outcome_table(extent: Extent) -> Table:
    """The table of outcomes; they are cheap, so that every run measures the largest."""
    del extent
    return comparison(f"Outcomes, {PEOPLE} people", "a person", _rows())


def _rows() -> Iterator[Row]:
    for name in PRESETS:
        with tempfile.TemporaryDirectory() as folder:
            meeting = _large(name, Path(folder))
        hall = {box.id: BoxFigures(box.group.size, box.group.size) for box in meeting.boxes()}
        counts = tuple(_count(box, meeting) for box in meeting.boxes())
        outcome = partial(outcome_of, meeting, _HASH, counts, hall)
        written = outcome_bytes(outcome())
        yield Row(
            f"{name}, {sum(each.ballots for each in counts)} ballots",
            PEOPLE,
            timed(partial(_bytes_of, outcome), seconds=3.0),
            "reading outcome.json",
            timed(partial(json.loads, written), seconds=1.0),
        )


def _bytes_of(outcome: Callable[[], Outcome]) -> bytes:
    return outcome_bytes(outcome())


def _large(name: str, folder: Path) -> Meeting:
    """The example of a preset with many people, and about so many voters."""
    preset = load_preset(name)
    one = replace(preset.example.groups[0], size=BALLOTS // VENUES, weight=Fraction(1, VENUES))
    groups = tuple(replace(one, id=f"v{at}", name=f"会场{at}") for at in range(VENUES))
    example = replace(preset.example, people=PEOPLE, staff="county", groups=groups)
    write_sample(folder, replace(preset, example=example), "zh")
    return read_organised(folder / "meeting.toml").meeting


def _count(box: Box, meeting: Meeting) -> BoxCount:
    chance = Random(box.id)  # noqa: S311 - invented counts
    items = tuple(_item(item, box.group.size, chance) for item in box.items(meeting))
    return BoxCount(box, _HASH, _HASH, _HASH, box.group.size, items)


def _item(item: PaperItem, ballots: int, chance: Random) -> AnyCount:
    if item.form == RANKING:
        most = ballots // len(item.options)
        rows = tuple(
            tuple(chance.randrange(most) for _ in range(item.maximum)) for _ in item.options
        )
        first = sum(row[0] for row in rows)
        return RankingCount(ballots, ballots - first, rows, ())
    votes = [chance.randrange(ballots // len(item.options)) for _ in item.options]
    return ItemCount(ballots, ballots - sum(votes), tuple(votes))
