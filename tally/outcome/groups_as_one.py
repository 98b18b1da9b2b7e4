"""Several voter groups that are counted as one, because their boxes were opened as one.

Nobody knows what one of them chose, so from the opening on they are one: one count, one column in
the report, one rate. A pooled group is a voter group like any other, with the ids joined by "+",
which no group's own id holds; its weight is the sum of the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from meeting.definition.meeting import Box, Meeting, VoterGroup
from meeting.language import gettext_for, said
from tally.folder.sum import sum_name
from tally.problem import ROOM

JOINED = "+"


def pooled_box(boxes: Sequence[Box]) -> Box:
    """The boxes of one round as one box, under the name of their sum."""
    group = pooled_group([box.group for box in boxes])
    return Box(sum_name(boxes), boxes[0].round, group, sum(box.slips for box in boxes))


def pooled_group(groups: Sequence[VoterGroup]) -> VoterGroup:
    """The groups as one; it has a weight if they all have."""
    weights = [group.weight for group in groups if group.weight is not None]
    return VoterGroup(
        id=JOINED.join(group.id for group in groups),
        name=_name(groups, "zh"),
        name_en=_name(groups, "en"),
        description="",
        description_en="",
        size=sum(group.size for group in groups),
        slips=sum(group.slips for group in groups),
        weight=sum(weights, Fraction(0)) if len(weights) == len(groups) else None,
    )


def parts_of(meeting: Meeting, group: VoterGroup) -> tuple[VoterGroup, ...]:
    """The meeting's groups that a group was pooled from; itself alone if it was not."""
    ids = group.id.split(JOINED)
    return tuple(each for each in meeting.groups if each.id in ids)


def _name(groups: Sequence[VoterGroup], language: str) -> str:
    _ = gettext_for(ROOM, language)
    names = ("＋" if language == "zh" else " + ").join(
        said(group, "name", language) for group in groups
    )
    return _("{groups} (opened together)").format(groups=names)
