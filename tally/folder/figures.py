"""figures.json: what was counted in the hall, box by box, as it is published.

Canonical JSON `{"version":2,"boxes":{"<box>":{"present":n,"issued":n},…},"earlier":[…]}`, boxes in
the meeting's order. The organiser enters these figures in figures.toml; nothing in a record can
prove them. Figures that were counted with before and then corrected stay in `earlier`, the oldest
first, each as `{"reason":text,"boxes":{…}}` with the reason why others took their place; it is left
out if nothing was corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crypto.canonical import JSON, array, dumps, fields, integer, loads, text
from crypto.election.visible import check_characters
from crypto.errors import ParseError
from crypto.place import Part, Place, Where, in_file
from meeting.definition.meeting import Meeting
from meeting.organiser.figures import MOST_PEOPLE, BoxFigures
from meeting.published.folder_names import FIGURES

FILE = in_file(FIGURES)
VERSION = 2
VERSIONS = (1, VERSION)
"""Version 1 is read too: it is the same without `earlier`."""
LONGEST_REASON = 200
"""Characters."""
MOST_CORRECTIONS = 100
LARGEST_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """Figures by box id that were counted with before, and why they were corrected."""

    reason: str
    boxes: Mapping[str, BoxFigures]


@dataclass(frozen=True, slots=True)
class HallFigures:
    """The figures by box id that hold now, and those before them, the oldest first."""

    boxes: Mapping[str, BoxFigures]
    earlier: tuple[EarlierFigures, ...] = ()


def figures_bytes(
    meeting: Meeting, hall: Mapping[str, BoxFigures], earlier: tuple[EarlierFigures, ...] = ()
) -> bytes:
    """The bytes of figures.json; boxes nothing was entered for are left out."""
    before: list[JSON] = [
        {"reason": each.reason, "boxes": _boxes(meeting, each.boxes)} for each in earlier
    ]
    return dumps(
        {
            "version": VERSION,
            "boxes": _boxes(meeting, hall),
            **({"earlier": before} if before else {}),
        }
    ).encode()


def parse_figures(meeting: Meeting, data: bytes, *, where: Place = FILE) -> HallFigures:
    """Read figures.json strictly; raises ParseError."""
    value = fields(
        loads(data, limit=LARGEST_FILE, where=where),
        ("version", "boxes"),
        ("earlier",),
        where=where,
    )
    version = integer(value["version"], where / Part("version"), least=VERSIONS[0], most=VERSION)
    boxes = _parse_boxes(meeting, value["boxes"], where / Part("boxes"))
    if "earlier" not in value:
        return HallFigures(boxes)
    if version < VERSION:
        raise ParseError("json-fields", "version 1 has no earlier figures", where=where)
    place = where / Part("earlier")
    found = array(value["earlier"], place, least=1, most=MOST_CORRECTIONS)
    earlier = (_parse_earlier(meeting, one, place / at) for at, one in enumerate(found))
    return HallFigures(boxes, tuple(earlier))


def check_reason(reason: str, where: Where = "") -> None:
    """Raise ParseError("figures-reason") for what is no reason: one line that can be read."""
    try:
        check_characters(reason)
        good = reason == " ".join(reason.split()) and 0 < len(reason) <= LONGEST_REASON
    except ParseError:
        good = False
    if not good:
        raise ParseError(
            "figures-reason",
            f"expected one line of 1 to {LONGEST_REASON} characters that can be seen",
            where=where,
        )


def _boxes(meeting: Meeting, hall: Mapping[str, BoxFigures]) -> dict[str, JSON]:
    return {
        box.id: {"present": hall[box.id].present, "issued": hall[box.id].issued}
        for box in meeting.boxes()
        if box.id in hall
    }


def _parse_earlier(meeting: Meeting, value: JSON, where: Place) -> EarlierFigures:
    found = fields(value, ("reason", "boxes"), where=where)
    reason = text(found["reason"], where / "reason")
    check_reason(reason, where / "reason")
    return EarlierFigures(reason, _parse_boxes(meeting, found["boxes"], where / "boxes"))


def _parse_boxes(meeting: Meeting, value: JSON, where: Place) -> dict[str, BoxFigures]:
    known = tuple(box.id for box in meeting.boxes())
    hall: dict[str, BoxFigures] = {}
    for box, entry in fields(value, (), known, where=where).items():
        place = where / box
        found = fields(entry, ("present", "issued"), where=place)
        hall[box] = BoxFigures(
            integer(found["present"], place / "present", least=0, most=MOST_PEOPLE),
            integer(found["issued"], place / "issued", least=0, most=MOST_PEOPLE),
        )
    return hall
