"""The figures that the tellers' reports take from the desk: figures.toml, from what was counted."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit

from desk.attendance.attendance import Counts
from meeting.definition.meeting import Meeting


def figures(meeting: Meeting, present: Mapping[str, int], slips: Mapping[str, Counts]) -> str:
    """The text of a figures.toml; boxes of which no slip was counted yet are left out."""
    document = tomlkit.document()
    document["schema"] = 1
    boxes = tomlkit.table()
    for box in meeting.boxes():
        counts = slips.get(box.id, Counts())
        if counts == Counts():
            continue
        entered = tomlkit.table()
        entered["present"] = present.get(box.group.id, 0)
        entered["issued"] = counts.given
        boxes[box.id] = entered
    document["boxes"] = boxes
    return tomlkit.dumps(document)
