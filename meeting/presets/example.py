"""What a preset says of an example: a meeting of its kind with invented people, to begin from.

[example]
title = "青禾镇换届民主推荐会"
team = "镇班子"
people = 12                 # how many; who they are is made up
women = [4, 6]              # which of them, counted from 1
staff = "township"          # what posts they have; "appointees": and had before, since when
settings = { choose_up_to = 9 }
[[example.groups]]          # the voter groups, with their weights
id = "A"
name = "A票"
size = 12
[[example.marks]]           # how high the marks of a column are
column = "笔试"
least = 60
most = 95
[[example.stages]]          # later meetings, as meeting.toml has them (`[[stages]]`)
id = "election"
name = "选举"
preset = "branch_election"
people = "examined"
also = [3]                  # positions of people
also_step = "named"         # and settings, lists: as meeting.toml has them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from meeting.definition.notice import Notice
from meeting.toml.notice import read_notice
from meeting.toml.tables import Table

FEW = 6
MOST_MARK = 95
LEAST_MARK = 60


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """A voter group as the procedure has it."""

    id: str
    name: str
    name_en: str
    description: str
    description_en: str
    size: int
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class ExampleMarks:
    """The marks of a column: those of the first people by number, the others' in between."""

    least: int = LEAST_MARK
    most: int = MOST_MARK
    numbers: tuple[int, ...] = ()

    def of(self, at: int, people: int) -> int:
        """The mark of somebody in this position, from 1: they go down the list."""
        if at <= len(self.numbers):
            return self.numbers[at - 1]
        return self.most - (self.most - self.least) * (at - 1) // people


@dataclass(frozen=True, slots=True)
class ExampleStage:
    """A later meeting as meeting.toml has it; `also` are positions of people."""

    id: str
    name: str
    name_en: str
    preset: str
    people: str
    part: str
    after: tuple[str, ...]
    also: tuple[int, ...]
    also_step: str
    settings: Mapping[str, int | str]
    lists: Mapping[str, str]
    groups: tuple[ExampleGroup, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """An example meeting to be; positions of people count from 1.

    `of`: the preset is a later stage of that one, whose example holds it.
    """

    title: str = ""
    title_en: str = ""
    team: str = ""
    team_en: str = ""
    people: int = FEW
    women: tuple[int, ...] = ()
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    staff: str = "township"
    settings: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[ExampleGroup, ...] = ()
    marks: Mapping[str, ExampleMarks] = field(default_factory=dict)
    stages: tuple[ExampleStage, ...] = ()
    notice: Notice | None = None
    of: str = ""

    def mark(self, column: str, at: int) -> int:
        """The mark of somebody in this position."""
        return self.marks.get(column, ExampleMarks()).of(at, self.people)


def read_example(root: Table) -> Example:
    """The table `[example]` of a preset; an empty one where there is none."""
    table = root.table("example", optional=True)
    found = Example(
        title=table.text("title", ""),
        title_en=table.text("title_en", ""),
        team=table.text("team", ""),
        team_en=table.text("team_en", ""),
        people=table.number("people", FEW),
        women=_numbers(table, "women"),
        lists=dict(_lists(table)),
        staff=table.text("staff", "township"),
        settings=dict(_settings(table)),
        groups=tuple(_group(each) for each in table.tables("groups", optional=True)),
        marks=dict(map(_marks, table.tables("marks", optional=True))),
        stages=tuple(_stage(each) for each in table.tables("stages", optional=True)),
        notice=read_notice(table),
        of=table.text("of", ""),
    )
    table.unknown()
    return found


def _numbers(table: Table, name: str) -> tuple[int, ...]:
    """A list of whole numbers, empty where it is left out."""
    if not table.has(name):
        return ()
    return tuple(int(each) for each in table.exacts(name))


def _lists(table: Table) -> Iterator[tuple[str, tuple[int, ...]]]:
    inner = table.table("lists", optional=True)
    for name in inner.names():
        yield name, _numbers(inner, name)


def _settings(table: Table) -> Iterator[tuple[str, int]]:
    inner = table.table("settings", optional=True)
    for name in inner.names():
        yield name, inner.number(name)


def _group(table: Table) -> ExampleGroup:
    found = ExampleGroup(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        description=table.text("description", ""),
        description_en=table.text("description_en", ""),
        size=table.number("size"),
        weight=table.weight("weight"),
    )
    table.unknown()
    return found


def _marks(table: Table) -> tuple[str, ExampleMarks]:
    found = ExampleMarks(table.number("least"), table.number("most"), _numbers(table, "numbers"))
    column = table.text("column")
    table.unknown()
    return column, found


def _stage_settings(table: Table) -> Iterator[tuple[str, int | str]]:
    for name in table.names():
        named = isinstance(table.get(name), str)
        yield name, table.text(name) if named else table.number(name)


def _texts(table: Table) -> Iterator[tuple[str, str]]:
    for name in table.names():
        yield name, table.text(name)


def _stage(table: Table) -> ExampleStage:
    found = ExampleStage(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        preset=table.text("preset"),
        people=table.text("people", ""),
        part=table.text("part", ""),
        after=table.optional_texts("after"),
        also=_numbers(table, "also"),
        also_step=table.text("also_step", ""),
        settings=dict(_stage_settings(table.table("settings", optional=True))),
        lists=dict(_texts(table.table("lists", optional=True))),
        groups=tuple(_group(each) for each in table.tables("groups", optional=True)),
    )
    table.unknown()
    return found
