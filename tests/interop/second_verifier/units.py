"""The groups of a round as they are counted: each by itself, or several as one (chapter 19)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .box import Box
from .sums import Sum

Group = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """A group or several as one, what was opened, and the boxes."""

    group: Group
    opened: Box | Sum
    parts: list[tuple[Group, Box]]


def units_of(
    one: dict[str, Any], groups: list[Group], boxes: dict[str, Box], sums: list[Sum]
) -> list[Unit]:
    """The units of a round in the order of their first groups."""
    mine = [(group, boxes[f"{one['id']}-{group['id']}"]) for group in groups]
    units: list[Unit] = []
    for group, box in mine:
        found = next((each for each in sums if box.place in each.ids), None)
        if found is None:
            units.append(Unit(group, box, [(group, box)]))
        elif found.ids[0] == box.place:
            parts = [each for each in mine if each[1].place in found.ids]
            units.append(Unit(_as_one([each for each, _box in parts]), found, parts))
    return units


def _as_one(groups: list[Group]) -> Group:
    weights: list[Fraction] = [group["weight"] for group in groups if "weight" in group]
    return {
        "id": "+".join(group["id"] for group in groups),
        "size": sum(group["size"] for group in groups),
        **({"weight": sum(weights, Fraction(0))} if weights else {}),
    }
