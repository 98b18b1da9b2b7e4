"""The row of headings: the first that names the columns a list must have, wherever it stands.

A heading is compared without spaces, line breaks, capitals, full-width forms and marks at its
end; a note in brackets, 职务（全称）, counts only where no other heading of the row says the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meeting.lists.cell import Grid, Line, letters
from meeting.lists.row_place import RowPlace
from meeting.problem import Problem, Several

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_ENDS = "*:★☆"
_ROWS_BEFORE = 30
"""How far down the headings may begin."""
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list: how meeting.toml calls it, its columns, and those that must be there.

    `columns` gives for every column the headings under which it may stand; the first is the one
    that sentences name. `also` are other headings that mean the same to those who write lists;
    they count where the column has no heading of its own. `at_last` count where it has none of
    these either.
    """

    key: str
    columns: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at_last: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings: for every column that is read, by its position, name and heading."""

    line: Line
    read: Mapping[int, tuple[str, str]]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]

    def repeated_by(self, line: Line) -> bool:
        """Say whether a row says the same headings again, as at the top of a printed page."""
        return all(
            _plain(line.cell(at).text) == _plain(heading) for at, (_, heading) in self.read.items()
        )


def has_headings(grid: Grid, kind: ListKind) -> bool:
    """Say whether there is a row that names what the list must have."""
    return any(_names_all(line, kind) for line in grid.lines[:_ROWS_BEFORE])


def headings_of(grid: Grid, kind: ListKind, file: str) -> Headings:
    """The row of headings. Raises Problem or Problems where no row is one."""
    for line in grid.lines[:_ROWS_BEFORE]:
        if _names_all(line, kind):
            return _headings(line, kind, file, grid)
    return _nearest(grid, kind, file)


def _nearest(grid: Grid, kind: ListKind, file: str) -> Headings:
    """The row that names most columns, with a problem that names all that it lacks."""
    line = max(grid.lines[:_ROWS_BEFORE], key=lambda each: len(_matched(each, kind)))
    lacking = [column for column in kind.needed if column not in _matched(line, kind)]
    found = [cell.text.strip() for cell in line.cells if cell.text.strip()]
    problem = Problem(
        "heading-missing",
        "No row here has the headings: it must name {needed}. Row {row} is the nearest, without"
        " {lacking}; it says: {found}. Correct the headings.",
        where=f"{file}:{line.number}",
        needed=Several(kind.columns[each][0] for each in kind.needed),
        row=line.number,
        lacking=Several(kind.columns[each][0] for each in lacking),
        found=Several(each[:20] for each in found[:_MOST_SHOWN]),
    )
    return Headings(line, {}, (), (problem,))


def _names_all(line: Line, kind: ListKind) -> bool:
    return set(kind.needed) <= _matched(line, kind).keys()


def _matched(line: Line, kind: ListKind) -> dict[str, list[int]]:
    """For every column the positions of the best headings that name it."""
    ranked: dict[str, dict[int, list[int]]] = {}
    for at, cell in enumerate(line.cells):
        for column, rank in _meanings(cell.text, kind):
            ranked.setdefault(column, {}).setdefault(rank, []).append(at)
    return {column: ranks[min(ranks)] for column, ranks in ranked.items()}


def _meanings(heading: str, kind: ListKind) -> Iterator[tuple[str, int]]:
    """Yield the column that a heading names, and how surely: 0 its own, 1 another, by note 3."""
    plain = _plain(heading)
    for rank, text in ((0, plain), (3, _BRACKETS.sub("", plain).rstrip(_ENDS))):
        if not text:
            continue
        for more, known in enumerate((kind.columns, kind.also, kind.at_last)):
            for column, names in known.items():
                if text in {_plain(name) for name in names}:
                    yield column, rank + more
                    return


def _plain(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(folded.split()).strip(_ENDS)


def _headings(line: Line, kind: ListKind, file: str, grid: Grid) -> Headings:
    matched = _matched(line, kind)
    read: dict[int, tuple[str, str]] = {}
    problems = []
    for column, places in matched.items():
        problems += [
            Problem(
                "heading-twice",
                "This column is here twice.",
                where=RowPlace(file, [line.number], _shown(line, at)),
            )
            for at in places[1:]
        ]
        read[places[0]] = (column, _shown(line, places[0]))
    twice = {at for places in matched.values() for at in places[1:]}
    filled = {
        at
        for each in grid.lines
        if each.number >= line.number
        for at, cell in enumerate(each.cells)
        if not cell.is_blank and at not in read and at not in twice
    }
    unread = [_shown(line, at) or letters(at) for at in sorted(filled)]
    return Headings(line, dict(sorted(read.items())), tuple(unread), tuple(problems))


def _shown(line: Line, at: int) -> str:
    return " ".join(line.cell(at).text.split())[:40]
