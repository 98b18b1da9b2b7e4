"""Single tables of meeting.toml, read into the values of the definition."""

from __future__ import annotations

from meeting.definition.meeting import FEWEST_SHUFFLES, VoterGroup
from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.toml.tables import Table


def shuffles(tellers: Table, papers: tuple[Paper, ...], threshold: int) -> int:
    """How many tellers must shuffle: what the file says, or as many as open a box together.

    Fewer could tell whose the answers are without those who are needed to open them.
    """
    single = any(item.is_single for paper in papers for item in paper.items)
    usual = max(FEWEST_SHUFFLES, threshold) if single else 0
    return tellers.number("shuffles", usual, stand_in=FEWEST_SHUFFLES)


def voter_group(table: Table) -> VoterGroup:
    """One of `[[groups]]`."""
    size = table.number("size", stand_in=5)
    group = VoterGroup(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        description=table.text("description", ""),
        description_en=table.text("description_en", ""),
        size=size,
        slips=table.number("slips", size, stand_in=size),
        weight=table.weight("weight"),
        confirm_small=table.text("confirm_small", ""),
    )
    table.unknown()
    return group


def person(index: int, table: Table) -> Person:
    """One of `[[people]]`, the `index`-th from 0."""
    found = Person(
        id=table.text("id", f"p{index + 1:02}"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        post=table.text("post", ""),
        post_en=table.text("post_en", ""),
        birth=table.text("birth", ""),
        years_in_post=table.number("years_in_post") if table.has("years_in_post") else None,
        note=table.text("note", ""),
        note_en=table.text("note_en", ""),
        unit=table.text("unit", ""),
        unit_en=table.text("unit_en", ""),
        sex=table.text("sex", ""),
        former_post=table.text("former_post", ""),
        former_post_en=table.text("former_post_en", ""),
        since=table.text("since", ""),
    )
    table.unknown()
    return found
