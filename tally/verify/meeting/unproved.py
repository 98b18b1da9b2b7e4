"""Figures that no record proves, although rates or rules of the meeting are taken over them.

Who was present and how many slips were issued is counted by people in the hall.
"""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.rules.selections import Quorum

_ENTERED = ("present", "issued")


def unproved_figures(meeting: Meeting) -> tuple[str, ...]:
    """Those of present and issued that a paper that is voted on, or a rule, is taken over."""
    voted = {paper for each in meeting.rounds for paper in each.papers}
    used: set[str] = set()
    for paper in meeting.papers:
        items = [item for item in paper.items if not item.is_single and paper.id in voted]
        used |= {rate.denominator for item in items for rate in item.rates}
        used |= {paper.denominator} if items else set()
    used |= {str(getattr(step, "over", "")) for step in meeting.rules}
    used |= {step.of for step in meeting.rules if isinstance(step, Quorum)}
    return tuple(name for name in _ENTERED if name in used)
