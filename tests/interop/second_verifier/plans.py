"""The plans by which rounds are opened (chapter 19), held against what was opened."""

from typing import Any

from .box import Box
from .canonical import sha256_hex, write
from .findings import Findings

Plan = tuple[str, list[list[str]]]
"""Its hash, and the ids of everything that is opened once."""


def plans_of(
    meeting: dict[str, Any], definition_hash: str, boxes: dict[str, Box]
) -> dict[str, Plan]:
    """The plan of every round whose boxes are all closed; none under schema 1."""
    found: dict[str, Plan] = {}
    for one in meeting["rounds"] if meeting["schema"] > 1 else []:
        names = [f"{one['id']}-{group['id']}" for group in meeting["groups"]]
        mine = [boxes[name] for name in names if name in boxes]
        if len(mine) == len(names) and all(box.closing is not None for box in mine):
            found[one["id"]] = _plan(meeting, definition_hash, one["id"], mine)
    return found


def _plan(meeting: dict[str, Any], definition_hash: str, name: str, boxes: list[Box]) -> Plan:
    minimum = meeting["minimum_group"]
    small = [box for box in boxes if 0 < box.count < minimum]
    large = sorted((box for box in boxes if box.count >= minimum), key=lambda box: box.count)
    few = bool(small) and sum(box.count for box in small) < minimum
    together = {box.place for box in small + (large[:1] if few else [])}
    alone = {box.place for box in large} - together
    summed = [box.place for box in boxes if box.place in together]
    excepted = few and not large
    openings: list[list[str]] = []
    for box in boxes:
        if box.place in alone:
            openings.append([box.place])
        elif summed and box.place == summed[0] and not excepted:
            openings.append(summed)
    value = {
        "version": 1,
        "meeting": definition_hash,
        "round": name,
        "minimum": minimum,
        "boxes": [
            {
                "id": box.place,
                "setup": box.setup,
                "head": box.events[box.closing or 0].hash,
                "ballots": box.count,
            }
            for box in boxes
        ],
        "openings": openings,
        **({"exception": summed} if excepted else {}),
    }
    return sha256_hex(write(value)), openings


def check_plans(
    plans: dict[str, Plan], meeting: dict[str, Any], boxes: dict[str, Box], findings: Findings
) -> None:
    """No large enough box is opened alone that the plan opens with others."""
    for name, (_hash, openings) in plans.items():
        for box in boxes.values():
            types = {event.type for event in box.events}
            mine = box.place.startswith(f"{name}-") and box.count >= meeting["minimum_group"]
            if mine and "PartialDecryption" in types and [box.place] not in openings:
                findings.add(box.place, "plan-differs", "opened alone, and not by the plan")
