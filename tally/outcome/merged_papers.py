"""The names written on a meeting's papers, where its rules ask for them or tellers merged them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meeting.definition.asked_items import asked_items
from meeting.definition.meeting import Meeting
from meeting.published.act_files import merge_name, papers_with_lines
from meeting.rules.numbers import Count, Rate
from meeting.rules.selections import Written
from tally.folder.ruling import Ruling
from tally.outcome.merged_names import MergedNames, merged_names
from tally.outcome.steps.counted import CountedRound


def merged_papers(
    meeting: Meeting, rounds: Mapping[str, CountedRound], rulings: Mapping[str, Ruling]
) -> dict[str, MergedNames]:
    """The merged names of every such paper, by what their ruling is about; none of void rounds."""
    asked = set(_asked(meeting))
    found = {}
    for round_id, paper in papers_with_lines(meeting):
        name = merge_name(round_id, paper.id)
        counted = rounds[round_id]
        if not counted.void and (name in asked or name in rulings):
            ruling = rulings.get(name)
            found[name] = merged_names(meeting, round_id, paper, counted.items, ruling)
    return found


def _asked(meeting: Meeting) -> Iterator[str]:
    """Yield what the merges are called whose names the rules take."""
    for step in meeting.rules:
        if isinstance(step, Written) or (isinstance(step, Count | Rate) and step.written):
            asked = asked_items(meeting, step.round, step.item)
            if asked is not None:
                yield merge_name(step.round, asked.paper.id)
