"""民主测评汇总表: a line of votes and a line of percentages for each person, or for the team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meeting.definition.meeting import VoterGroup
from tally.forms.asked import (
    about_cells,
    about_columns,
    answers,
    asked_alike,
    counted,
    is_ticked,
    ordered,
    people_of,
    share,
)
from tally.forms.evaluation_table import people_table, ticks_table
from tally.forms.form import (
    Column,
    Form,
    Part,
    Row,
    Table,
    Told,
)
from tally.forms.naming import form_title, short_name
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, not_counted, took_part
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.report.derivation import derivation

_MOST_ANSWERS: Final = 16
"""So many columns of several questions stand side by side; what has more is a table each."""


def evaluation_forms(say: Saying) -> Iterator[Form]:
    """A form for each paper of each round that asks about people, the team or a report."""
    for each in say.outcome.rounds:
        papers: dict[str, list[TableOutcome]] = {}
        for table in each.tables if counts(say, each) else ():
            if not table.table.rows_are_options:
                papers.setdefault(table.table.paper.id, []).append(table)
        for tables in papers.values():
            yield _form(say, each, tables)
            if len(say.opened(each)) > 1:
                yield _by_group(say, each, tables)


def _form(say: Saying, each: RoundOutcome, tables: list[TableOutcome]) -> Form:
    paper = tables[0].table.paper
    tables = asked_alike(tables)
    parts: list[Part] = [Told(took_part(say, each, say.round_name(each)))]
    parts += not_counted(say, each)
    groups = say.opened(each)
    for beside in _beside(tables):
        ticks = is_ticked(beside[0])
        parts.append(ticks_table(say, beside[0]) if ticks else people_table(say, each, beside))
        for table in beside:
            of = f"{say.said(table.items[0].item, 'prompt')}：" if len(beside) > 1 else ""
            lines = derivation(say.meeting, table, groups, say.language, say.gettext)
            parts += [Told(of + line) for line in lines]
    return say.form(
        short_name(say, paper),
        form_title(say, paper),
        parts,
        signers=CLERKS,
        head=say.head(each),
        wide=True,
    )


def _beside(tables: list[TableOutcome]) -> list[list[TableOutcome]]:
    """Tables that ask several things of the same people, side by side as far as a page holds."""
    found: list[list[TableOutcome]] = []
    for table in tables:
        people = [each.item.subject for each in table.items]
        last = found[-1] if found else []
        same = last and people == [each.item.subject for each in last[0].items]
        answers = sum(_width(each) for each in [*last, table])
        if same and None not in people and answers <= _MOST_ANSWERS:
            last.append(table)
        else:
            found.append([table])
    return found


def _width(table: TableOutcome) -> int:
    first = table.items[0].item
    return len(first.options) + int(first.abstain) + len(first.rates) + 1


def _by_group(say: Saying, each: RoundOutcome, tables: list[TableOutcome]) -> Form:
    """The same by voter group."""
    paper = tables[0].table.paper
    return say.form(
        say("{paper} by group", paper=short_name(say, paper)),
        say("{form} ({what})", form=form_title(say, paper), what=say("by voter group")),
        [
            _of_group(say, table, group)
            for group in say.opened(each)
            for table in asked_alike(tables)
        ],
        signers=(),
        head=say.head(each),
        wide=True,
    )


def _of_group(say: Saying, table: TableOutcome, group: VoterGroup) -> Table:
    """The same of one voter group, a line a person."""
    first, people = table.items[0].item, people_of(table)
    columns = [*about_columns(say, table, people), *answers(say, table)]
    columns += [Column(say.said(rate, "name"), 1.0) for rate in first.rates]
    rows = []
    for number, outcome in enumerate(ordered(say, table), 1):
        cells = about_cells(say, table.table.paper, people, outcome, number)
        count = outcome.by_group[group.id]
        cells += counted(outcome.item, count, len(cells))
        rates = (outcome.rates[rate.id].by_group.get(group.id) for rate in outcome.item.rates)
        rows.append(Row(((*cells, *map(share, rates)),)))
    caption = f"{say.said(group, 'name')} · {say.said(first, 'prompt')}"
    return Table(tuple(columns), tuple(rows), caption)
