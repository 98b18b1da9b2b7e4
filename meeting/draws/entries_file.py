"""A list to draw from as people have it: a spreadsheet with a column of names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from meeting.definition.mistakes import place
from meeting.definition.wording import is_id
from meeting.draws.draw_list import DrawList
from meeting.lists.headings import ListKind
from meeting.lists.spreadsheets import Row, read_list
from meeting.names import name_key
from meeting.problem import Problem, Problems

ENTRIES = ListKind(
    "draw",
    {"name": ("姓名", "name")},
    needed=("name",),
    also={"name": ("名称", "名单", "抽签对象", "单位", "组别", "entry")},
)


NAME = "NAME"
"""What a command calls the name of a draw; it is typed without an option before it."""


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
        problems.append(_in_its_words(at, problem, made, read.rows))
    if problems:
        raise Problems(problems)
    return made, read.notes


def _in_its_words(
    path: tuple[str | int, ...], problem: Problem, made: DrawList, rows: Sequence[Row]
) -> Problem:
    """A mistake of the list, at the place where it was typed, and what is done about it there."""
    if path == ("name",) and not is_id(made.name):
        return Problem(
            "draw-name",
            "{value!r} cannot be the name of a draw: its folder is called so. It has up to 32 "
            "English letters, digits, - and _, and begins with a letter: judges-1, for example. "
            "What is drawn is said in words with --purpose.",
            where=NAME,
            value=made.name[:80],
        )
    if path[0] == "entries" and len(path) > 1:
        index = int(path[1])
        problem.where = rows[index].where("name")
        if problem.code == "draw-entry-twice":
            return _namesakes(made.entries, index, rows)
        return problem
    problem.where = f"--{path[0]}" if len(path) == 1 else place(path)
    return problem


def _namesakes(entries: Sequence[str], index: int, rows: Sequence[Row]) -> Problem:
    """Two rows have one name: perhaps two people, perhaps one who was written down twice."""
    keys = [name_key(each) for each in entries]
    return Problem(
        "draw-entry-twice",
        "{value!r} stands in row {first} already, and nobody could tell who is drawn. If they are "
        "two people, write behind each name what tells them apart, as {example}; if it is one, "
        "take this row out.",
        where=rows[index].where("name"),
        value=entries[index],
        first=rows[keys.index(keys[index])].number,
        example=f"{entries[index]}（一中）",
    )
