"""What an organiser should know of rules: marks that are not there, small groups asked apart.

A box with fewer ballots than `minimum_group` is always opened together with others, with one result
(docs/adr/0041): a step about some of the groups may then have nothing to start from,
and one that weighs them starts from other numbers than a trial on figures of each group by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.problem import Problem, Several
from meeting.rules.numbers import Asked, Marks

_APART = N_(
    "This step counts some voter groups alone. Groups with fewer than {minimum} voters "
    "({small}) are always opened together with others, with one result; where groups are in it "
    "that this step leaves out, nobody can work the step out. Let it count all groups, or join "
    "the small ones to others."
)
_WEIGHED = N_(
    "This step weighs each voter group by itself. Groups with fewer than {minimum} voters "
    "({small}) are always opened together with others, and count as one with them: `meeting "
    "try`, which knows each group's figures, gives other numbers than the count will."
)


_NO_MARKS = N_(
    "This step needs the column “{column}” of a table of marks, and the meeting has none. Name the "
    'spreadsheet in meeting.toml: marks = "marks.xlsx"; without it nobody can work the step out.'
)


def rule_notes(meeting: Meeting) -> Iterator[Problem]:
    """Yield what an organiser should know of single steps."""
    yield from _without_marks(meeting)
    yield from _groups_apart(meeting)


def _without_marks(meeting: Meeting) -> Iterator[Problem]:
    there = {each.name for each in meeting.marks}
    for step in meeting.rules:
        if isinstance(step, Marks) and step.column not in there:
            where = f"[[rules]] {step.id}"
            yield Problem("rule-marks-missing", _NO_MARKS, where=where, column=step.column)


def _groups_apart(meeting: Meeting) -> Iterator[Problem]:
    """Yield a note for each step that is about groups of which some are opened with others only."""
    small = [group for group in meeting.groups if group.size < meeting.minimum_group]
    if not small:
        return
    everybody = {group.id for group in meeting.groups}
    values = {
        "minimum": meeting.minimum_group,
        "small": Several(tuple(group.name for group in small)),
    }
    for step in meeting.rules:
        where = f"[[rules]] {step.id}"
        if isinstance(step, Asked) and step.groups and set(step.groups) != everybody:
            yield Problem("rule-groups-apart", _APART, where=where, **values)
        elif getattr(step, "weighted", False):
            yield Problem("rule-groups-weighed", _WEIGHED, where=where, **values)
