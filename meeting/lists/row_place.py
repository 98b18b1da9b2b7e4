"""Where something stands in a list, and one sentence for what stands wrong in many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from meeting.lists.cell import spans
from meeting.problem import Problem, Several


class RowPlace(str):
    """A place in a list, as it is written: `people.xlsx:3 姓名`."""

    __slots__ = ("column", "file", "rows")

    file: str
    rows: tuple[int, ...]
    column: str

    def __new__(cls, file: str, rows: Iterable[int], column: str = "") -> Self:
        """Put the place together; `column` is a heading as it is written."""
        numbers = tuple(sorted(set(rows)))
        place = super().__new__(cls, f"{file}:{spans(numbers)} {column}".rstrip())
        place.file, place.rows, place.column = file, numbers, column
        return place


_MOST_FOUND = 6


def once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, the same in several rows of a column as one, at the first one's place.

    The value `found` may differ from row to row: the sentence then names what was found in all.
    """
    alike: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        alike.setdefault(_key(problem) or number, []).append(problem)
    return [_together(group) for group in alike.values()]


def _key(problem: Problem) -> object:
    place = problem.where
    if not isinstance(place, RowPlace):
        return None
    values = {name: value for name, value in problem.values.items() if name != "found"}
    return place.file, place.column, problem.code, problem.message, repr(values)


def _together(problems: list[Problem]) -> Problem:
    first = problems[0]
    place = first.where
    if len(problems) == 1 or not isinstance(place, RowPlace):
        return first
    rows = [row for each in problems for row in _rows(each)]
    values = dict(first.values)
    if "found" in values:
        found = list(dict.fromkeys(str(each.values["found"]) for each in problems))
        more = ["…"] if len(found) > _MOST_FOUND else []
        values["found"] = Several([*found[:_MOST_FOUND], *more])
    return type(first)(
        first.code, first.message, where=RowPlace(place.file, rows, place.column), **values
    )


def _rows(problem: Problem) -> tuple[int, ...]:
    return problem.where.rows if isinstance(problem.where, RowPlace) else ()
