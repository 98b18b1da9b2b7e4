"""One table of the report as it is printed: rows, bars, legend, voter groups, derivation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from meeting.definition.meeting import Meeting, VoterGroup
from meeting.language import said
from tally.outcome.item_outcome import CountedRate, ItemOutcome
from tally.outcome.outcome import TableOutcome
from tally.outcome.places import RankedPlace
from tally.report.bars import bar, share_bar, swatch
from tally.report.derivation import Translate, denominator_name, derivation
from tally.words.figures_and_names import position_beside, subject_name

NO_RATE = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """A person or an option: counts under the table's headings, rates, bar and place."""

    name: str
    note: str
    counts: tuple[int, ...]
    rates: tuple[str, ...]
    drawing: Markup
    place: str
    by_group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table ready for the template; `count_heads` go over `counts`, `rate_heads` over `rates`."""

    is_single: ClassVar[bool] = False

    paper: str
    prompt: str
    rows_are_options: bool
    count_heads: tuple[str, ...]
    rate_heads: tuple[str, ...]
    ranked: bool
    rows: tuple[Row, ...]
    legend: tuple[tuple[Markup, str], ...]
    group_heads: tuple[str, ...]
    group_key: str
    derivation: tuple[str, ...]


def table_view(
    meeting: Meeting, table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> TableView:
    """The table in one language; `groups` are those whose boxes were opened."""
    first = table.items[0].item
    labels = [said(option, "label", language) for option in first.options]
    options_as_rows = table.table.rows_are_options
    rows = (
        _option_rows(meeting, table, groups, language, _)
        if options_as_rows
        else tuple(_item_row(meeting, table, item, groups, language, _) for item in table.items)
    )
    heads = [*labels, _("Abstain")] if first.abstain else labels
    legend = [(swatch(index), label) for index, label in enumerate(labels)]
    if first.abstain:
        legend.append((swatch(None), _("Abstain")))
    return TableView(
        paper=said(table.table.paper, "title", language),
        prompt=said(first, "prompt", language),
        rows_are_options=options_as_rows,
        count_heads=(_("Votes"),) if options_as_rows else tuple(heads),
        rate_heads=(_rate_head(table, _),)
        if options_as_rows
        else tuple(
            _weighted_head(said(rate, "name", language), table.items[0].rates[rate.id], _)
            for rate in first.rates
        ),
        ranked=bool(table.places),
        rows=rows,
        legend=() if options_as_rows else tuple(legend),
        group_heads=tuple(said(group, "name", language) for group in groups),
        group_key=_group_key(table, heads, language, _),
        derivation=tuple(derivation(meeting, table, groups, language, _)),
    )


def _rate_head(table: TableOutcome, _: Translate) -> str:
    item = table.items[0]
    counted = item.option_rate(item.item.options[0].id)
    head = _("Rate over {denominator}").format(denominator=denominator_name(counted.over, _))
    return _weighted_head(head, counted, _)


def _weighted_head(head: str, rate: CountedRate, _: Translate) -> str:
    return _("{rate}, weighted").format(rate=head) if rate.weighted else head


def _group_key(table: TableOutcome, heads: list[str], language: str, _: Translate) -> str:
    """What the numbers in a cell by voter group are."""
    if table.table.rows_are_options:
        return f"{_('Votes')} · {_('Rate')}"
    rates = table.items[0].item.rates
    key = " / ".join(heads)
    return f"{key} · {said(rates[0], 'name', language)}" if rates else key


def _item_row(
    meeting: Meeting,
    table: TableOutcome,
    outcome: ItemOutcome,
    groups: list[VoterGroup],
    language: str,
    _: Translate,
) -> Row:
    item, name = outcome.item, subject_name(meeting, outcome.item, language)
    count = outcome.all
    counts = (*count.votes, count.abstain) if item.abstain else count.votes
    return Row(
        name=name,
        note=position_beside(item.subject, name, language) if item.subject else "",
        counts=counts,
        rates=tuple(_shown(outcome.rates[rate.id]) for rate in item.rates),
        drawing=bar(count.votes, count.abstain, " / ".join(str(number) for number in counts)),
        place=_place(table, item.id, _),
        by_group=tuple(_group_cell(outcome, group) for group in groups),
    )


def _option_rows(
    meeting: Meeting, table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> tuple[Row, ...]:
    """The options by falling place; equal ones in the order of the ballot."""
    outcome = table.items[0]
    ranks = {place.key: place.rank for place in table.places}
    people = {person.id: person for person in meeting.people}
    rows = []
    for index, option in enumerate(outcome.item.options):
        rate = outcome.option_rate(option.id)
        votes = outcome.all.votes[index]
        name = said(option, "label", language)
        rows.append(
            (
                ranks[option.id],
                Row(
                    name=name,
                    note=position_beside(people[option.id], name, language)
                    if option.id in people
                    else "",
                    counts=(votes,),
                    rates=(_shown(rate),),
                    drawing=share_bar(votes, outcome.all.valid, _shown(rate)),
                    place=_place(table, option.id, _),
                    by_group=tuple(
                        _with_rate(str(outcome.by_group[group.id].votes[index]), rate, group)
                        for group in groups
                    ),
                ),
            )
        )
    return tuple(row for _rank, row in sorted(rows, key=lambda pair: pair[0]))


def _group_cell(outcome: ItemOutcome, group: VoterGroup) -> str:
    """An item's counts in one group, and its first named rate there."""
    count = outcome.by_group[group.id]
    numbers = (*count.votes, count.abstain) if outcome.item.abstain else count.votes
    text = " / ".join(str(number) for number in numbers)
    rates = outcome.item.rates
    return _with_rate(text, outcome.rates[rates[0].id], group) if rates else text


def _with_rate(text: str, rate: CountedRate, group: VoterGroup) -> str:
    there = rate.by_group.get(group.id)
    return f"{text} · {there.rounded}" if there else text


def _shown(rate: CountedRate) -> str:
    return rate.value.rounded if rate.value else NO_RATE


def _place(table: TableOutcome, key: str, _: Translate) -> str:
    place: RankedPlace | None = next((each for each in table.places if each.key == key), None)
    if place is None:
        return ""
    return (_("{rank} (tied)") if place.tied else _("{rank}")).format(rank=place.rank)
