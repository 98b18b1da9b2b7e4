"""The voter groups that a step asks, and the counts of its items in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from meeting.definition.asked_items import AskedItems, asked_items
from meeting.definition.meeting import Meeting
from meeting.definition.paper import PaperItem
from meeting.rules.numbers import Asked
from tally.outcome.box_count import AnyCount
from tally.outcome.denominators import Figures
from tally.outcome.groups_as_one import JOINED
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.result import Waits

Place: TypeAlias = tuple[PaperItem, int]
"""An item, and the place of a person's option in it, else -1."""


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """One group that was counted: its weight, its figures, its counts by item id.

    There are none where it cast no ballot.
    """

    id: str
    weight: Fraction
    figures: Figures
    counts: Mapping[str, AnyCount]


@dataclass(frozen=True, slots=True)
class AskedRound:
    """What a step asks about: the items, and the groups in the meeting's order."""

    asked: AskedItems
    groups: tuple[AskedGroup, ...]

    def subjects(self) -> Iterator[tuple[str, PaperItem, int]]:
        """Yield whom it is about, the item, and the place of a person's option, else -1."""
        return self.asked.subjects()

    def places(self) -> dict[str, list[Place]]:
        """Where votes for each person, or answers about each, are counted: one place or more."""
        found: dict[str, list[Place]] = {}
        for person, item, at in self.subjects():
            found.setdefault(person, []).append((item, at))
        return found


def asked_round(step: Asked, meeting: Meeting, counted: Counted) -> AskedRound:
    """Find what a step asks about; raises Waits where it cannot be had."""
    asked = asked_items(meeting, step.round, step.item)
    if asked is None:
        raise ValueError(step.item)
    found = counted.rounds[step.round]
    if found.void:
        raise Waits("round-uncounted", step.round)
    weights = {each.id: each.weight or Fraction(0) for each in meeting.groups}
    wanted = set(step.groups or weights)
    groups = []
    for name, figures in found.figures.items():
        parts = set(name.split(JOINED))
        if parts.isdisjoint(wanted):
            continue
        if not parts <= wanted:
            raise Waits("groups-together", *sorted(parts))
        counts = {
            item.id: found.items[item.id][name]
            for item in asked.items
            if name in found.items.get(item.id, {})
        }
        if figures.returned and not counts:
            raise Waits("round-unopened", step.round, *sorted(parts))
        weight = sum((weights[part] for part in parts), Fraction(0))
        groups.append(AskedGroup(name, weight, figures, counts))
    return AskedRound(asked, tuple(groups))
