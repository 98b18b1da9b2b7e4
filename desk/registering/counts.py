"""How many slips there are for whom: what a report on handing out begins with (分发报告单)."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.language import said


@dataclass(frozen=True, slots=True)
class Pile:
    """The slips of one box; `entitled` is 应到."""

    round: str
    group: str
    entitled: int
    slips: int


def piles(meeting: Meeting, language: str) -> list[Pile]:
    """A pile for each box, in the meeting's order."""
    return [
        Pile(
            said(box.round, "name", language),
            said(box.group, "name", language),
            box.group.size,
            box.slips,
        )
        for box in meeting.boxes()
    ]
