"""The outcome of a meeting: figures, counts, rates and places, all recomputable from the record.

`outcome_of` is a pure function of the meeting, the counts of its boxes and the figures entered in
the hall; the published outcome.json is its exact image, and the verifier computes it again. Nothing
is rounded here: numbers are integers and fractions, with the shown text beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.election.visible import RULE
from meeting.definition.marks import marks_by_column
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import Paper, PaperItem
from meeting.organiser.figures import BoxFigures
from tally.folder.figures import EarlierFigures
from tally.folder.ruling import HeldRuling
from tally.outcome.acts import NO_ACTS, Acts
from tally.outcome.box_count import BoxCount, ItemCount
from tally.outcome.item_outcome import ItemOutcome, figure_to_rank, item_outcome
from tally.outcome.limit_sums import LimitOutcome, limit_outcomes
from tally.outcome.merged_names import MergedNames, with_new_persons
from tally.outcome.merged_papers import merged_papers
from tally.outcome.names_limit import NamesSum, names_sums
from tally.outcome.places import RankedPlace, places
from tally.outcome.round_figures import RoundFigures, round_figures
from tally.outcome.single_outcome import AnySingleTable, CountsByItem, single_table
from tally.outcome.steps.counted import Counted, CountedRound
from tally.outcome.steps.derive import derive
from tally.outcome.steps.result import StepResult
from tally.outcome.sum_count import SumCount, counted
from tally.outcome.tables import Table, tables_of


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """A table's items with their outcomes, and the places of its rows by rate `ranked_by`.

    Rows are items, or the options of the one item of a recommendation. Without a rate that ranks
    (placement suggestions, a single row) `places` is empty.
    """

    table: Table
    items: tuple[ItemOutcome, ...]
    ranked_by: str
    places: tuple[RankedPlace, ...]


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """One round: its figures, and every table of its papers; no table of a round that is void.

    `singles` are the tables of answers that were opened one by one. `limits` are, by paper id and
    group id, all names on the papers that limit them as a whole; `limit_sums` are those of limits
    across questions. `groups` are those that were
    counted: the meeting's voter groups, those whose boxes were opened as one being one of them.
    `plan` is the hash of the plan by which they were opened, empty under the rules of schema 1;
    `excepted` whether every teller signed that the round is opened although it is too small.
    """

    round: Round
    figures: RoundFigures
    tables: tuple[TableOutcome, ...]
    singles: tuple[AnySingleTable, ...] = ()
    limits: Mapping[str, Mapping[str, NamesSum]] = field(default_factory=dict)
    groups: tuple[VoterGroup, ...] = ()
    sums: tuple[SumCount, ...] = ()
    plan: str = ""
    excepted: bool = False
    limit_sums: tuple[LimitOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierOutcome:
    """The figures of every round as they were before a correction, and its reason."""

    reason: str
    rounds: tuple[RoundFigures, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole outcome; `boxes` follow `meeting.boxes()`, `sums` are those opened as one.

    `earlier` are the figures that were corrected, the oldest first. `lines_rule` is the number of
    the rule that written lines were read by. `figures_signed` are the tellers whose signature under
    the figures of the hall holds: only the reports say so, for it follows from no count. `steps`
    are what the meeting's rules came to, `rulings` what people decided that entered them, `merged`
    the written names that were put together.
    """

    meeting: Meeting
    definition_hash: str
    boxes: tuple[BoxCount, ...]
    rounds: tuple[RoundOutcome, ...]
    sums: tuple[SumCount, ...] = ()
    earlier: tuple[EarlierOutcome, ...] = ()
    lines_rule: int = RULE
    figures_signed: tuple[int, ...] = ()
    steps: tuple[StepResult, ...] = ()
    rulings: tuple[HeldRuling, ...] = ()
    merged: tuple[MergedNames, ...] = ()

    @property
    def named(self) -> Meeting:
        """The meeting with the new persons of merged names among its people, to name them."""
        return with_new_persons(self.meeting, self.merged)


def outcome_of(
    meeting: Meeting,
    definition_hash: str,
    counts: tuple[BoxCount, ...],
    hall: Mapping[str, BoxFigures],
    sums: tuple[SumCount, ...] = (),
    earlier: tuple[EarlierFigures, ...] = (),
    lines_rule: int = RULE,
    acts: Acts = NO_ACTS,
) -> Outcome:
    """Work out the outcome from the counts of all boxes and the hall's figures by box id.

    `sums` are the counts of boxes that were opened as one, in the meeting's order; `earlier` the
    figures that were corrected; `lines_rule` the rule by which the counts read written lines;
    `acts` what people did besides voting, as far as it holds.
    Raises Problem "figures-disagree" or "figures-missing".
    """
    units = {
        each.id: counted(
            tuple(count for count in counts if count.box.round == each),
            tuple(sum_ for sum_ in sums if sum_.count.box.round == each),
        )
        for each in meeting.rounds
    }

    def figures_with(boxes: Mapping[str, BoxFigures]) -> tuple[RoundFigures, ...]:
        return tuple(round_figures(each, units[each.id], boxes) for each in meeting.rounds)

    figures = figures_with(hall)
    found = _counted(meeting, units, figures, acts)
    return Outcome(
        meeting,
        definition_hash,
        counts,
        tuple(_round_outcome(meeting, units[each.round.id], each, acts) for each in figures),
        sums,
        tuple(EarlierOutcome(each.reason, figures_with(each.boxes)) for each in earlier),
        lines_rule,
        steps=derive(meeting, found),
        rulings=acts.rulings,
        merged=tuple(found.merged.values()),
    )


def _counted(
    meeting: Meeting,
    units: Mapping[str, list[SumCount]],
    figures: tuple[RoundFigures, ...],
    acts: Acts,
) -> Counted:
    """What the rules start from."""
    rounds = {}
    for each in figures:
        counts = {unit.count.box.group.id: unit.count for unit in units[each.round.id]}
        papers = units[each.round.id][0].count.box.papers(meeting)
        void = bool(each.void)
        items = {} if void else _counts_by_item(papers, counts)
        rounds[each.round.id] = CountedRound(each.by_group, items, void)
    rulings = {each.ruling.about: each.ruling for each in acts.rulings}
    merged = merged_papers(meeting, rounds, rulings)
    return Counted(rounds, marks_by_column(meeting.marks), rulings, acts.draws, merged)


def _round_outcome(
    meeting: Meeting,
    units: list[SumCount],
    figures: RoundFigures,
    acts: Acts,
) -> RoundOutcome:
    each = figures.round
    plan, excepted = acts.openings.get(each.id, ("", False))
    sums = tuple(unit for unit in units if len(unit.parts) > 1)
    counts = {unit.count.box.group.id: unit.count for unit in units}
    groups = tuple(count.box.group for count in counts.values())
    if figures.void:
        return RoundOutcome(each, figures, (), (), {}, groups, sums, plan, excepted)
    papers = units[0].count.box.papers(meeting)
    counts_by_item = _counts_by_item(papers, counts)
    outcomes = {
        item.id: item_outcome(paper, item, _choices(counts_by_item, item), figures.by_group, groups)
        for paper in papers
        for item in paper.items
        if not item.is_single
    }
    tables = [table for paper in papers for table in tables_of(paper)]
    return RoundOutcome(
        each,
        figures,
        tuple(_table_outcome(table, outcomes) for table in tables if not table.is_single),
        tuple(
            single_table(table, counts_by_item, meeting.people)
            for table in tables
            if table.is_single
        ),
        _limits(meeting, counts),
        groups,
        sums,
        plan,
        excepted,
        limit_outcomes(meeting, counts),
    )


def _counts_by_item(papers: tuple[Paper, ...], counts: Mapping[str, BoxCount]) -> CountsByItem:
    """The counts by item id, then by group id, of the groups that were opened."""
    items = [item for paper in papers for item in paper.items]
    return {
        item.id: {group: count.items[at] for group, count in counts.items() if count.items}
        for at, item in enumerate(items)
    }


def _choices(counts_by_item: CountsByItem, item: PaperItem) -> dict[str, ItemCount]:
    return {
        group: count
        for group, count in counts_by_item[item.id].items()
        if isinstance(count, ItemCount)
    }


def _limits(meeting: Meeting, counts: Mapping[str, BoxCount]) -> dict[str, dict[str, NamesSum]]:
    limits: dict[str, dict[str, NamesSum]] = {}
    for group, count in counts.items():
        for paper, names in names_sums(meeting, count):
            limits.setdefault(paper.id, {})[group] = names
    return limits


def _table_outcome(table: Table, outcomes: Mapping[str, ItemOutcome]) -> TableOutcome:
    items = tuple(outcomes[item.id] for item in table.items)
    first = items[0]
    if table.rows_are_options:
        figures = [
            (option.id, figure_to_rank(first.option_rate(option.id)))
            for option in first.item.options
        ]
        return TableOutcome(table, items, "option", places(figures))
    rate = ranking_rate(table.paper, table)
    if not rate or len(items) == 1:
        return TableOutcome(table, items, "", ())
    figures = [(each.item.id, figure_to_rank(each.rates[rate])) for each in items]
    return TableOutcome(table, items, rate, places(figures))


def ranking_rate(paper: Paper, table: Table) -> str:
    """The id of the rate an evaluation table is ranked by: its first named one, else none."""
    named = table.items[0].rates
    return named[0].id if named and not paper.people_are_options else ""
