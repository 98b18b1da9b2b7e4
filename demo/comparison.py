"""Holding the published count against what the simulated voters chose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.expected import Count, placed, scored
from demo.problem import DemoProblem
from meeting.definition.paper import ABSTAIN

INVALID = "invalid"
"""Answers that do not count; nobody in the demonstration gives one."""


def published_counts(outcome: Path) -> dict[str, Count]:
    """The counts that outcome.json gives: box id to item id to votes per option or name."""
    counts: dict[str, Count] = {}
    for each in json.loads(outcome.read_bytes())["rounds"]:
        tables = (*each["tables"], *each.get("singles", []))
        for item in (item for table in tables for item in table["items"]):
            for group in item["groups"]:
                box = counts.setdefault(f"{each['id']}-{group['group']}", {})
                box[item["id"]] = _votes(group)
    return counts


def _votes(group: Mapping[str, Any]) -> Counter[str]:
    if "places" in group:
        places = {
            placed(person, place): votes
            for person, row in group["places"].items()
            for place, votes in enumerate(row, start=1)
        }
        return Counter(places | {ABSTAIN: group["nobody"], INVALID: group["invalid"]})
    if "scores" in group:
        tenths = (
            scored(person, each)
            for person, count in group["scores"].items()
            for each in count["tenths"]
        )
        return Counter(tenths) + Counter({INVALID: group["invalid"]})
    if "names" not in group:
        return Counter(group["votes"] | {ABSTAIN: group["abstain"]})
    names = {each["name"]: each["votes"] for each in group["names"]}
    return Counter(names | {ABSTAIN: group["nothing"], INVALID: group["invalid"]})


def compare(published: Mapping[str, Count], chosen: Mapping[str, Count]) -> int:
    """How many figures were compared and found equal.

    Raises DemoProblem("demo-count") with the first figure that differs, in either direction.
    """
    equal = 0
    for box_id in sorted(published.keys() | chosen.keys()):
        found, expected = published.get(box_id, {}), chosen.get(box_id, {})
        for item_id in sorted(found.keys() | expected.keys()):
            got, wanted = found.get(item_id, Counter()), expected.get(item_id, Counter())
            for option in sorted(got.keys() | wanted.keys()):
                if got[option] != wanted[option]:
                    raise DemoProblem(
                        "demo-count",
                        "{option} was chosen {chosen} times, but {counted} were counted",
                        where=f"{box_id} {item_id}",
                        option=option,
                        chosen=wanted[option],
                        counted=got[option],
                    )
                equal += 1
    return equal
