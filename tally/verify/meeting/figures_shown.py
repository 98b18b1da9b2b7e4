"""The hall's figures that a published outcome shows, against those that figures.json gives.

Where outcome and reports both show other figures, it is figures.json that was changed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crypto.canonical import loads
from crypto.errors import ParseError
from meeting.limits import LARGEST_SMALL_FILE
from tally.outcome.outcome import Outcome

_ENTERED = ("present", "issued")


def other_figures(outcome: Outcome, found: bytes) -> Iterator[str]:
    """Every figure that the outcome.json in `found` shows otherwise, in a technical sentence."""
    try:
        shown = loads(found, limit=LARGEST_SMALL_FILE)
    except ParseError:
        return
    for each in outcome.rounds:
        for group, figures in each.figures.by_group.items():
            row = _row(shown, each.round.id, group)
            for name in _ENTERED:
                here, there = getattr(figures, name), row.get(name)
                if row and here != there:
                    yield (
                        f"{name} of group {group} in round {each.round.id}: {here} here, {there} "
                        "in outcome.json, and the reports are not made from this file either"
                    )


def _row(shown: Any, round_id: str, group: str) -> dict[str, Any]:
    """The figures of a group in a round, as far as the value has them where they belong."""
    for each in _rows(shown, "rounds"):
        if each.get("id") == round_id:
            for row in _rows(each.get("figures"), "groups"):
                if row.get("group") == group:
                    return row
    return {}


def _rows(value: Any, name: str) -> list[dict[str, Any]]:
    rows = value.get(name) if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
