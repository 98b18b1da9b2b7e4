"""A form as people sign it: title, head, tables, sentences, signatures; however it is written.

A workbook and a PDF are written from the same values, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Share:
    """A rate, shown as a percentage with two decimals."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Points:
    """Points, shown with two decimals."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Tenths:
    """Tenths of a point, shown with the one decimal that they have."""

    value: int

    def __str__(self) -> str:
        """Points with their decimal: 829 is 82.9."""
        return f"{self.value // 10}.{self.value % 10}"


@dataclass(frozen=True, slots=True)
class Across:
    """What the cells of this row from one column to another add up to; `columns` from 0."""

    value: int
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Down:
    """What the cells above it in the same column add up to, in the first line of every row."""

    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Votes by answer, and how many gave none of them, to be drawn as a bar of all ballots."""

    votes: tuple[int, ...]
    rest: int


Cell: TypeAlias = "str | int | Share | Points | Tenths | Across | Down | Bar | None"
"""What stands in one place of a table; None is nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the heading over it and its neighbours, and its share of the width."""

    head: str
    width: float = 1.0
    over: str = ""
    text: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One person, say: a line of cells, or a line of votes and one of percentages below it.

    In a later line, None stands under what belongs to both lines.
    """

    lines: tuple[tuple[Cell, ...], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. `legend` are the answers that its bars are made of."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; `strong` is one that nobody may miss, `indent` one that belongs to the last."""

    text: str
    strong: bool = False
    indent: bool = False


Part: TypeAlias = Table | Told


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `name` is short and unlike all others; `signers` are who signs, `day` when."""

    name: str
    title: str
    head: tuple[str, ...]
    parts: tuple[Part, ...]
    signers: tuple[str, ...] = ()
    day: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of one outcome; `source` is what every page says of where its figures are from.

    `checked` is how many of their sums were worked out again, and hold.
    """

    title: str
    date: str
    source: str
    language: str
    forms: tuple[Form, ...] = field(default=())
    checked: int = 0
