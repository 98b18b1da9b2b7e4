"""The outcome of a work folder as it stands, worked out anew: every box is verified for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from meeting.definition.meeting import Box
from tally.commands.tellers.set_aside_acts import past_bad_acts, past_bad_acts_of_sum
from tally.commands.terminal import ballots_progress, box_title, report_to
from tally.counting.counting import count_box, outcome_of_counts, verify_ahead
from tally.counting.ready_count import ReadyCount
from tally.counting.sum_counting import count_sum, sums_of
from tally.folder.figures import HallFigures
from tally.opening.work_folder import WorkFolder
from tally.outcome.box_count import BoxCount
from tally.outcome.outcome import Outcome
from tally.outcome.sum_count import SumCount
from tally.verify.record.ballots import Progress as Report


@dataclass(frozen=True, slots=True)
class CountedWork:
    """The outcome of all boxes, and the counts whose results are still to be written."""

    outcome: Outcome
    ready: tuple[ReadyCount[BoxCount] | ReadyCount[SumCount], ...]

    def write(self, work: WorkFolder) -> None:
        """Write all results; raises Problem "file-changed" before any if a box has changed."""
        work.refuse_changed(*work.meeting.boxes())
        for each in self.ready:
            each.write()


def counted_work(work: WorkFolder, hall: HallFigures) -> CountedWork:
    """Count every box, each verified from its first event; only bad shares are set aside yet."""
    with ballots_progress() as progress:

        def progress_of(box: Box) -> Report:
            return report_to(progress, box_title(box))

        verify_ahead(work, progress_of)
        sums = tuple(
            past_bad_acts_of_sum(work, boxes, partial(count_sum, work, boxes, progress_of))
            for boxes in sums_of(work, progress_of)
        )
        in_sums = {part.box.id: part for each in sums for part in each.count.parts}
        alone = {
            box.id: past_bad_acts(work, box, partial(count_box, work, box, progress_of(box)))
            for box in work.meeting.boxes()
            if box.id not in in_sums
        }
    counts = in_sums | {box: each.count for box, each in alone.items()}
    outcome = outcome_of_counts(
        work,
        tuple(counts[box.id] for box in work.meeting.boxes()),
        hall,
        tuple(each.count for each in sums),
    )
    return CountedWork(outcome, (*alone.values(), *sums))
