"""A meeting in which boxes are too small to be opened alone, and what tellers type then."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from meeting.definition.meeting import VoterGroup
from meeting.organiser.figures import BoxFigures
from tally.counting.counting import count_box, outcome_of_counts
from tally.counting.publish import publish
from tally.counting.sum_counting import count_sum, sums_of
from tally.folder.figures import HallFigures, figures_bytes
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome_json import outcome_bytes
from tally.problem import Problem
from tally.sums.share import release_sum
from tally.sums.sum import no_progress_of, prepare_sum
from tally.verify.record.box import no_progress
from tests.tally.held import Held
from tests.tally.small_hall import Hall, build_hall

GROUPS = (
    VoterGroup("A", "A票", "Ballot A", "", "", 8, 9),
    VoterGroup("B", "B票", "Ballot B", "", "", 8, 8),
    VoterGroup("C", "C票", "Ballot C", "", "", 8, 8),
)
BALLOTS = {"r1-A": 3, "r1-B": 6, "r1-C": 5}
FIGURES = {"r1-A": BoxFigures(4, 3), "r1-B": BoxFigures(7, 7), "r1-C": BoxFigures(6, 5)}
"""Present and issued."""


def small_groups_hall(folder: Path) -> Hall:
    """Three groups; the minimum is five, and A has three ballots."""
    return build_hall(folder, groups=GROUPS, ballots=BALLOTS, name="small-groups-2026")


def sum_path(work: WorkFolder, name: str) -> Path:
    """Where the files of a sum lie."""
    return work.folder.path / "sums" / name


def release(work: WorkFolder, hall: Hall, teller: int, *ids: str) -> None:
    """One teller's whole act on a sum."""
    file = hall.key(teller)
    release_sum(work, prepare_sum(work, ids, file, no_progress_of), file)


def refused(work: WorkFolder, hall: Hall, teller: int, *ids: str) -> str:
    """The code by which a share of a sum is refused; nothing is written then."""
    before = sorted(path for path in work.folder.path.rglob("*"))
    with pytest.raises(Problem) as caught:
        release(work, hall, teller, *ids)
    assert sorted(path for path in work.folder.path.rglob("*")) == before
    return caught.value.code


def refused_alone(work: WorkFolder, hall: Hall, box: str, teller: int) -> str:
    """The code by which a share of a box by itself is refused."""
    with pytest.raises(Problem) as caught:
        hall.open_box(work, box, teller)
    return caught.value.code


def hold_summed(hall: Hall, folder: Path, *ids: str) -> Held:
    """Tellers 1 and 3 open the boxes of these ids as one, all others alone; count and publish."""
    closed, path = folder / "closed", folder / "work"
    hall.write_work(closed)
    shutil.copytree(closed, path)
    work = WorkFolder.open(path)
    alone = [box.id for box in hall.meeting.boxes() if box.id not in ids]
    for teller in (1, 3):
        release(work, hall, teller, *ids)
        for box in alone:
            hall.open_box(work, box, teller)
    sums = tuple(count_sum(work, boxes, no_progress_of) for boxes in sums_of(work))
    parts = {part.box.id: part for each in sums for part in each.parts}
    counts = tuple(
        parts.get(box.id) or count_box(work, box, no_progress) for box in hall.meeting.boxes()
    )
    outcome = outcome_of_counts(work, counts, HallFigures(FIGURES), sums)
    work.write("figures.json", figures_bytes(hall.meeting, FIGURES))
    work.write("outcome.json", outcome_bytes(outcome))
    publish(work, outcome, folder / "out")
    return Held(hall, closed, path, folder / "out", outcome)


def with_own_keys(hall: Hall, folder: Path) -> Hall:
    """The hall with key files and votes of its own, for tests that change them."""
    place = Path(shutil.copytree(hall.folder, folder))
    keys = tuple(place / path.name for path in hall.key_paths)
    cast = {box: list(choices) for box, choices in hall.cast.items()}
    return replace(hall, folder=place, key_paths=keys, cast=cast)
