"""民主测评汇总表: a line of votes and a line of percentages for each person, or for the team."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.asked_items import asked_items
from meeting.definition.meeting import VoterGroup
from meeting.definition.paper import DECISION, SURVEY, Paper
from meeting.rules.numbers import Points as PointsStep
from tally.forms.form import Across, Bar, Cell, Column, Form, Part, Points, Row, Share, Table, Told
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, not_counted, took_part
from tally.outcome.box_count import ItemCount
from tally.outcome.exact import ExactRate
from tally.outcome.item_outcome import ItemOutcome
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.outcome.steps.result import StepResult
from tally.outcome.tables import Table as AskedTable
from tally.report.derivation import derivation
from tally.words.figures_and_names import subject_name


def evaluation_forms(say: Saying) -> Iterator[Form]:
    """A form for each paper of each round that asks about people, the team or a report."""
    number = 0
    for each in say.outcome.rounds:
        papers: dict[str, list[TableOutcome]] = {}
        for table in each.tables if counts(say, each) else ():
            if not table.table.rows_are_options:
                papers.setdefault(table.table.paper.id, []).append(table)
        for tables in papers.values():
            number += 1
            yield _form(say, each, tables, number)
            if len(say.opened(each)) > 1:
                yield _by_group(say, each, tables, number)


def _form(say: Saying, each: RoundOutcome, tables: list[TableOutcome], number: int) -> Form:
    paper = tables[0].table.paper
    tables = _asked_alike(tables) if paper.kind == SURVEY else tables
    parts: list[Part] = [Told(took_part(say, each, say.round_name(each)))]
    parts += not_counted(say, each)
    groups = say.opened(each)
    for table in tables:
        parts.append(_table(say, each, table))
        lines = derivation(say.meeting, table, groups, say.language, say.gettext)
        parts += [Told(line) for line in lines]
    return say.form(
        say("Evaluation {number}", number=number),
        _title(say, paper),
        parts,
        signers=CLERKS,
        head=say.head(each),
        wide=True,
    )


def _asked_alike(tables: list[TableOutcome]) -> list[TableOutcome]:
    """Questions of a survey with the same answers, put together: a row for each question."""
    alike: dict[object, list[TableOutcome]] = {}
    for each in tables:
        first = each.items[0].item
        key = (first.options, first.minimum, first.maximum, first.abstain, first.rates)
        alike.setdefault(key, []).append(each)
    return [
        TableOutcome(
            AskedTable(
                group[0].table.paper,
                tuple(item.item for each in group for item in each.items),
                rows_are_options=False,
            ),
            tuple(item for each in group for item in each.items),
            "",
            (),
        )
        for group in alike.values()
    ]


def _by_group(say: Saying, each: RoundOutcome, tables: list[TableOutcome], number: int) -> Form:
    """The same by voter group."""
    groups = say.opened(each)
    title = say("Democratic evaluation by voter group")
    return say.form(
        say("Evaluation {number} by group", number=number),
        say("{form} ({what})", form=title, what=say.said(tables[0].table.paper, "title")),
        [_of_group(say, table, group) for group in groups for table in tables],
        signers=(),
        head=say.head(each),
        wide=True,
    )


def ordered(say: Saying, table: TableOutcome) -> list[ItemOutcome]:
    """The items of a table in the order that was asked for."""
    if say.order != "votes" or not table.places:
        return list(table.items)
    rank = {place.key: place.rank for place in table.places}
    return sorted(table.items, key=lambda each: rank[each.item.id])


def _title(say: Saying, paper: Paper) -> str:
    """The customary name of the form."""
    if paper.kind == SURVEY:
        return say("{paper}: summary", paper=say.said(paper, "title"))
    if paper.kind == DECISION:
        title = say("Decision by vote: summary")
    else:
        title = say("Democratic evaluation: summary")
    return say("{form} ({what})", form=title, what=say.said(paper, "title"))


def _table(say: Saying, each: RoundOutcome, table: TableOutcome) -> Table:
    first = table.items[0].item
    scores = list(_scores(say, each, table))
    labels = [say.said(option, "label") for option in first.options]
    legend = [*labels, say("Abstain")] if first.abstain else labels
    columns = [*_who(say, table), Column("", 0.7), *_answers(say, table)]
    columns += [Column(say.said(rate, "name"), 1.0) for rate in first.rates]
    columns += [Column(say.said(step.step, "name") or step.step.id, 0.9) for step in scores]
    columns += [Column(say("Place"), 0.6)] if table.places else []
    columns.append(Column(say("Distribution"), 2.2))
    rows = []
    for number, outcome in enumerate(ordered(say, table), 1):
        item, count = outcome.item, outcome.all
        votes: list[Cell] = [*_named(say, table.table.paper, outcome, number), say("Votes")]
        parts: list[Cell] = [*(None for _ in _who(say, table)), "%"]
        votes += _counted(count, len(votes), abstain=item.abstain)
        parts += [_share(outcome.option_rate(option.id).value) for option in item.options]
        parts += [_of_valid(count)] if item.abstain else []
        parts += [None]
        for rate in item.rates:
            votes.append(outcome.rates[rate.id].votes)
            parts.append(_share(outcome.rates[rate.id].value))
        person = item.subject.id if item.subject else "team"
        votes += [_score(step, person) for step in scores]
        parts += [None for _ in scores]
        if table.places:
            place = next(one for one in table.places if one.key == item.id)
            votes.append(f"{place.rank}{say(' (equal)')}" if place.tied else place.rank)
            parts.append(None)
        votes.append(Bar(count.votes, count.abstain))
        parts.append(None)
        rows.append(Row((tuple(votes), tuple(parts))))
    caption = "" if table.table.paper.kind == SURVEY else say.said(first, "prompt")
    return Table(tuple(columns), tuple(rows), caption, tuple(legend))


def _of_group(say: Saying, table: TableOutcome, group: VoterGroup) -> Table:
    """The same of one voter group, a line a person."""
    first = table.items[0].item
    columns = [*_who(say, table), *_answers(say, table)]
    columns += [Column(say.said(rate, "name"), 1.0) for rate in first.rates]
    rows = []
    for number, outcome in enumerate(ordered(say, table), 1):
        cells: list[Cell] = [*_named(say, table.table.paper, outcome, number)]
        count = outcome.by_group[group.id]
        cells += _counted(count, len(cells), abstain=outcome.item.abstain)
        rates = (outcome.rates[rate.id].by_group.get(group.id) for rate in outcome.item.rates)
        rows.append(Row(((*cells, *map(_share, rates)),)))
    caption = f"{say.said(group, 'name')} · {say.said(first, 'prompt')}"
    return Table(tuple(columns), tuple(rows), caption)


def _who(say: Saying, table: TableOutcome) -> list[Column]:
    about = table.items[0].item.subject is None
    if table.table.paper.kind == SURVEY:
        return [Column(say("No."), 0.5), Column(say("Question"), 3.4, text=True)]
    return [
        Column(say("No."), 0.5),
        Column(say("About") if about else say("Name"), 1.2, text=True),
        Column(say("Unit and post"), 2.2, text=True),
    ]


def _named(say: Saying, paper: Paper, outcome: ItemOutcome, number: int) -> list[Cell]:
    if paper.kind == SURVEY:
        return [number, say.said(outcome.item, "prompt")]
    name = subject_name(say.meeting, outcome.item, say.language)
    return [number, name, say.post(outcome.item.subject, name)]


def _answers(say: Saying, table: TableOutcome) -> list[Column]:
    item = table.items[0].item
    heads = [say.said(option, "label") for option in item.options]
    heads += [say("Abstain")] if item.abstain else []
    total = say("Valid") if item.minimum == item.maximum == 1 else say("Ticks")
    return [*(Column(head, 0.8) for head in heads), Column(total, 0.8)]


def _counted(count: ItemCount, before: int, *, abstain: bool) -> list[Cell]:
    cells: list[Cell] = [*count.votes, *([count.abstain] if abstain else [])]
    last = before + len(cells) - 1
    return [*cells, Across(sum(count.votes) + count.abstain, (before, last))]


def _share(rate: ExactRate | None) -> Share | None:
    return Share(rate.value) if rate else None


def _of_valid(count: ItemCount) -> Share | None:
    return _share(ExactRate.of(count.abstain, count.valid)) if count.valid else None


def _scores(say: Saying, each: RoundOutcome, table: TableOutcome) -> Iterator[StepResult]:
    """Yield the steps of the rules that give points for what this table's items asked."""
    ids = {item.item.id for item in table.items}
    for result in say.outcome.steps:
        step = result.step
        if isinstance(step, PointsStep) and step.round == each.round.id and result.numbers:
            asked = asked_items(say.meeting, step.round, step.item)
            if asked is not None and ids & {item.id for item in asked.items}:
                yield result


def _score(result: StepResult, person: str) -> Points | None:
    worked = result.numbers.get(person)
    return None if worked is None or worked.number is None else Points(worked.number)
