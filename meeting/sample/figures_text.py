"""The text of a figures.toml in which everybody came."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for
from meeting.problem import ROOM

_WHO = N_("Filled in when counting: of each box how many were present, and how many slips issued.")


def hall_text(meeting: Meeting, language: str) -> str:
    """The whole file."""
    return "\n".join(_lines(meeting, language)) + "\n"


def _lines(meeting: Meeting, language: str) -> Iterator[str]:
    yield f"# {gettext_for(ROOM, language)(_WHO)}"
    yield ""
    yield "schema = 1"
    for box in meeting.boxes():
        yield ""
        yield f"[boxes.{box.id}]"
        yield f"present = {box.group.size}"
        yield f"issued = {box.group.size}"
