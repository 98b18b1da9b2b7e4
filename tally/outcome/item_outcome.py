"""The outcome of one item: its counts per voter group and together, and its rates.

A rate is the sum of some options' votes over a stated denominator. Where the meeting gives its
voter groups weights, the rate that counts is Σ weight·(group's rate) ÷ Σ weight over the groups
whose boxes were opened; the plain sum over all voters is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from meeting.definition.meeting import VoterGroup
from meeting.definition.paper import Paper, PaperItem, Rate
from tally.outcome.box_count import ItemCount, add
from tally.outcome.denominators import Figures
from tally.outcome.exact import ExactRate, weighted

OPTION_RATE = "option:"


@dataclass(frozen=True, slots=True)
class CountedRate:
    """A rate with everything it was made from.

    `votes` ÷ `base` is the plain rate over all opened groups together; `plain` is None if `base` is
    0. `weighted` is None unless the groups have weights.
    """

    id: str
    options: tuple[str, ...]
    over: str
    votes: int
    base: int
    plain: ExactRate | None
    weighted: ExactRate | None
    by_group: Mapping[str, ExactRate]

    @property
    def value(self) -> ExactRate | None:
        """The rate that counts: the weighted one where there is one."""
        return self.weighted or self.plain


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """Counts of one item by group id (opened groups only) and in all, and its rates by id."""

    item: PaperItem
    by_group: Mapping[str, ItemCount]
    all: ItemCount
    rates: Mapping[str, CountedRate]

    def option_rate(self, option: str) -> CountedRate:
        """The rate of a single option."""
        return self.rates[OPTION_RATE + option]


def item_outcome(
    paper: Paper,
    item: PaperItem,
    counts: Mapping[str, ItemCount],
    figures: Mapping[str, Figures],
    groups: tuple[VoterGroup, ...],
) -> ItemOutcome:
    """Work out one item from the counts and figures of the opened groups, by group id."""
    singles = [
        Rate(
            OPTION_RATE + option.id, option.label, option.label_en, (option.id,), paper.denominator
        )
        for option in item.options
    ]
    rates = {
        rate.id: _count_rate(item, rate, counts, figures, groups)
        for rate in [*singles, *item.rates]
    }
    nothing = ItemCount(0, 0, (0,) * len(item.options))
    return ItemOutcome(item, counts, add([nothing, *counts.values()]), rates)


def _count_rate(
    item: PaperItem,
    rate: Rate,
    counts: Mapping[str, ItemCount],
    figures: Mapping[str, Figures],
    groups: tuple[VoterGroup, ...],
) -> CountedRate:
    chosen = [index for index, option in enumerate(item.options) if option.id in rate.options]
    votes = {group: sum(count.votes[index] for index in chosen) for group, count in counts.items()}
    bases = {group: figures[group].denominator(rate.denominator) for group in counts}
    by_group = {group: ExactRate.of(votes[group], bases[group]) for group in counts if bases[group]}
    base = sum(bases.values())
    parts = [
        (group.weight, by_group[group.id])
        for group in groups
        if group.weight is not None and group.id in by_group
    ]
    return CountedRate(
        id=rate.id,
        options=rate.options,
        over=rate.denominator,
        votes=sum(votes.values()),
        base=base,
        plain=ExactRate.of(sum(votes.values()), base) if base else None,
        weighted=weighted(parts) if parts else None,
        by_group=by_group,
    )


def figure_to_rank(rate: CountedRate) -> Fraction:
    """What a rate is ranked by; a rate over nothing ranks last."""
    return rate.value.value if rate.value else Fraction(-1)
