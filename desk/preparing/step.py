"""The steps in which a meeting is prepared, and to which of them a problem belongs."""

from __future__ import annotations

import re
from enum import StrEnum

from meeting.language import N_


class Step(StrEnum):
    """A step, under the last part of its address."""

    FACTS = "facts"
    PEOPLE = "people"
    GROUPS = "groups"
    ROSTER = "roster"
    TELLERS = "tellers"
    PAPERS = "papers"
    PUBLISH = "publish"


NAMES = {
    Step.FACTS: N_("Name and numbers"),
    Step.PEOPLE: N_("People"),
    Step.GROUPS: N_("Voter groups"),
    Step.ROSTER: N_("Roster"),
    Step.TELLERS: N_("Tellers"),
    Step.PAPERS: N_("Papers and rules"),
    Step.PUBLISH: N_("Publish"),
}
_FIELD = re.compile(r"^meeting\.toml(?::\d+)? ?(\w*)")
_FOLLOWS = re.compile(r"\.(size|slips)\b")  # they follow from the roster
_BY_FIELD = {
    "groups": Step.GROUPS,
    "minimum_group": Step.GROUPS,
    "tellers": Step.TELLERS,
    "people": Step.PEOPLE,
    "lists": Step.PEOPLE,
    "marks": Step.PEOPLE,
    "roster": Step.ROSTER,
    "papers": Step.PAPERS,
    "rules": Step.PAPERS,
    "rounds": Step.PAPERS,
    "stages": Step.PAPERS,
}


def step_of(where: str) -> Step:
    """The step in which something is mended that stands in this place."""
    found = _FIELD.match(where)
    if _FOLLOWS.search(where):
        return Step.ROSTER
    if found is not None:
        return _BY_FIELD.get(found[1], Step.FACTS)
    return Step.ROSTER if where.startswith("roster") else Step.PEOPLE
