"""The hall's figures that a published outcome shows, against those that figures.json gives.

Where outcome and reports are all made from other figures, byte for byte, it is figures.json that
was changed afterwards. If anything else differs too, that explains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from meeting.organiser.figures import MOST_PEOPLE, BoxFigures
from meeting.problem import Problem
from tally.folder.sizes import most_outcome_bytes
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome
from tally.report.beside import Beside
from tally.report.pages import pages
from tally.verify.meeting.named_versions import read_within

_ENTERED = ("present", "issued")


def other_figures(
    outcome: Outcome,
    made_from: Callable[[Mapping[str, BoxFigures]], Outcome],
    found: bytes,
    there: Mapping[str, bytes],
    beside: Beside,
) -> Iterator[str]:
    """Every figure that outcome.json shows otherwise, in a technical sentence.

    Nothing, unless the outcome.json in `found` and the pages `there` are what `made_from` gives
    with the figures that it shows.
    """
    shown = read_within(found, most_outcome_bytes(outcome.meeting))
    if shown is None:
        return
    try:
        other = made_from(_entered(outcome, shown))
    except Problem:
        return
    if outcome_bytes(other) != found or other == outcome:
        return
    made = pages(other, beside)
    if any(made[name] != page for name, page in there.items()):
        return
    for each in outcome.rounds:
        for group, figures in each.figures.by_group.items():
            row = _row(shown, each.round.id, group)
            for name in _ENTERED:
                here, of_theirs = getattr(figures, name), row.get(name)
                if row and here != of_theirs:
                    yield (
                        f"{name} of group {group} in round {each.round.id}: {here} here, "
                        f"{of_theirs} in outcome.json, and the reports "
                        "are not made from this file either"
                    )


def _entered(outcome: Outcome, shown: Any) -> dict[str, BoxFigures]:
    """The figures by box id that outcome.json shows; of boxes opened as one, those given here."""
    entered: dict[str, BoxFigures] = {}
    for each in outcome.rounds:
        for box, here in each.figures.by_box:
            row = _row(shown, each.round.id, box.group.id)
            present, issued = (_counted(row.get(n)) if row else getattr(here, n) for n in _ENTERED)
            if present is not None and issued is not None:
                entered[box.id] = BoxFigures(present, issued)
    return entered


def _counted(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST_PEOPLE else None


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
