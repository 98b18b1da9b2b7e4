"""Where the columns of a sheet's tables begin and end, when each has widths of its own.

A sheet has one set of columns. They are cut wherever a column of any table begins; a column of a
table is one of them, or several that are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tally.forms.form import Column

_LEAST: Final = 5.0
"""The width of the narrowest column of a table, in characters."""
_NEAR: Final = 1.5
"""Edges of two tables that are so near, in characters, are drawn as one."""


class Grid:
    """The columns of a sheet for tables of the same total width; `characters` is the page's."""

    def __init__(self, tables: Sequence[Sequence[Column]], characters: float) -> None:
        wanted = [_widths(columns, characters) for columns in tables]
        self._total = max(map(sum, wanted), default=characters)
        edges: list[float] = []
        self._edges: list[list[float]] = [[] for _ in tables]
        for at in sorted(range(len(tables)), key=lambda at: -len(tables[at])):
            scale = self._total / sum(wanted[at])
            self._edges[at] = _placed([each * scale for each in wanted[at]], edges)
            edges = sorted({*edges, *self._edges[at]})
        self._all = edges or [self._total * part / 6 for part in range(1, 7)]

    @property
    def widths(self) -> list[float]:
        """The width of each column of the sheet, in characters."""
        return [end - start for start, end in zip([0.0, *self._all], self._all, strict=False)]

    def spans(self, table: int) -> list[tuple[int, int]]:
        """The first and the last column of the sheet, from 1, under each column of a table."""
        ends = [self._all.index(edge) + 1 for edge in self._edges[table]]
        return [(start + 1, end) for start, end in zip([0, *ends], ends, strict=False)]

    def width(self, span: tuple[int, int]) -> float:
        """How wide a span is, in characters."""
        return sum(self.widths[span[0] - 1 : span[1]])


def _widths(columns: Sequence[Column], characters: float) -> list[float]:
    whole = sum(column.width for column in columns)
    return [max(characters * column.width / whole, _LEAST) for column in columns]


def _placed(widths: Sequence[float], edges: Sequence[float]) -> list[float]:
    """Where columns end: at an edge that there is already, if it is near; the last at the last."""
    found: list[float] = []
    at = 0.0
    for width in widths[:-1]:
        at += width
        near = min(edges, key=lambda edge: abs(edge - at), default=at)
        free = not found or near > found[-1]
        found.append(near if free and abs(near - at) <= _NEAR else at)
    return [*found, edges[-1] if edges else at + widths[-1]]
