"""The files in which tellers sign what people did beside the records, as it can have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meeting.definition.meeting import Meeting
from meeting.definition.paper import WRITE_IN, Paper
from meeting.published.folder_names import exception_file, ruling_file
from meeting.rules.acts import Ruled

MERGE = "merge"
"""The kind of a ruling that puts written names together."""


def act_files(meeting: Meeting) -> Iterator[str]:
    """The exceptions of its rounds and its rulings; each may be there or not."""
    yield from (exception_file(each.id) for each in meeting.rounds)
    yield from (ruling_file(name) for name in ruling_kinds(meeting))


def ruling_kinds(meeting: Meeting) -> Mapping[str, str]:
    """What there can be rulings about, with their kind: first the steps, then the merges."""
    steps = {step.id: step.kind for step in meeting.rules if isinstance(step, Ruled)}
    merges = {
        merge_name(round_id, paper.id): MERGE for round_id, paper in papers_with_lines(meeting)
    }
    return steps | merges


def merge_name(round_id: str, paper: str) -> str:
    """What a merge of the names written on a paper of a round is called: no id has a +."""
    return f"{round_id}+{paper}"


def papers_with_lines(meeting: Meeting) -> Iterator[tuple[str, Paper]]:
    """Yield the rounds and papers on which names can be written."""
    papers = {each.id: each for each in meeting.papers}
    for each in meeting.rounds:
        for name in each.papers:
            if any(item.form == WRITE_IN for item in papers[name].items):
                yield each.id, papers[name]
