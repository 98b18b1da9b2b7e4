"""A list to draw from as people have it: a spreadsheet with a column of names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from meeting.definition.mistakes import place
from meeting.draws.draw_list import DrawList
from meeting.lists.headings import ListKind
from meeting.lists.spreadsheets import Row, read_list
from meeting.problem import Problem, Problems

ENTRIES = ListKind(
    "draw",
    {"name": ("姓名", "name")},
    needed=("name",),
    also={"name": ("名称", "名单", "抽签对象", "单位", "组别", "entry")},
)


def read_draw_list(
    path: Path, *, meeting: str, name: str, purpose: str, take: int
) -> tuple[DrawList, tuple[Problem, ...]]:
    """The list with the entries of the column 姓名 of an .xlsx or .csv, in their order, and notes.

    Raises Problems with everything that is wrong with it, by row where it is a row's.
    """
    read = read_list(path, ENTRIES)
    entries = tuple(row.text("name") for row in read.rows)
    made = DrawList(meeting, name, purpose, take, entries)
    problems = list(read.problems)
    for at, problem in made.mistakes() if not problems else ():
        problem.where = _where(at, read.rows)
        problems.append(problem)
    if problems:
        raise Problems(problems)
    return made, read.notes


def _where(path: tuple[str | int, ...], rows: Sequence[Row]) -> str:
    if path[0] == "entries" and len(path) > 1:
        return rows[int(path[1])].where("name")
    return f"--{path[0]}" if len(path) == 1 else place(path)
