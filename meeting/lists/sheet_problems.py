"""What makes a sheet unreadable: merged cells, formulas, errors, hidden parts, cells to the right.

Only where entries stand, and in columns that are read: anywhere else it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator

from meeting.lists.cell import FORMULA, Merged, letters, spans
from meeting.lists.entries import Entries
from meeting.lists.row_place import RowPlace
from meeting.problem import Problem, Several

_MOST_NAMED = 5


def merged_blocks(entries: Entries) -> tuple[Merged, ...]:
    """The merged cells that entries stand in, or columns that are read share a heading."""
    read, at = entries.headings.read, entries.headings.line.number
    numbers = [line.number for line in entries.lines]
    filled = {
        column
        for line in entries.lines
        for column, cell in enumerate(line.cells)
        if not cell.is_blank
    }
    found = []
    for block in entries.grid.merged:
        (top, bottom), (left, right) = block.rows, block.columns
        if not any(left <= column <= right for column in read):
            continue
        heads = top <= at <= bottom and sum(left <= column <= right for column in filled) > 1
        if heads or any(top <= number <= bottom for number in numbers):
            found.append(block)
    return tuple(found)


def merged_problem(entries: Entries, blocks: tuple[Merged, ...]) -> Iterator[Problem]:
    """Yield one problem that names the merged cells, if there are any."""
    if blocks:
        more = ["…"] if len(blocks) > _MOST_NAMED else []
        yield Problem(
            "xlsx-merged",
            "The cells {cells} are merged. Split them: every row must stand for itself.",
            where=entries.file,
            cells=Several([*(block.cells for block in blocks[:_MOST_NAMED]), *more]),
        )


def unclear_columns(entries: Entries, row: int, blocks: tuple[Merged, ...]) -> frozenset[str]:
    """The names of the columns whose cell in a row is merged with others."""
    here = [block.columns for block in blocks if block.rows[0] <= row <= block.rows[1]]
    return frozenset(
        name
        for at, (name, _) in entries.headings.read.items()
        if any(left <= at <= right for left, right in here)
    )


def hidden_parts(entries: Entries, key: str) -> Iterator[Problem]:
    """Yield what the file does not show of what is read; `key` names the list in meeting.toml."""
    if entries.grid.hidden:
        yield Problem(
            "list-hidden",
            "The sheet {sheet} with this list is hidden: nobody who opens the file sees it. Show"
            " it; or, if it is the list, write in meeting.toml, below {key} = …, the line"
            " {key}_hidden = true.",
            where=entries.file,
            sheet=entries.grid.sheet,
            key=key,
        )
    rows = [line.number for line in entries.lines if line.number in entries.grid.hidden_rows]
    if rows:
        yield Problem(
            "list-hidden",
            "What stands here is hidden, by a filter or by hand: nobody who opens the file sees"
            " it. Show it, and delete it if it does not belong to the list; or, if it does,"
            " write in meeting.toml, below {key} = …, the line {key}_hidden = true.",
            where=RowPlace(entries.file, rows),
            key=key,
        )
    for at, (_, heading) in entries.headings.read.items():
        if at in entries.grid.hidden_columns and any(e.cell(at).text for e in entries.lines):
            yield Problem(
                "list-hidden",
                "The column {heading} ({letter}) is hidden: nobody who opens the file sees it."
                " Show it, and delete it if it does not belong to the list; or, if it does,"
                " write in meeting.toml, below {key} = …, the line {key}_hidden = true.",
                where=entries.file,
                heading=heading,
                letter=letters(at),
                key=key,
            )


def confirmed(hidden: Problem, entries: Entries) -> Problem:
    """The note that something hidden is read because meeting.toml confirms it."""
    if isinstance(hidden.where, RowPlace):
        return Problem(
            "note-hidden",
            "Hidden in the file, and read all the same, as meeting.toml confirms: row {rows}.",
            where=entries.file,
            rows=spans(hidden.where.rows),
        )
    return Problem(
        "note-hidden",
        "Hidden in the file, and read all the same, as meeting.toml confirms: {what}.",
        where=entries.file,
        what=str(hidden.values.get("heading") or entries.grid.sheet),
    )


def unreadable_cells(entries: Entries) -> Iterator[Problem]:
    """Yield the formulas and the errors."""
    for line in entries.lines:
        for at, (_, heading) in entries.headings.read.items():
            cell = line.cell(at)
            if not cell.flaw:
                continue
            place = RowPlace(entries.file, [line.number], f"{heading} ({letters(at)})")
            if cell.flaw == FORMULA:
                yield Problem(
                    "xlsx-formula",
                    "A formula stands here. Replace it by its value (copy, paste as values).",
                    where=place,
                )
            else:
                yield Problem(
                    "xlsx-error",
                    "An error stands here ({found}). Type the value anew.",
                    where=place,
                    found=cell.text[:20],
                )


def cells_beside(entries: Entries) -> Iterator[Problem]:
    """Yield the rows of a text file with more cells than headings: a separator inside a text."""
    end = len(entries.headings.line.cells)
    for line in entries.lines:
        beside = [cell.text for cell in line.cells[end:] if not cell.is_blank]
        if beside:
            yield Problem(
                "list-extra-cell",
                "There are more cells here than headings: {found}. If a text has a comma in it,"
                " put the text into quotes, or save the list as .xlsx.",
                where=RowPlace(entries.file, [line.number]),
                found=beside[0][:40],
            )
