"""One sheet as it is read: the tables that stand below one another in it, and its cells as numbers.

A table is a row of headings and the rows below it; what stands alone in the rows above says what it
is about. Totals and remarks are no rows of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meeting.language import N_
from meeting.lists.cell import ERROR, FORMULA, Cell, Grid, Line
from meeting.lists.totals_and_remarks import is_remark, is_total
from meeting.problem import Phrase
from meeting.published.fields import parse_number
from tally.problem import Problem
from tally.trying.workbook.cells import At, Cells

COUNT = N_("a whole number such as 12, or 0, or nothing")
SCORE = N_("a score from 0 to 100 with one decimal at most, such as 88.5, or nothing")
MARK = N_("a number such as 81.5, with six decimals at most, or a dash where there is none")
_SHAPES = {
    COUNT: re.compile(r"[0-9]{1,9}"),
    SCORE: re.compile(r"(?:[0-9]{1,2}(?:\.[0-9])?|100(?:\.0)?)"),
    MARK: re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?"),
}
_FLOAT = re.compile(r"[0-9]+\.[0-9]+")
_EXACT = 12
"""Digits of a number that a spreadsheet worked out: 88.30000000000001 is 88.3."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A row of headings, what stands above it, and its rows."""

    titles: tuple[str, ...]
    headings: Line
    rows: tuple[Line, ...]

    def columns(self) -> Iterator[tuple[int, str]]:
        """Yield the columns that are headed, counted from 0, with their headings."""
        for column, cell in enumerate(self.headings.cells):
            if not cell.is_blank:
                yield column, " ".join(cell.text.split())


class Sheet:
    """A sheet that holds something, and where what is wrong with it is noted."""

    def __init__(self, grid: Grid, number: int, cells: Cells) -> None:
        self._grid = grid
        self._number = number
        self._told: set[object] = set()
        self.cells = cells

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self._grid.sheet

    def at(self, line: Line, column: int = 0, last: int = -1) -> At:
        """A cell of a row, or its cells from a column to the last one."""
        return At(self.name, self._number, line.number, column, last)

    def row(self, line: Line) -> At:
        """All cells of a row that hold something."""
        filled = [column for column, cell in enumerate(line.cells) if not cell.is_blank]
        return self.at(line, filled[0], filled[-1])

    def note(self, line: Line, column: int, problem: Problem) -> None:
        """Keep a problem of a cell."""
        self.cells.note_at(self.at(line, column), problem)

    def tables(
        self, is_heading: Callable[[Line], bool], is_entry: Callable[[str], bool]
    ) -> Iterator[SheetTable]:
        """Yield the tables; `is_entry` says of what stands alone in a row that it is no title."""
        lines = self._grid.lines
        heads = [at for at, line in enumerate(lines) if is_heading(line)]
        starts = [self._first_title(at, is_entry) for at in heads]
        if not heads:
            problem = Problem(
                "sheet-no-table",
                "No table begins here: none of these rows has headings, as 姓名 (Name) with the"
                " answers or 得票 (Votes) beside it. Write them above the figures, or have an empty"
                " workbook made with --template.",
            )
            self.note(lines[0], 0, problem)
            return
        for start, head, end in zip(starts, heads, [*starts[1:], len(lines)], strict=True):
            rows = [line for line in lines[head + 1 : end] if not is_total(line)]
            while rows and is_remark(rows[-1]):
                rows.pop()
            self._refuse_merged(rows)
            titles = (_only(line) for line in lines[start:head])
            yield SheetTable(tuple(titles), lines[head], tuple(rows))

    def number(self, line: Line, column: int, shape: str) -> str:
        """The number in a cell as text; "" for none, and for what is no number, which is noted."""
        cell = line.cell(column)
        self._refuse_hidden(line, column)
        if cell.flaw == FORMULA and not cell.text.strip():
            self.note(line, column, _not_worked_out())
            return ""
        text = "".join(unicodedata.normalize("NFKC", cell.text).split())
        if not text:
            return ""
        if _FLOAT.fullmatch(text) and (cell.number or cell.flaw):
            text = f"{float(text):.{_EXACT}g}"
        if cell.flaw != ERROR and _SHAPES[shape].fullmatch(text) and parse_number(text) is not None:
            return text
        problem = Problem(
            "sheet-number",
            "{found!r} was found here; expected is {expected}. Type the number alone.",
            found=cell.text.strip()[:40],
            expected=Phrase(shape),
        )
        self.note(line, column, problem)
        return ""

    def text(self, line: Line, column: int) -> str:
        """The text of a cell without spaces at its ends; of a formula, what it came to."""
        cell = line.cell(column)
        if not cell.is_blank:
            self._refuse_hidden(line, column)
        if cell.flaw == FORMULA and not cell.text.strip():
            self.note(line, column, _not_worked_out())
        return cell.text.strip()

    def _first_title(self, head: int, is_entry: Callable[[str], bool]) -> int:
        """The first of the rows above a row of headings in which one cell alone says something."""
        lines = self._grid.lines
        start = head
        while start > 0 and (title := _only(lines[start - 1])) and not is_entry(title):
            start -= 1
        return start

    def _refuse_hidden(self, line: Line, column: int) -> None:
        grid = self._grid
        hidden = [
            grid.hidden and "sheet",
            line.number in grid.hidden_rows and line.number,
            column in grid.hidden_columns and f"column {column}",
        ]
        for what in (each for each in hidden if each):
            if what not in self._told:
                self._told.add(what)
                problem = Problem(
                    "sheet-hidden",
                    "What stands here is hidden: nobody who opens the file sees it. Show it, and"
                    " delete it if it does not belong to the figures.",
                )
                self.note(line, column, problem)

    def _refuse_merged(self, rows: list[Line]) -> None:
        numbers = {line.number: line for line in rows}
        for block in self._grid.merged:
            first = next((numbers[at] for at in range(*_ends(block.rows)) if at in numbers), None)
            if first is not None:
                problem = Problem(
                    "sheet-merged",
                    "The cells {cells} are merged. Split them: every row must stand for itself.",
                    cells=block.cells,
                )
                self.note(first, block.columns[0], problem)


def _not_worked_out() -> Problem:
    return Problem(
        "sheet-formula",
        "A formula stands here, and the file does not hold what it comes to. Open the file in Excel"
        " or WPS and save it there, or type the number.",
    )


def _ends(rows: tuple[int, int]) -> tuple[int, int]:
    return rows[0], rows[1] + 1


def _only(line: Line) -> str:
    """What stands alone in a row; "" where several cells, or a number, do."""
    filled: list[Cell] = [cell for cell in line.cells if not cell.is_blank]
    return filled[0].text.strip() if len(filled) == 1 and not filled[0].number else ""
