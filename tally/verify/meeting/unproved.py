"""Figures that no record proves, although rates of the meeting are taken over them.

Who was present and how many slips were issued is counted by people in the hall.
"""

from __future__ import annotations

from meeting.definition.meeting import Meeting

_ENTERED = ("present", "issued")


def unproved_figures(meeting: Meeting) -> tuple[str, ...]:
    """Those of present and issued that a rate of a paper that is voted on is taken over."""
    voted = {paper for each in meeting.rounds for paper in each.papers}
    used: set[str] = set()
    for paper in meeting.papers:
        items = [item for item in paper.items if not item.is_single and paper.id in voted]
        used |= {rate.denominator for item in items for rate in item.rates}
        used |= {paper.denominator} if items else set()
    return tuple(name for name in _ENTERED if name in used)
