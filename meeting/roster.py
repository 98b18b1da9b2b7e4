"""The roster (应到名册): who may come, and in which voter group.

It is checked against the meeting and used at the check-in desk. It is never published, and
nothing in it refers to a slip or a ballot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from meeting.definition import VoterGroup
from meeting.problem import Problem, Problems
from meeting.spreadsheets import Row
from meeting.wording import check_text

COLUMNS = {
    "name": ("姓名", "name"),
    "unit": ("单位", "unit"),
    "post": ("职务", "post"),
    "group": ("票种", "group"),
}
NEEDED = ("name", "group")


@dataclass(frozen=True, slots=True)
class Voter:
    """One line of the roster; ``group`` is a voter group's id."""

    name: str
    unit: str
    post: str
    group: str


def roster_from(rows: Sequence[Row], groups: Sequence[VoterGroup]) -> tuple[Voter, ...]:
    """Return the voters in the order of the list.

    Raises Problems: an empty or impossible name, a group the meeting does not have, the same
    name and unit twice, or a group whose number of voters is not the size the meeting gives it.
    """
    problems: list[Problem] = []
    known = _known_groups(groups)
    voters = tuple(_voter(row, known, [group.name for group in groups], problems) for row in rows)
    _find_duplicates(rows, voters, problems)
    _compare_sizes(voters, groups, rows[0].file if rows else "", problems)
    if problems:
        raise Problems(problems)
    return voters


def _known_groups(groups: Sequence[VoterGroup]) -> dict[str, str]:
    """A group may be written by its id (A), its name (A票), or both with its description."""
    known = {}
    for group in groups:
        for name in (group.id, group.name, f"{group.name} {group.description}".strip()):
            known[name.casefold()] = group.id
    return known


def _voter(row: Row, known: dict[str, str], names: Sequence[str], problems: list[Problem]) -> Voter:
    for column in ("name", "unit", "post"):
        try:
            check_text(row.text(column), limit=60, empty=column != "name")
        except Problem as problem:
            problem.where = row.where(column)
            problems.append(problem)
    group = known.get(row.text("group").casefold(), "")
    if not group:
        problems.append(
            Problem(
                "roster-group",
                "{group!r} is not a voter group of this meeting. Its groups are: {known}.",
                where=row.where("group"),
                group=row.text("group")[:40],
                known=", ".join(names),
            )
        )
    return Voter(row.text("name"), row.text("unit"), row.text("post"), group)


def _find_duplicates(
    rows: Sequence[Row], voters: tuple[Voter, ...], problems: list[Problem]
) -> None:
    first: dict[tuple[str, str], int] = {}
    for row, voter in zip(rows, voters, strict=True):
        key = (voter.name, voter.unit)
        if voter.name and key in first:
            problems.append(
                Problem(
                    "roster-twice",
                    "{name} stands in row {row} already. Two people of one name and unit need"
                    " something in the unit that tells them apart.",
                    where=row.where("name"),
                    name=voter.name,
                    row=first[key],
                )
            )
        first.setdefault(key, row.number)


def _compare_sizes(
    voters: tuple[Voter, ...], groups: Sequence[VoterGroup], file: str, problems: list[Problem]
) -> None:
    counts = Counter(voter.group for voter in voters)
    problems += [
        Problem(
            "roster-size",
            "Voters of group {group} in the roster: {count}; the meeting says {size}. Change one "
            "of the two: size in meeting.toml, or the roster. A meeting that keeps no roster "
            "leaves out the line roster = … in meeting.toml.",
            where=file,
            count=counts[group.id],
            group=group.name,
            size=group.size,
        )
        for group in groups
        if counts[group.id] != group.size
    ]
