"""Marks from outside: a column of numbers that a meeting's rules start from, and its checks.

What stood before anybody votes, such as the marks of a test, years of service or the daily
assessment, is part of the definition: hashed with it, and in the published folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from meeting.definition.mistakes import Mistake, Path, distinct, texts, within
from meeting.definition.person import Person
from meeting.problem import Problem

MOST_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """外部成绩: a column called `name`, and the number of each person who has one, by id."""

    name: str
    numbers: tuple[tuple[str, Fraction], ...]


def marks_by_column(columns: Sequence[MarkColumn]) -> dict[str, Mapping[str, Fraction]]:
    """The numbers of each column, by person id."""
    return {column.name: dict(column.numbers) for column in columns}


def check_marks(columns: tuple[MarkColumn, ...], people: tuple[Person, ...]) -> Iterator[Mistake]:
    """Yield everything that is wrong with the columns."""
    known = {person.id for person in people}
    yield from within(("marks",), len(columns), 0, MOST_COLUMNS)
    yield from distinct(
        ("marks",), [column.name for column in columns], "name", "mark-column-twice"
    )
    for index, column in enumerate(columns):
        path: Path = ("marks", index)
        yield from texts(path, column, "name", limit=60)
        before: set[str] = set()
        for at, (person, _number) in enumerate(column.numbers):
            if person not in known or person in before:
                yield (
                    (*path, "numbers", at, "person"),
                    Problem(
                        "mark-person",
                        "{person!r} is not a person of this meeting, or has a number already.",
                        person=person[:40],
                    ),
                )
            before.add(person)
