"""The cells of a .csv file: separated by commas, or by tabs or semicolons, as the headings show."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from meeting.lists.cell import MOST_COLUMNS, MOST_ROWS, Cell, Grid, Line, too_large
from meeting.lists.csv_text import csv_text
from meeting.problem import Problem

_SEPARATORS = (",", "\t", ";", "，", "；")


def csv_grid(data: bytes, name: str, has_headings: Callable[[Grid], bool]) -> Grid:
    """The cells, with the first separator that makes a row of headings, else with commas.

    Raises Problem: another encoding, not CSV, too large.
    """
    text = csv_text(data, name)
    first: Grid | Problem | None = None
    for separator in _SEPARATORS:
        try:
            grid = Grid(tuple(_lines(text, separator, name)))
        except Problem as problem:
            first = first or problem
            continue
        separates = any(len(line.cells) > 1 for line in grid.lines)
        if has_headings(grid) and (separates or first is None):
            return grid
        first = first or grid
    if isinstance(first, Problem):
        raise first
    return first or Grid(())


def _lines(text: str, separator: str, name: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    before = 0
    while True:
        try:
            texts = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Problem(
                "csv-syntax",
                "This row is not CSV: {reason}.",
                where=f"{name}:{before + 1}",
                reason=str(error)[:120],
            ) from error
        while texts and not texts[-1].strip():
            texts.pop()
        if texts and (before >= MOST_ROWS or len(texts) > MOST_COLUMNS):
            raise too_large(name, before + 1)
        if texts:
            yield Line(before + 1, tuple(Cell(each) for each in texts))
        before = reader.line_num
