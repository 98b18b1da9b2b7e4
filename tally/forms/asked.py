"""What tables of answers have in common: who is asked about, which answers, how they add up."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.paper import SURVEY, Paper, PaperItem
from meeting.definition.person import Person
from tally.forms.form import (
    Across,
    Cell,
    Column,
    Share,
)
from tally.forms.people_columns import people_cells, people_columns
from tally.forms.saying import Saying
from tally.outcome.box_count import ItemCount
from tally.outcome.exact import ExactRate
from tally.outcome.item_outcome import ItemOutcome
from tally.outcome.outcome import TableOutcome
from tally.outcome.tables import Table as AskedTable
from tally.words.figures_and_names import subject_name


def is_ticked(table: TableOutcome) -> bool:
    """Whether it is a question about nobody of which a ballot may tick several answers."""
    return table.table.paper.kind == SURVEY and not is_one_of(table.items[0].item)


def asked_alike(tables: list[TableOutcome]) -> list[TableOutcome]:
    """Questions of a survey with the same answers, put together: a row for each question."""
    if not tables or tables[0].table.paper.kind != SURVEY:
        return tables
    alike: dict[object, list[TableOutcome]] = {}
    for each in tables:
        first = each.items[0].item
        key: object = (first.options, first.minimum, first.maximum, first.abstain, first.rates)
        key = first.id if is_ticked(each) else key
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


def ordered(say: Saying, table: TableOutcome) -> list[ItemOutcome]:
    """The items of a table in the order that was asked for."""
    items = list(table.items)
    if any(each.item.subject is None for each in items):
        return items
    rank = {place.key: place.rank for place in table.places}
    by = (lambda each: rank[each.item.id]) if rank else None
    return say.arranged(items, lambda each: each.item.subject.id if each.item.subject else "", by)


def of_valid(votes: int, count: ItemCount) -> Share | None:
    """So many of the valid ballots; None where there are none."""
    return share(ExactRate.of(votes, count.valid)) if count.valid else None


def people_of(table: TableOutcome) -> list[Person]:
    """The people whom the rows are about; nobody where it is the team, or a report."""
    return [each.item.subject for each in table.items if each.item.subject is not None]


def about_columns(say: Saying, table: TableOutcome, people: list[Person]) -> Iterator[Column]:
    """Yield the first columns of a table."""
    if table.table.paper.kind == SURVEY:
        yield Column(say("No."), 0.5)
        yield Column(say("Question"), 3.4, text=True)
    else:
        yield from people_columns(say, people)


def about_cells(
    say: Saying, paper: Paper, people: list[Person], outcome: ItemOutcome, number: int
) -> list[Cell]:
    """The first cells of a row."""
    if paper.kind == SURVEY:
        return [number, say.said(outcome.item, "prompt")]
    name = subject_name(say.meeting, outcome.item, say.language)
    return people_cells(say, people, outcome.item.subject, name, number)


def answers(say: Saying, table: TableOutcome) -> list[Column]:
    """The columns of the answers, and of their sum."""
    item = table.items[0].item
    heads = [say.said(option, "label") for option in item.options]
    heads += [say("Abstain")] if item.abstain else []
    total = say("Valid") if is_one_of(item) else say("Ticks")
    return [*(Column(head, 0.8) for head in heads), Column(total, 0.8)]


def is_one_of(item: PaperItem) -> bool:
    """Whether a ballot has one answer or abstains, so that all of them are the valid ballots."""
    return item.minimum == item.maximum == 1


def counted(item: PaperItem, count: ItemCount, before: int) -> list[Cell]:
    """The votes, who abstained, and the sum: of all ballots, or of ticks, of which one has several.

    `before` is how many cells the line has already.
    """
    cells: list[Cell] = [*count.votes, *([count.abstain] if item.abstain else [])]
    summed = len(cells) if is_one_of(item) else len(count.votes)
    whole = sum(count.votes) + (count.abstain if is_one_of(item) else 0)
    return [*cells, Across(whole, (before, before + summed - 1))]


def share(rate: ExactRate | None) -> Share | None:
    """A rate as a cell."""
    return Share(rate.value) if rate else None
