"""如何得出: the sentences under each table that say how its figures came about.

They are made from the same values as the table, so they cannot disagree with it. Sentences are
msgids of this room's catalogue; names of options and rates come from the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.paper import WRITE_IN, PaperItem, Rate
from meeting.language import N_, listed, said
from tally.outcome.groups_as_one import parts_of
from tally.outcome.item_outcome import CountedRate
from tally.outcome.outcome import TableOutcome
from tally.words.figures_and_names import subject_name

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
        *_pooled_weights(meeting, table, groups, language, _),
        *_sums(table, language, _),
        *_places(meeting, table, language, _),
    ]


def _rates(table: TableOutcome, language: str, _: Translate) -> Iterator[str]:
    item = table.items[0]
    if table.table.rows_are_options:
        counted = item.option_rate(item.item.options[0].id)
        yield _rate_sentence(_("Rate"), _("votes"), counted, _)
    for rate in item.item.rates:
        options = " + ".join(_option_labels(table, rate, language))
        parts = _("({options})").format(options=options) if len(rate.options) > 1 else options
        yield _rate_sentence(said(rate, "name", language), parts, item.rates[rate.id], _)


def _rate_sentence(name: str, parts: str, counted: CountedRate, _: Translate) -> str:
    """How a rate is made: over one figure of all voters, or over each group's own."""
    sentence = (
        _("In each voter group {rate} = {parts} ÷ the group's {denominator}.")
        if counted.weighted
        else _("{rate} = {parts} ÷ {denominator} {base}.")
    )
    return sentence.format(
        rate=name, parts=parts, denominator=denominator_name(counted.over, _), base=counted.base
    )


def _shown_rates(table: TableOutcome) -> list[CountedRate]:
    """The rates that stand in the table: of every option, or the named ones."""
    item = table.items[0]
    if table.table.rows_are_options:
        return list(item.rates.values())
    return [item.rates[rate.id] for rate in item.item.rates]


def _weights(
    table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> Iterator[str]:
    shown = _shown_rates(table)
    if not any(rate.weighted for rate in shown):
        return
    used = [group for group in groups if group.weight and group.id in shown[0].by_group]
    parts = " + ".join(f"{said(group, 'name', language)} × {group.weight}" for group in used)
    total = sum((group.weight for group in used if group.weight), Fraction(0))
    if total == 1:
        yield _("The rates of the groups are combined by weight: {parts}.").format(parts=parts)
    else:
        yield _(
            "The rates of the groups are combined by weight: ({parts}) ÷ {total}, the sum of "
            "the weights of the groups that were opened."
        ).format(parts=parts, total=total)


def _pooled_weights(
    meeting: Meeting, table: TableOutcome, groups: list[VoterGroup], language: str, _: Translate
) -> Iterator[str]:
    """Groups that were opened as one have one rate, so only the sum of their weights can enter."""
    if not any(rate.weighted for rate in _shown_rates(table)):
        return
    for group in groups:
        parts = parts_of(meeting, group)
        if len(parts) > 1 and group.weight:
            yield _(
                "{group}: one rate, because these groups were opened as one; it enters with the "
                "sum of their weights, {parts} = {total}. It is being opened as one that protects "
                "these ballots; weights hide nothing."
            ).format(
                group=said(group, "name", language),
                parts=" + ".join(str(part.weight) for part in parts),
                total=group.weight,
            )


def _sums(table: TableOutcome, language: str, _: Translate) -> Iterator[str]:
    item = table.items[0].item
    valid = table.items[0].all.valid
    if item.minimum == item.maximum == 1 and not table.table.rows_are_options:
        labels = [said(option, "label", language) for option in item.options]
        parts = [*labels, _("abstain")] if item.abstain else labels
        yield _("In every row {parts} = {valid}; checked.").format(
            parts=" + ".join(parts), valid=valid
        )
        return
    blank = table.items[0].all.abstain
    yield _(_chosen(item, people=table.table.paper.people_are_options)).format(
        valid=valid,
        blank=_blank(table, _).format(number=blank),
        answered=valid - blank,
        minimum=item.minimum,
        maximum=item.maximum,
        votes=sum(table.items[0].all.votes),
    )


def _blank(table: TableOutcome, _: Translate) -> str:
    """How many chose nothing here; beside lines for other names that need not be abstention."""
    paper = table.table.paper
    if paper.lines_name_people and any(item.form == WRITE_IN for item in paper.items):
        return _("{number} ticked nobody on the list (names written in have a table of their own)")
    return _("{number} abstained")


def _chosen(item: PaperItem, *, people: bool) -> str:
    """The sentence for how many were chosen: exactly so many, at most so many, or from … to …."""
    if not people:
        return _ticked(item)
    if item.minimum == item.maximum:
        return N_(
            "{valid} valid ballots, {blank}; each of the other {answered} chose exactly {maximum}, "
            "{votes} votes in all; checked."
        )
    if not item.minimum:
        return N_(
            "{valid} valid ballots, {blank}; each of the other {answered} chose at most {maximum}, "
            "{votes} votes in all; checked."
        )
    return N_(
        "{valid} valid ballots, {blank}; each of the other {answered} chose {minimum} to "
        "{maximum}, {votes} votes in all; checked."
    )


def _ticked(item: PaperItem) -> str:
    """The same of answers that were ticked."""
    if item.minimum == item.maximum:
        return N_(
            "{valid} valid ballots, {blank}; each of the other {answered} ticked exactly"
            " {maximum}, {votes} ticks in all; checked."
        )
    if not item.minimum:
        return N_(
            "{valid} valid ballots, {blank}; each of the other {answered} ticked at most {maximum},"
            " {votes} ticks in all; checked."
        )
    return N_(
        "{valid} valid ballots, {blank}; each of the other {answered} ticked {minimum} to"
        " {maximum}, {votes} ticks in all; checked."
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
