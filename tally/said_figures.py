"""What a terminal says of figures that are larger than what ought to bound them."""

from __future__ import annotations

from meeting.language import current_language, said
from tally.outcome import Outcome
from tally.report_figures import remarks_told, void_told
from tally.terminal import _, say


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
