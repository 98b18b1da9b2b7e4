"""The files in which tellers sign what people did beside the records, as it can have them."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.published.folder_names import exception_file, ruling_file
from meeting.rules.acts import Ruled


def act_files(meeting: Meeting) -> Iterator[str]:
    """The exceptions of its rounds and the rulings of its steps; each may be there or not."""
    yield from (exception_file(each.id) for each in meeting.rounds)
    yield from (ruling_file(step.id) for step in meeting.rules if isinstance(step, Ruled))
