"""A line of votes and a line of percentages for each person; a row for each problem ticked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meeting.definition.asked_items import asked_items
from meeting.definition.paper import SURVEY
from meeting.rules.numbers import Points as PointsStep
from tally.forms.asked import (
    about_cells,
    about_columns,
    answers,
    counted,
    is_one_of,
    of_valid,
    ordered,
    people_of,
    share,
)
from tally.forms.form import (
    Bar,
    Cell,
    Column,
    Down,
    Points,
    Row,
    Table,
)
from tally.forms.saying import Saying
from tally.outcome.box_count import ItemCount
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.outcome.steps.result import StepResult


def people_table(say: Saying, each: RoundOutcome, beside: list[TableOutcome]) -> Table:
    """What was asked of everybody: a line of votes and one of percentages each."""
    first = beside[0]
    people = people_of(first)
    questions = [_Question(say, each, table, several=len(beside) > 1) for table in beside]
    columns = [*about_columns(say, first, people), Column("", 0.7)]
    for question in questions:
        columns += question.columns()
    remarked = any(say.remarks(person.id) for person in people)
    columns += [Column(say("Remarks"), 1.3, text=True)] if remarked else []
    rows = []
    for number, outcome in enumerate(ordered(say, first), 1):
        who = about_cells(say, first.table.paper, people, outcome, number)
        votes: list[Cell] = [*who, say("Votes")]
        parts: list[Cell] = [*(None for _ in who), "%"]
        at = first.items.index(outcome)
        for question in questions:
            more, shares = question.cells(at, len(votes))
            votes += more
            parts += shares
        if remarked:
            person = outcome.item.subject.id if outcome.item.subject else ""
            votes.append(say("; ").join(say.remarks(person)))
            parts.append(None)
        rows.append(Row((tuple(votes), tuple(parts))))
    asked = first.items[0].item
    alone = len(beside) == 1
    caption = say.said(asked, "prompt") if alone and first.table.paper.kind != SURVEY else ""
    return Table(tuple(columns), tuple(rows), caption, questions[0].legend() if alone else ())


def ticks_table(say: Saying, table: TableOutcome) -> Table:
    """Problems that were ticked: a row for each, with its share of the valid ballots."""
    outcome = table.items[0]
    count = outcome.all
    rows = [
        Row(
            (
                (
                    number,
                    say.said(option, "label"),
                    votes,
                    of_valid(votes, count),
                    _bar(votes, count),
                ),
            )
        )
        for number, (option, votes) in enumerate(
            zip(outcome.item.options, count.votes, strict=True), 1
        )
    ]
    rows.append(Row(((None, say("Ticks"), Down(sum(count.votes)), None, None),), total=True))
    if outcome.item.abstain:
        nothing = (None, say("Abstain"), count.abstain, of_valid(count.abstain, count), None)
        rows.append(Row((nothing,), total=True))
    columns = (
        Column(say("No."), 0.5),
        Column(say("Answer"), 3.4, text=True),
        Column(say("Ballots"), 0.9),
        Column(say("Of the valid ballots"), 1.1),
        Column(say("Share"), 3),
    )
    return Table(columns, tuple(rows), say.said(outcome.item, "prompt"))


def _bar(votes: int, count: ItemCount) -> Bar:
    return Bar((votes,), count.valid - votes)


class _Question:
    """One question of a table: its columns, and its cells for each person."""

    def __init__(
        self, say: Saying, each: RoundOutcome, table: TableOutcome, *, several: bool
    ) -> None:
        self._say, self._table = say, table
        self._item = table.items[0].item
        self._over = say.said(self._item, "prompt") if several else ""
        self._bars = not several and is_one_of(self._item)
        self._scores = list(_scores(say, each, table))

    def columns(self) -> Iterator[Column]:
        """Yield what is answered, how many did, rates, points, place, and a bar of them."""
        say, over = self._say, self._over
        yield from (replace(column, over=over) for column in answers(say, self._table))
        for rate in self._item.rates:
            yield Column(say.said(rate, "name"), 1.0, over)
        for step in self._scores:
            yield Column(say.said(step.step, "name") or step.step.id, 0.9, over)
        if self._table.places:
            yield Column(say("Place"), 0.6, over)
        if self._bars:
            yield Column(say("Distribution"), 2.2, over)

    def legend(self) -> tuple[str, ...]:
        """What the parts of a bar stand for."""
        say = self._say
        labels = [say.said(option, "label") for option in self._item.options]
        labels += [say("Abstain")] if self._item.abstain else []
        return tuple(labels) if self._bars else ()

    def cells(self, at: int, before: int) -> tuple[list[Cell], list[Cell]]:
        """The votes and the percentages of the item at a place, after so many other cells."""
        say, outcome = self._say, self._table.items[at]
        item, count = outcome.item, outcome.all
        votes = counted(item, count, before)
        parts: list[Cell] = [share(outcome.option_rate(o.id).value) for o in item.options]
        parts += [of_valid(count.abstain, count)] if item.abstain else []
        parts += [None]
        for rate in item.rates:
            votes.append(outcome.rates[rate.id].votes)
            parts.append(share(outcome.rates[rate.id].value))
        person = item.subject.id if item.subject else "team"
        votes += [_score(step, person) for step in self._scores]
        if self._table.places:
            place = next(one for one in self._table.places if one.key == item.id)
            votes.append(f"{place.rank}{say(' (equal)')}" if place.tied else place.rank)
        votes += [Bar(count.votes, count.abstain)] if self._bars else []
        parts += [None] * (len(votes) - len(parts))
        return votes, parts


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
