"""figures.json: what was counted in the hall, box by box, as it is published.

Canonical JSON `{"version":1,"boxes":{"<box>":{"present":n,"issued":n},…}}`, boxes in the meeting's
order. The organiser enters these figures in figures.toml; nothing in a record can prove them.
"""

from __future__ import annotations

from collections.abc import Mapping

from crypto.canonical import dumps, fields, integer, loads
from meeting.definition import Meeting
from meeting.figures import BoxFigures

VERSION = 1
_LARGEST_FILE = 1 << 20
_MOST = 1 << 30


def figures_bytes(meeting: Meeting, hall: Mapping[str, BoxFigures]) -> bytes:
    """The bytes of figures.json; boxes nothing was entered for are left out."""
    boxes = {
        box.id: {"present": hall[box.id].present, "issued": hall[box.id].issued}
        for box in meeting.boxes()
        if box.id in hall
    }
    return dumps({"version": VERSION, "boxes": boxes}).encode()


def parse_figures(
    meeting: Meeting, data: bytes, *, where: str = "figures.json"
) -> dict[str, BoxFigures]:
    """Read figures.json strictly; raises ParseError."""
    value = fields(loads(data, limit=_LARGEST_FILE, where=where), ("version", "boxes"), where=where)
    integer(value["version"], f"{where} version", least=VERSION, most=VERSION)
    known = tuple(box.id for box in meeting.boxes())
    boxes = fields(value["boxes"], (), known, where=f"{where} boxes")
    hall: dict[str, BoxFigures] = {}
    for box, entry in boxes.items():
        place = f"{where} boxes.{box}"
        found = fields(entry, ("present", "issued"), where=place)
        hall[box] = BoxFigures(
            integer(found["present"], f"{place}.present", least=0, most=_MOST),
            integer(found["issued"], f"{place}.issued", least=0, most=_MOST),
        )
    return hall
