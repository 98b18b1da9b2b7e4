"""Marks from outside, read from a spreadsheet: a row for each person, a column for each figure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from meeting.definition.marks import MarkColumn
from meeting.definition.person import Person
from meeting.lists.headings import ListKind
from meeting.lists.spreadsheets import Row, rows_place
from meeting.names import name_key
from meeting.problem import Problem, Several
from meeting.published.fields import parse_number

_NONE = {"-", "—", "缺考", "缺"}
"""Written where somebody has no number; an empty cell may have been forgotten."""
_UNIT = "分年岁"
_ID, _NAME, _MARK = "id", "name", "mark "


def marks_of(columns: Sequence[str]) -> ListKind:
    """What the table of marks must name: who, and every column that the rules ask for."""
    named = {f"{_MARK}{at}": (column,) for at, column in enumerate(columns)}
    known = {_ID: ("编号", "id"), _NAME: ("姓名", "name"), **named}
    return ListKind("marks", known, needed=(_NAME, *named))


def marks_from(
    rows: Sequence[Row], columns: Sequence[str], people: Sequence[Person]
) -> tuple[tuple[MarkColumn, ...], list[Problem]]:
    """The columns, and what is wrong with the table.

    A person who is unknown, missing or there twice, and a cell that is no number; each by its row.
    """
    problems: list[Problem] = []
    whose = [_person(row, people, problems) for row in rows]
    problems += _twice(rows, whose)
    there = {person.id for person in whose if person}
    missing = [person.display_name for person in people if person.id not in there]
    if missing and not problems:
        problems.append(
            Problem(
                "mark-missing",
                "There is no row for: {people}. Add one; a dash stands for no number.",
                where=rows[0].file,
                people=Several(missing),
            )
        )
    found = []
    for at, column in enumerate(columns):
        numbers = [
            (person.id, number)
            for row, person in zip(rows, whose, strict=True)
            if person and (number := _number(row, f"{_MARK}{at}", problems)) is not None
        ]
        found.append(MarkColumn(column, tuple(numbers)))
    return tuple(found), problems


def _person(row: Row, people: Sequence[Person], problems: list[Problem]) -> Person | None:
    """Whom a row is about: by the id if there is one, else by the name."""
    key, name = row.text(_ID), row.text(_NAME)
    sharing = [
        each for each in people if name_key(name) in map(name_key, (each.name, each.display_name))
    ]
    found = [each for each in sharing if not key or key == each.id] or [
        each for each in sharing if key.isdecimal() and each.id == f"p{int(key):02}"
    ]
    if len(found) == 1:
        return found[0]
    if {_ID, _NAME} & row.unclear:
        return None
    if found:
        problems.append(
            Problem(
                "mark-namesakes",
                "{count} people of this meeting are called {name}. Add a column 编号 with the id "
                "of each: {ids}.",
                where=row.where(_NAME),
                count=len(found),
                name=name[:40],
                ids=Several(each.id for each in found),
            )
        )
    else:
        problems.append(
            Problem(
                "mark-unknown",
                "{name} is not a person of this meeting, or not the one of this id. Write the name"
                " as in the list of people, or delete the row.",
                where=row.where(_NAME),
                name=name[:40],
            )
        )
    return None


def _twice(rows: Sequence[Row], whose: Sequence[Person | None]) -> Iterator[Problem]:
    counts = Counter(person.id for person in whose if person)
    people = {person.id: person for person in whose if person}
    for each, count in counts.items():
        if count > 1:
            sharing = [
                row for row, person in zip(rows, whose, strict=True) if person == people[each]
            ]
            yield Problem(
                "mark-twice",
                "{name} stands in all these rows; one may stay.",
                where=rows_place(sharing, _NAME),
                name=people[each].display_name,
            )


def _number(row: Row, column: str, problems: list[Problem]) -> Fraction | None:
    text = "".join(unicodedata.normalize("NFKC", row.text(column)).split())
    if text in _NONE or column in row.unclear:
        return None
    number = parse_number(text.rstrip(_UNIT))
    if number is None:
        problems.append(
            Problem(
                "mark-cell",
                "{found!r} is no number. Expected is a number such as 81.5, with six decimals at"
                " most; a dash stands for no number.",
                where=row.where(column),
                found=row.text(column)[:40],
            )
        )
    return number
