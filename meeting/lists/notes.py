"""What is said of a list that is read: what was read in it, and everything that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meeting.language import N_
from meeting.lists.cell import Line, spans
from meeting.lists.entries import Entries
from meeting.lists.totals_and_remarks import words_of
from meeting.problem import Phrase, Problem, Several

_MOST_SAID = 3


def notes_on(entries: Entries) -> Iterator[Problem]:
    """Yield one note for each kind of thing; they are told, and refuse nothing."""
    values = {
        "count": len(entries.lines),
        "first": entries.lines[0].number,
        "last": entries.lines[-1].number,
        "columns": Several(heading for _name, heading in entries.headings.read.values()),
    }
    if entries.grid.sheet:
        yield Problem(
            "note-read",
            "Entries read: {count} (sheet “{sheet}”, rows {first} to {last}); columns: {columns}.",
            where=entries.file,
            sheet=entries.grid.sheet,
            **values,
        )
    else:
        yield Problem(
            "note-read",
            "Entries read: {count} (rows {first} to {last}); columns: {columns}.",
            where=entries.file,
            **values,
        )
    for at, (name, heading) in entries.headings.read.items():
        if name == "note" and not all(line.cell(at).is_blank for line in entries.lines):
            yield Problem(
                "note-published",
                "What stands under {heading} is printed on the ballots and published. Delete there"
                " what is not for everybody.",
                where=entries.file,
                heading=heading,
            )
    yield from _left_out(entries, entries.above, N_("above the headings"))
    yield from _left_out(entries, entries.totals, N_("total or remark"))
    yield from _left_out(entries, entries.again, N_("the headings again"))
    yield from _left_out(entries, entries.silent, N_("nothing in the columns that are read"))
    if entries.empty:
        yield Problem(
            "note-empty",
            "Empty rows left out: {rows}.",
            where=entries.file,
            rows=spans(entries.empty),
        )
    if entries.headings.unread:
        yield Problem(
            "note-columns",
            "Columns not read: {columns}.",
            where=entries.file,
            columns=Several(entries.headings.unread),
        )


def _left_out(entries: Entries, lines: Sequence[Line], why: str) -> Iterator[Problem]:
    if lines:
        yield Problem(
            "note-left-out",
            "Left out ({why}): row {rows}: {words}",
            where=entries.file,
            why=Phrase(why),
            rows=spans(line.number for line in lines),
            words=" / ".join(words for line in lines[:_MOST_SAID] if (words := words_of(line))),
        )
