"""Names that were written and merged, as the steps of the rules take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from meeting.definition.asked_items import asked_items
from meeting.definition.meeting import Meeting
from meeting.published.act_files import merge_name
from meeting.rules.numbers import Asked
from meeting.rules.selections import Written
from tally.outcome.merged_names import MergedNames
from tally.outcome.steps.asked_groups import AskedRound
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.result import Judged, StepResult

WrittenVotes: TypeAlias = Mapping[str, Mapping[str, int]]
"""Votes that were written, by person and group."""


def written_votes(step: Asked, found: AskedRound, counted: Counted) -> WrittenVotes:
    """The votes that were written for each person on the paper of a step that takes them.

    Raises Waits where nobody has merged the names yet.
    """
    if not getattr(step, "written", False):
        return {}
    merged = _merged(counted, step.round, found.asked.paper.id)
    return {each.person: each.by_group for each in merged.rows} if merged else {}


def with_written(
    step: Written, people: Sequence[str], meeting: Meeting, counted: Counted
) -> StepResult:
    """The people, and after them the new ones; raises Waits where nobody has merged the names."""
    asked = asked_items(meeting, step.round, step.item)
    merged = _merged(counted, step.round, asked.paper.id) if asked else None
    new = [each.id for each in merged.added] if merged else []
    judged = [Judged(each, True, "in") for each in people]
    judged += [Judged(each, True, "written-in") for each in new if each not in people]
    return StepResult(step, judged=tuple(judged))


def _merged(counted: Counted, round_id: str, paper: str) -> MergedNames | None:
    found = counted.merged.get(merge_name(round_id, paper))
    if found is not None and found.waits is not None:
        raise found.waits
    return found
