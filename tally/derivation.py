"""如何得出: the sentences under each table that say how its figures came about.

They are made from the same values as the table, so they cannot disagree with it. Sentences are
msgids of this room's catalogue; names of options and rates come from the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meeting.definition import Meeting, Rate, VoterGroup, said
from tally.item_outcome import CountedRate
from tally.marked import N_
from tally.outcome import TableOutcome
from tally.spoken import listed, subject_name

Translate = Callable[[str], str]


_DENOMINATORS = {
    "entitled": N_("entitled voters"),
    "present": N_("voters present"),
    "issued": N_("ballots issued"),
    "returned": N_("ballots received"),
    "valid": N_("valid ballots"),
}


def denominator_name(name: str, _: Translate) -> str:
    """A denominator in words."""
    return _(_DENOMINATORS[name])


def derivation(
    meeting: Meeting, table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> list[str]:
    """The sentences for one table; `groups` are those whose boxes were opened."""
    return [
        *_rates(table, language, _),
        *_weights(table, groups, language, _),
        *_sums(table, language, _),
        *_places(meeting, table, language, _),
    ]


def _rates(table: TableOutcome, language: str, _: Translate) -> Iterator[str]:
    item = table.items[0]
    if table.table.rows_are_options:
        counted = item.option_rate(item.item.options[0].id)
        yield _("Rate = votes ÷ {denominator} {base}.").format(
            denominator=denominator_name(counted.over, _), base=counted.base
        )
    for rate in item.item.rates:
        counted = item.rates[rate.id]
        yield _("{rate} = ({options}) ÷ {denominator} {base}.").format(
            rate=said(rate, "name", language),
            options=" + ".join(_option_labels(table, rate, language)),
            denominator=denominator_name(counted.over, _),
            base=counted.base,
        )


def _weights(
    table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> Iterator[str]:
    item = table.items[0]
    rates: list[CountedRate] = list(item.rates.values())
    shown = rates if table.table.rows_are_options else [item.rates[r.id] for r in item.item.rates]
    if not any(rate.weighted for rate in shown):
        return
    parts = [
        f"{said(group, 'name', language)} × {group.weight}"
        for group in groups
        if group.id in shown[0].by_group
    ]
    yield _(
        "Rates are taken in each voter group first and then combined by weight: {parts}, "
        "divided by the sum of these weights."
    ).format(parts=" + ".join(parts))


def _sums(table: TableOutcome, language: str, _: Translate) -> Iterator[str]:
    item = table.items[0].item
    valid = table.items[0].all.valid
    if item.minimum == item.maximum == 1:
        labels = [said(option, "label", language) for option in item.options]
        parts = [*labels, _("abstain")] if item.abstain else labels
        yield _("In every row {parts} = {valid}; checked.").format(
            parts=" + ".join(parts), valid=valid
        )
        return
    answered = valid - table.items[0].all.abstain
    yield _(
        "{valid} valid ballots, {abstain} abstained; each of the other {answered} chose "
        "{minimum} to {maximum}, {votes} votes in all; checked."
    ).format(
        valid=valid,
        abstain=table.items[0].all.abstain,
        answered=answered,
        minimum=item.minimum,
        maximum=item.maximum,
        votes=sum(table.items[0].all.votes),
    )


def _places(meeting: Meeting, table: TableOutcome, language: str, _: Translate) -> Iterator[str]:
    if not table.places:
        return
    if table.table.rows_are_options:
        names = {o.id: said(o, "label", language) for o in table.items[0].item.options}
        by = _("rate of votes")
    else:
        names = {i.item.id: subject_name(meeting, i.item, language) for i in table.items}
        rate = next(r for r in table.items[0].item.rates if r.id == table.ranked_by)
        by = said(rate, "name", language)
    yield _("Places are by {rate}, compared as exact fractions; equal ones share a place.").format(
        rate=by
    )
    for rank in sorted({place.rank for place in table.places if place.tied}):
        tied = [names[place.key] for place in table.places if place.rank == rank]
        yield _("Tied at place {rank}: {names}.").format(rank=rank, names=listed(tied, language))


def _option_labels(table: TableOutcome, rate: Rate, language: str) -> list[str]:
    return [
        said(option, "label", language)
        for option in table.items[0].item.options
        if option.id in rate.options
    ]
