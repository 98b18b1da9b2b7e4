"""A meeting held from the first ballot to the published folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from meeting.organiser.figures import BoxFigures
from tally.counting.counting import count_box, outcome_of_counts
from tally.counting.publish import publish
from tally.folder.figures import HallFigures, figures_bytes
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.outcome.outcome_json import outcome_bytes
from tally.verify.record.box import no_progress
from tests.tally.small_hall import Hall

FIGURES = {"r1-A": BoxFigures(7, 7), "r1-B": BoxFigures(8, 6)}


@dataclass(frozen=True)
class Held:
    """A meeting that was held: `closed` as fetched, `work` after the count, `out` as published."""

    hall: Hall
    closed: Path
    work: Path
    out: Path
    outcome: Outcome


def hold(
    hall: Hall,
    folder: Path,
    figures: Mapping[str, BoxFigures] = FIGURES,
    *,
    tellers: tuple[int, ...] = (1, 3),
) -> Held:
    """Two tellers open every box that is large enough; then count and publish.

    Before that, tellers 2 and 1 shuffle, where there is something to shuffle.
    """
    closed, path = folder / "closed", folder / "work"
    hall.write_work(closed)
    shutil.copytree(closed, path)
    work = WorkFolder.open(path)
    if hall.meeting.has_single_answers:
        hall.shuffle_boxes(work)
    for teller in tellers:
        for box in hall.meeting.boxes():
            if len(hall.cast[box.id]) >= hall.meeting.minimum_group:
                hall.open_box(work, box.id, teller)
    counts = tuple(count_box(work, box, no_progress) for box in hall.meeting.boxes())
    outcome = outcome_of_counts(work, counts, HallFigures(figures))
    if figures:
        work.write("figures.json", figures_bytes(hall.meeting, figures))
    work.write("outcome.json", outcome_bytes(outcome))
    publish(work, outcome, folder / "out")
    return Held(hall, closed, path, folder / "out", outcome)


def again(held: Held, folder: Path, figures: HallFigures) -> Path:
    """Where the same meeting is published as counted with other figures; `folder` is new."""
    work = WorkFolder.open(Path(shutil.copytree(held.work, folder / "work")))
    counts, sums = held.outcome.boxes, held.outcome.sums
    outcome = outcome_of_counts(work, counts, figures, sums)
    meeting = held.hall.meeting
    work.write("figures.json", figures_bytes(meeting, figures.boxes, figures.earlier))
    work.write("outcome.json", outcome_bytes(outcome))
    publish(work, outcome, folder / "out")
    return folder / "out"
