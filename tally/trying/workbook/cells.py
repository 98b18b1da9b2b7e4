"""What was read from cells: a table of fields as a file of figures has them, each with its cell.

The rules start from that table, whatever it was typed in (`typed_counts`); what is found wrong with
a field there is told with the sheet and the cell from which it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from meeting.definition.mistakes import Path
from meeting.lists.cell import letters
from meeting.problem import Problem
from meeting.toml.tables import Source, Table

Keys: TypeAlias = tuple[str, ...]
"""The way to a field: rounds, r1, A, votes, slate, p01."""
_SHEET, _ROW = 10**8, 10**3


@dataclass(frozen=True, slots=True)
class At:
    """A cell, or some of one row: sheet, its number, row from 1, columns from 0."""

    sheet: str
    number: int
    row: int
    column: int = 0
    last: int = -1

    @property
    def order(self) -> int:
        """Where it comes, sheet by sheet and row by row."""
        return (self.number + 1) * _SHEET + self.row * _ROW + self.column

    def __str__(self) -> str:
        first = f"{letters(self.column)}{self.row}"
        if self.last > self.column:
            return f"{self.sheet}!{first}:{letters(self.last)}{self.row}"
        return f"{self.sheet}!{first}"


class Cells(Source):
    """A workbook's fields, where they stand, and what is wrong with them."""

    def __init__(self, name: str) -> None:
        self._order: dict[Path, int] = {(): 0}
        super().__init__(name, self._order)
        self._at: dict[Path, At] = {}
        self._value: dict[str, Any] = {"rounds": {}}

    def where(self, path: Path) -> str:
        """`figures.xlsx 第一轮!C5`."""
        while path and path not in self._at:
            path = path[:-1]
        return f"{self.name} {self._at[path]}" if path else self.name

    def note_at(self, at: At, problem: Problem) -> None:
        """Keep a problem of a cell that is no field."""
        path: Path = ("@", at.order)
        self._at[path], self._order[path] = at, at.order
        self.note(path, problem)

    def stands(self, keys: Keys, at: At) -> None:
        """Say where something stands that is made of several fields; the first one counts."""
        if keys not in self._at:
            self._at[keys], self._order[keys] = at, at.order

    def before(self, keys: Keys) -> At | None:
        """Where a field was put before."""
        return self._at.get(keys)

    def put(self, keys: Keys, value: object, at: At) -> None:
        """Put a field; one that is there already is put anew."""
        inner = self._inner(keys)
        inner[keys[-1]] = value
        self.stands(keys, at)

    def append(self, keys: Keys, values: Sequence[object], at: At) -> None:
        """Put values behind those that a field has."""
        self._inner(keys).setdefault(keys[-1], []).extend(values)
        self.stands(keys, at)

    def table(self) -> Table:
        """All that was read; rounds and groups of which nothing was counted are not there."""
        rounds = {
            name: {group: each for group, each in groups.items() if each.keys() - {"entitled"}}
            for name, groups in self._value["rounds"].items()
        }
        held = {name: groups for name, groups in rounds.items() if groups}
        return Table(self._value | {"rounds": held}, (), self)

    def _inner(self, keys: Keys) -> dict[str, Any]:
        inner = self._value
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        return inner
