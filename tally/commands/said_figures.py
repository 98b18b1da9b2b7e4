"""What a terminal says of figures that are larger than what ought to bound them.

That a box holds more ballots than people are entitled is said as soon as its record is here: while
everybody is still in the hall, slips and people can be counted again.
"""

from __future__ import annotations

from meeting.definition.meeting import Box
from meeting.language import current_language, said
from tally.commands.terminal import _, box_title, say
from tally.next_steps.progress import record_of
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.report.figures import remarks_told, void_told


def say_figures(outcome: Outcome) -> None:
    """Say which rounds are void and why, and what else is unusual about their figures."""
    language = current_language()
    for each in outcome.rounds:
        name = said(each.round, "name", language)
        if each.figures.void:
            say(
                _("{round} is VOID as a whole, no result follows from it. {reasons}.").format(
                    round=name, reasons=void_told(each.figures, language, _)
                )
            )
        if each.figures.remarks:
            say(
                _("{round}, unusual figures: {remarks}. They are published as entered.").format(
                    round=name, remarks=remarks_told(each.figures, language, _)
                )
            )


def has_excess(outcome: Outcome) -> bool:
    """Whether any figure is larger than one that ought to bound it."""
    return any(each.figures.void or each.figures.remarks for each in outcome.rounds)


def say_too_many_here(work: WorkFolder) -> None:
    """Say of every box of a work folder whose record can be read whether it holds too many."""
    for box in work.meeting.boxes():
        if record := record_of(work, box):
            say_too_many(box, len(record.ballots))


def say_too_many(box: Box, ballots: int) -> None:
    """Say if a box holds more ballots than people are entitled; nothing is refused for it."""
    if ballots > box.group.size:
        say(
            _(
                "! Box {box}: more ballots than people: {ballots} received, {entitled} entitled. "
                "Count now, while everybody is here, how many people are present and how many "
                "slips were handed out and are left. If more ballots came back than slips were "
                "handed out, or than people are present, the whole round is void."
            ).format(box=box_title(box), ballots=ballots, entitled=box.group.size)
        )
