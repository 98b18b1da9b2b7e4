"""The outcome of a work folder that was counted, with the figures that were entered."""

from __future__ import annotations

from tally.commands.tellers.counted_work import counted_work
from tally.next_steps.openings import naming_what_is_missing, refuse_uncounted
from tally.opening.sign_figures import entered_figures
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome


def outcome_now(work: WorkFolder) -> Outcome:
    """Count again; raises Problem where nobody has counted yet, or something is missing."""
    refuse_uncounted(work)
    with naming_what_is_missing(work):
        return counted_work(work, entered_figures(work)).outcome
