"""另推人选: names on the lines of a paper, as written, and as tellers put them together."""

from __future__ import annotations

from collections.abc import Iterator

from tally.forms.form import Column, Part, Row, Table, Told
from tally.forms.saying import Saying
from tally.outcome.merged_names import MergedNames, MergedRow
from tally.outcome.outcome import RoundOutcome
from tally.outcome.single_count import invalid_of
from tally.outcome.single_outcome import WrittenTable
from tally.outcome.written_names import WrittenName
from tally.report.single_derivation import written_sentences
from tally.report.single_tables import name_notes


def written_parts(say: Saying, each: RoundOutcome, table: WrittenTable, of: str) -> list[Part]:
    """The names of a table and how they were counted; `of` is said in front, or empty.

    Names that nobody put together stand with their votes, each with its spellings; those that
    were are told with `merged_parts`.
    """
    merged = {
        text for row in _rows(say, each, table.table.paper.id) for text, _votes in row.spellings
    }
    names = [name for name in (_rest(name, merged) for name in table.names) if name.spellings]
    people = {
        option.id: say.said(option, "label")
        for item in table.table.paper.items
        for option in item.options
    }
    notes = (name_notes(name, people, say.language, say.gettext) for name in names)
    opened = say.opened(each)
    groups = opened if len(opened) > 1 else []
    counted = [*(table.by_group[group.id] for group in groups), table.all]
    written = [dict(count.names) for count in counted]
    rows = [
        Row(((number, name.name, *map(name.votes_in, written), say("; ").join(note)),))
        for number, (name, note) in enumerate(zip(names, notes, strict=True), 1)
    ]
    put = [sum(n for text, n in count.names if text in merged) for count in counted]
    foot = [(say("Put together by tellers, see below"), put)] if any(put) else []
    foot += [
        (say("Nothing written"), [count.nothing for count in counted]),
        (say("Invalid answers"), [invalid_of(count) for count in counted]),
    ]
    totals = [Row(((None, label, *numbers, None),), total=True) for label, numbers in foot]
    names_people = table.table.paper.lines_name_people
    columns = (
        Column(say("No."), 0.5),
        Column(say("Name") if names_people else say("Text"), 2.4 if names_people else 4, text=True),
        *(Column(say.said(group, "name"), 0.8) for group in groups),
        Column(say("Votes") if names_people else say("Times"), 0.8),
        Column(say("Remarks"), 4 if names_people else 2.4, text=True),
    )
    sentences = written_sentences(table, say.language, say.gettext)
    return [Table(columns, (*rows, *totals), of), *(Told(line) for line in sentences)]


def merged_parts(say: Saying, each: RoundOutcome, paper: str) -> Iterator[Part]:
    """Yield the names of a paper that tellers put together, each with every spelling."""
    rows = [
        Row(((number, row.name, row.votes, spelled(say, row), say("; ").join(_about(say, row))),))
        for number, row in enumerate(_rows(say, each, paper), 1)
    ]
    columns = (
        Column(say("No."), 0.5),
        Column(say("Name"), 1.2, text=True),
        Column(say("Votes in writing"), 0.9),
        Column(say("As it was written"), 3, text=True),
        Column(say("Remarks"), 2.4, text=True),
    )
    if rows:
        yield Table(columns, tuple(rows), say("Written names that two tellers put together"))


def written_besides(say: Saying, each: RoundOutcome, paper: str) -> dict[str, int]:
    """Votes in writing that were put under somebody on the list, by person."""
    return {row.person: row.votes for row in _rows(say, each, paper) if not row.is_new}


def spelled(say: Saying, row: MergedRow) -> str:
    """Every spelling with its votes."""
    return say.listed([say("{name} ({votes})", name=t, votes=n) for t, n in row.spellings])


def _about(say: Saying, row: MergedRow) -> Iterator[str]:
    yield say("a new person") if row.is_new else say("on the list")
    if row.twice:
        yield say(
            "at most {votes} of them from ballots that name the person twice", votes=row.twice
        )


def _rows(say: Saying, each: RoundOutcome, paper: str) -> list[MergedRow]:
    def is_it(merged: MergedNames) -> bool:
        return merged.round == each.round.id and merged.paper == paper

    return [row for merged in say.outcome.merged if is_it(merged) for row in merged.rows]


def _rest(name: WrittenName, merged: set[str]) -> WrittenName:
    """A name with those of its spellings that nobody put under a person."""
    rest = tuple(pair for pair in name.spellings if pair[0] not in merged)
    return WrittenName(rest, name.listed)
