"""Which rows below the headings are entries, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.lists.cell import Grid, Line
from meeting.lists.headings import Headings
from meeting.lists.totals_and_remarks import is_total, remarks_below


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows of a grid sorted out: those that are read, and those that are left out."""

    file: str
    grid: Grid
    headings: Headings
    lines: tuple[Line, ...]
    above: tuple[Line, ...]
    totals: tuple[Line, ...]
    again: tuple[Line, ...]
    silent: tuple[Line, ...]
    """Rows that say something only in columns that nobody reads."""

    @property
    def empty(self) -> tuple[int, ...]:
        """The empty rows between the entries."""
        holding = {line.number for line in self.grid.lines}
        between = range(self.headings.line.number + 1, self.lines[-1].number if self.lines else 0)
        return tuple(number for number in between if number not in holding)


def entries_of(grid: Grid, headings: Headings, file: str) -> Entries:
    """Sort out the rows of a grid."""
    at = headings.line.number
    below = [line for line in grid.lines if line.number > at]
    remarks = remarks_below(below)
    lines, totals, again, silent = [], [], [], []
    for line in below:
        if is_total(line) or line.number in remarks:
            totals.append(line)
        elif headings.repeated_by(line):
            again.append(line)
        elif all(line.cell(column).is_blank for column in headings.read):
            silent.append(line)
        else:
            lines.append(line)
    return Entries(
        file,
        grid,
        headings,
        lines=tuple(lines),
        above=tuple(line for line in grid.lines if line.number < at),
        totals=tuple(totals),
        again=tuple(again),
        silent=tuple(silent),
    )
