"""The cells of a list as a file holds them, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from meeting.problem import Problem, Several

MOST_ROWS = 20_000
MOST_COLUMNS = 60

FORMULA = "formula"
ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `number` if it was typed as a number.

    `flaw` is FORMULA where the text is only what a formula came to when somebody saved it, and
    ERROR where it is the sign of an error (#REF!): neither can be read, but either may stand where
    nobody reads.
    """

    text: str
    number: bool = False
    flaw: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody sees anything in it."""
        return not self.flaw and not self.text.strip()


BLANK = Cell("")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something; `cells` from the first column on. Rows count from 1."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)

    def cell(self, column: int) -> Cell:
        """The cell of a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else BLANK


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells, called `cells`: rows from 1, columns from 0, ends included."""

    cells: str
    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table in a file: the rows that hold something, and what a reader would not see.

    `sheet` is the name of the sheet, empty for text files; `hidden` says that nobody sees it.
    """

    lines: tuple[Line, ...]
    sheet: str = ""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()


def letters(column: int) -> str:
    """Write a column, counted from 0, as spreadsheets do: 0 is A, 26 is AA."""
    written = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def spans(numbers: Iterable[int]) -> Several:
    """Write row numbers as people do: 3, 7, 9–12."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return Several(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def too_large(file: str, row: int) -> Problem:
    """What is said of a list with too many rows or columns."""
    return Problem(
        "list-too-large",
        "This list has more than {rows} rows or {columns} columns.",
        where=f"{file}:{row}",
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )
