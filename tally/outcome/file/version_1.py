"""outcome.json as version 1 wrote it, so that folders published before are verified as before.

Version 1 has every spelling of a written name in a row of its own, told to be somebody's on the
list only where it is that name but for spaces. It knows neither void rounds nor remarks nor
corrections: figures that bring these about were refused.
"""

from __future__ import annotations

from typing import Any

from crypto.canonical import dumps
from meeting.definition.paper import Paper
from tally.outcome.file.outcome_json import outcome_value
from tally.outcome.outcome import Outcome
from tally.outcome.single_outcome import WrittenTable

VERSION_1 = 1
_SPACES = str.maketrans("", "", " \u00a0\u3000")


def version_1_bytes(outcome: Outcome, rendering: int | None) -> bytes | None:
    """The bytes of outcome.json in version 1; None for an outcome that it cannot say."""
    if outcome.earlier or any(each.figures.void or each.figures.remarks for each in outcome.rounds):
        return None
    value = outcome_value(outcome, rendering)
    value["version"] = VERSION_1
    for each, said in zip(outcome.rounds, value["rounds"], strict=True):
        for table, rows in zip(each.singles, said.get("singles", []), strict=True):
            if isinstance(table, WrittenTable):
                rows["names"] = _names(table)
    return dumps(value).encode()


def _names(table: WrittenTable) -> list[dict[str, Any]]:
    found = []
    for name, votes in table.all.names:
        listed = _listed(table.table.paper, name)
        found.append({"name": name, "votes": votes, **({"listed": listed} if listed else {})})
    return found


def _listed(paper: Paper, name: str) -> list[str]:
    wanted = name.translate(_SPACES)
    return list(
        dict.fromkeys(
            option.id
            for item in paper.items
            for option in item.options
            if wanted in (option.label.translate(_SPACES), option.label_en.translate(_SPACES))
        )
    )
