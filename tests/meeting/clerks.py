"""A small meeting whose lists each test writes as a clerk would, and what is said of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from meeting.definition.meeting import Meeting
from meeting.organiser.meeting_file import Organised, read_organised
from meeting.problem import Problem
from tests.meeting.township import attempted, each_of

TOML = """schema = 1
id = "shiqiao"
title = "石桥镇民主推荐会"
date = 2026-11-27
preset = "double_evaluation"
people = "{people}"
roster = "{roster}"
{more}
minimum_group = 2
[settings]
choose_up_to = 1
write_in_lines = 1
[tellers]
threshold = 2
names = ["郑国华", "冯小玲"]
[[groups]]
id = "A"
name = "A票"
description = "县级领导"
size = 2
[[groups]]
id = "B"
name = "B票"
description = "科级干部"
size = 3
"""
Cells = Sequence[Sequence[Any]]
PEOPLE: Cells = (("姓名", "职务"), ("张立新", "书记"), ("王　芳", "镇长"), ("李明", "主席"))
HEADINGS = ("姓名", "单位", "职务", "票种")
VOTERS: Cells = (
    ("赵一", "县委", "干部", "A票"),
    ("钱二", "县政府", "干部", "A票"),
    ("孙三", "财政所", "所长", "B票"),
    ("李四", "农业站", "站长", "B票"),
    ("周五", "派出所", "所长", "B票"),
)
ROSTER: Cells = (HEADINGS, *VOTERS)


def book(rows: Cells, dress: Callable[[Any], object] = lambda _sheet: None) -> bytes:
    """A workbook with one sheet of these rows, then dressed: merged, hidden, styled."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    dress(sheet)
    return saved(made)


def saved(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def text(rows: Cells, separator: str = ",") -> str:
    """The rows as a text file."""
    return "".join(separator.join(map(str, row)) + "\n" for row in rows)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            whole = old.read(name)
            new.writestr(name, change(whole) if name == part else whole)
    return buffer.getvalue()


class Folder:
    """An organiser's folder, with good lists until a test writes others."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names = {"people": "people.xlsx", "roster": "roster.xlsx"}
        self.more = ""
        self.notes: list[Problem] = []
        self.put("people.xlsx", book(PEOPLE))
        self.put("roster.xlsx", book(ROSTER))

    def put(self, name: str, data: bytes) -> None:
        """Write a list and name it in meeting.toml."""
        (self.path / name).write_bytes(data)
        self.names[name.partition(".")[0]] = name

    def read(self) -> Organised | Problem:
        """What reading the folder gives, keeping the notes."""
        self.notes.clear()
        file = self.path / "meeting.toml"
        file.write_text(TOML.format(more=self.more, **self.names), encoding="utf-8")
        found = attempted(lambda: read_organised(file, self.notes.append))
        for problem in self.notes if isinstance(found, Organised) else each_of(found):
            assert problem.text("zh") != problem.text("en")
        return found

    def organised(self) -> Organised:
        """What was read; fails with the problems, if there are any."""
        found = self.read()
        assert isinstance(found, Organised), str(found)
        return found

    def meeting(self) -> Meeting:
        return self.organised().meeting

    def people(self) -> list[str]:
        """The names of those who are voted on."""
        return [person.name for person in self.meeting().people]

    def voters(self) -> list[str]:
        return [voter.name for voter in self.organised().roster]

    def refused(self) -> list[tuple[str, str]]:
        """(code, place) of everything that is wrong."""
        found = self.read()
        assert isinstance(found, Problem), "nothing was refused"
        return [(each.code, each.where) for each in each_of(found)]

    def noted(self, code: str) -> list[str]:
        """What the notes of one code say, with the files they are about."""
        return [note.told("en") for note in self.notes if note.code == code]
