"""The roster (应到名册): who may come, and in which voter group.

It is checked against the meeting and used at the check-in desk. It is never published, and
nothing in it refers to a slip or a ballot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from meeting.definition.meeting import VoterGroup
from meeting.definition.wording import check_text
from meeting.lists.headings import ListKind
from meeting.lists.people_list import check_name_cell
from meeting.lists.spreadsheets import Row, rows_place
from meeting.names import name_key
from meeting.problem import Problem, Several

ROSTER = ListKind(
    "roster",
    {
        "name": ("姓名", "name"),
        "unit": ("单位", "unit"),
        "post": ("职务", "post"),
        "group": ("票种", "group"),
    },
    needed=("name", "group"),
    also={
        "unit": ("工作单位", "所在单位", "现工作单位"),
        "post": ("现任职务", "现职务", "现任职"),
        "group": ("票类", "票别", "选票种类"),
    },
    at_last={"unit": ("部门", "所在部门", "工作部门", "科室", "所在科室")},
)
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Voter:
    """One line of the roster; `group` is a voter group's id."""

    name: str
    unit: str
    post: str
    group: str


def roster_of(groups: Sequence[VoterGroup]) -> ListKind:
    """What the roster must name: not the group where a meeting has only one."""
    return replace(ROSTER, needed=("name",)) if len(groups) == 1 else ROSTER


def roster_from(
    rows: Sequence[Row], groups: Sequence[VoterGroup], *, groups_are_known: bool = True
) -> tuple[tuple[Voter, ...], list[Problem]]:
    """The voters in the order of the list, and what is wrong with it.

    An empty or impossible name, a group the meeting does not have, the same person twice,
    or a group whose number of voters is not the size the meeting gives it. Groups are not judged
    where meeting.toml has them wrong (not `groups_are_known`).
    """
    problems: list[Problem] = []
    known = _known_groups(groups)
    for row in rows:
        problems += _texts(row)
    voters = tuple(_voter(row, known) for row in rows)
    if groups_are_known:
        problems += _strangers(rows, voters, groups)
    problems += _twice(rows)
    if groups_are_known:
        problems += _sizes(rows, voters, groups)
    return voters, problems


def _group_key(text: str) -> str:
    """What a group is compared by: B 票 is Ｂ票, A票（县级领导） is A票 县级领导."""
    return name_key(text).translate({ord(each): None for each in "()[]【】:-"})


def _known_groups(groups: Sequence[VoterGroup]) -> dict[str, str]:
    """A group may be written by its id (A), its name (A票), or both with its description."""
    known = {}
    for group in groups:
        for name in (f"{group.name}{group.description}", group.name, group.id):
            known[_group_key(name)] = group.id
    return known if len(groups) != 1 else {**known, "": groups[0].id}


def _voter(row: Row, known: dict[str, str]) -> Voter:
    group = known.get(_group_key(row.text("group")), "")
    return Voter(row.text("name"), row.text("unit"), row.text("post"), group)


def _texts(row: Row) -> Iterator[Problem]:
    for column in ("name", "unit", "post"):
        if column in row.unclear:
            continue
        try:
            check_text(row.text(column), limit=_MOST_CHARACTERS, empty=column != "name")
        except Problem as problem:
            problem.where = row.where(column)
            yield problem
    yield from check_name_cell(row)


def _strangers(
    rows: Sequence[Row], voters: tuple[Voter, ...], groups: Sequence[VoterGroup]
) -> Iterator[Problem]:
    """Yield the rows whose group is none, the same wrong one once for all its rows."""
    known = Several(group.name for group in groups)
    for row, voter in zip(rows, voters, strict=True):
        if voter.group or "group" in row.unclear:
            continue
        if not row.text("group"):
            yield Problem(
                "roster-group",
                "No voter group is given here. The groups are: {known}.",
                where=row.where("group"),
                known=known,
            )
        else:
            yield Problem(
                "roster-group",
                "{group!r} is not a voter group of this meeting. Its groups are: {known}.",
                where=row.where("group"),
                group=row.text("group")[:40],
                known=known,
            )


def namesakes(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield a note on people of one name and unit whom their posts alone tell apart."""
    for sharing in _of_one_name_and_unit(rows):
        if not _same_person(sharing):
            yield Problem(
                "roster-namesakes",
                "{name} stands in all these rows, with the same unit and different posts: taken as"
                " different people.",
                where=rows_place(sharing, "name"),
                name=sharing[0].text("name"),
            )


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    for sharing in _of_one_name_and_unit(rows):
        same = _same_person(sharing)
        if same:
            yield Problem(
                "roster-twice",
                "{name} stands in all these rows, and neither unit nor post tells one from the"
                " other. If they are different people, write into the unit or the post what tells"
                " them apart; if not, delete the rows that are too many.",
                where=rows_place(same, "name"),
                name=same[0].text("name"),
            )


def _of_one_name_and_unit(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows, two or more, that share a name and a unit or have none."""
    same: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        key = (name_key(row.text("name")), name_key(row.text("unit")))
        if key[0] and not row.unclear & {"name", "unit", "post"}:
            same.setdefault(key, []).append(row)
    yield from (sharing for sharing in same.values() if len(sharing) > 1)


def _same_person(sharing: list[Row]) -> list[Row]:
    """Of rows with one name and unit those that may be one person, whose posts are the same.

    Where a post is missing, it may be any of them.
    """
    posts = Counter(name_key(row.text("post")) for row in sharing)
    if "" in posts:
        return sharing
    return [row for row in sharing if posts[name_key(row.text("post"))] > 1]


def _sizes(
    rows: Sequence[Row], voters: tuple[Voter, ...], groups: Sequence[VoterGroup]
) -> Iterator[Problem]:
    if not rows or not all(voter.group for voter in voters):
        return  # whose group is not known is missing in one of them; that is told
    counts = Counter(voter.group for voter in voters)
    for group in groups:
        if counts[group.id] != group.size:
            yield Problem(
                "roster-size",
                "Voters of group {group} in the roster: {count}; the meeting says {size}. Change"
                " one of the two: size in meeting.toml, or the roster. A meeting that keeps no"
                " roster leaves out the line roster = … in meeting.toml.",
                where=rows[0].file,
                count=counts[group.id],
                group=group.name,
                size=group.size,
            )
