"""The lists of a filled folder: people, roster, marks; each as rows below their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meeting.presets.example import ExampleGroup
from meeting.presets.preset import Preset
from meeting.rules.numbers import Marks
from meeting.sample.stock import MadeUp, made_up, voters

Cells = list[str | float]


@dataclass(frozen=True, slots=True)
class SampleList:
    """A list to be written: file, title of the sheet, headings, rows."""

    file: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Cells]


def people(preset: Preset, *, english: bool) -> SampleList:
    """Who is voted on; columns that nobody has anything in are left out."""
    example = preset.example
    columns: dict[str, Cells] = {}
    for at, person in enumerate(made_up(example.people, example.women, example.staff), 1):
        inside = [each.name for each in preset.lists if at in example.lists.get(each.id, ())]
        for heading, cell in _person(person, at, english=english):
            columns.setdefault(heading, []).append(cell)
        columns.setdefault("名单", []).append("、".join(inside))
    filled = {name: cells for name, cells in columns.items() if any(cells)}
    rows = [list(row) for row in zip(*filled.values(), strict=True)]
    return SampleList("people.xlsx", "人选", tuple(filled), rows)


def _person(person: MadeUp, at: int, *, english: bool) -> Iterator[tuple[str, str | float]]:
    yield "编号", f"p{at:02}"
    yield "姓名", person.name
    if english:
        yield "英文姓名", person.name_en
    yield "单位", person.unit
    if english:
        yield "英文单位", person.unit_en
    yield "性别", person.sex
    yield "原任职务", person.former_post
    if english:
        yield "英文原任职务", person.former_post_en
    yield "职务", person.post
    if english:
        yield "英文职务", person.post_en
    yield "出生年月", person.birth
    yield "任职时间", person.since
    yield "任现职年数", person.years


def roster(groups: Sequence[ExampleGroup]) -> SampleList:
    """Who may come, each in a voter group."""
    names = voters(sum(group.size for group in groups))
    rows: list[Cells] = [
        [*next(names), group.description or group.name, group.name]
        for group in groups
        for _ in range(group.size)
    ]
    return SampleList("roster.xlsx", "应到名册", ("姓名", "单位", "职务", "票种"), rows)


def marks(preset: Preset) -> SampleList | None:
    """The columns that the rules ask for; None if they ask for none."""
    names = list(dict.fromkeys(step.column for step in preset.rules if isinstance(step, Marks)))
    example = preset.example
    who = made_up(example.people, example.women, example.staff)
    rows: list[Cells] = [
        [f"p{at:02}", person.name, *(example.mark(name, at) for name in names)]
        for at, person in enumerate(who, 1)
    ]
    return SampleList("marks.xlsx", "成绩", ("编号", "姓名", *names), rows) if names else None
