"""What a report says of the meeting that its meeting continues: which one, and its outcome."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.language import said
from tally.report.derivation import Translate


@dataclass(frozen=True, slots=True)
class ContinuedView:
    """The sentence about it, and the SHA-256 of its outcome.json."""

    text: str
    outcome: str


def continued_view(meeting: Meeting, language: str, _: Translate) -> ContinuedView | None:
    """What there is to say; None of a meeting that continues none."""
    found = meeting.continues
    if found is None:
        return None
    names = {each.id: said(each, "name", language) for each in meeting.stages}
    *before, own = (names[each] for each in found.path)
    if before:
        text = _(
            "Stage “{stage}” of a procedure; it continues the meeting of the stage “{before}”."
        )
        return ContinuedView(text.format(stage=own, before=before[-1]), found.outcome)
    text = _("Stage “{stage}” of a procedure; it continues the first meeting.")
    return ContinuedView(text.format(stage=own), found.outcome)
