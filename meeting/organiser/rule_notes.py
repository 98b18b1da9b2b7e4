"""What an organiser should know of rules that ask voter groups apart, where a group is small.

A box with fewer ballots than `minimum_group` is always opened together with others, with one result
(docs/adr/0041): a step about some of the groups may then have nothing to start from,
and one that weighs them starts from other numbers than a trial on figures of each group by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.problem import Problem, Several
from meeting.rules.numbers import Asked

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


def rule_notes(meeting: Meeting) -> Iterator[Problem]:
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
