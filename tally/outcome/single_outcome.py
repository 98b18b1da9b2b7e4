"""The outcome of single answers: each item's count per voter group and together, as tables.

Nothing is weighed here and nobody gets a place: whether rankings become points, and whether groups
weigh differently then, is for the rules of a meeting to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias

from meeting.definition.paper import RANKING, WRITE_IN, PaperItem
from meeting.definition.person import Person
from tally.outcome.box_count import AnyCount
from tally.outcome.single_count import RankingCount, ScoreCount, SingleCount, WriteInCount
from tally.outcome.tables import Table
from tally.outcome.written_names import WrittenName, written_names


@dataclass(frozen=True, slots=True)
class SingleOutcome(Generic[SingleCount]):
    """One item's count by group id (opened groups only) and in all."""

    item: PaperItem
    by_group: Mapping[str, SingleCount]
    all: SingleCount


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """另推他人: the lines for names that belong together.

    `all` adds the lines up, text by text; `names` are these texts put together to names.
    """

    table: Table
    lines: tuple[SingleOutcome[WriteInCount], ...]
    by_group: Mapping[str, WriteInCount]
    all: WriteInCount
    names: tuple[WrittenName, ...]


@dataclass(frozen=True, slots=True)
class RankingTable:
    """排序推荐: how often each person was put in each place."""

    table: Table
    ranking: SingleOutcome[RankingCount]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """评委评分: every score of every person; one item for as many people as one question holds."""

    table: Table
    items: tuple[SingleOutcome[ScoreCount], ...]


AnySingleTable: TypeAlias = WrittenTable | RankingTable | ScoreTable

CountsByItem: TypeAlias = Mapping[str, Mapping[str, AnyCount]]
"""Counts by item id, then by the id of an opened group."""


def single_table(
    table: Table, counts_by_item: CountsByItem, people: tuple[Person, ...]
) -> AnySingleTable:
    """The outcome of a table whose items are all of one form, which is not that of choices.

    `people` are those of the meeting, whose names may be written as well as ticked.
    """
    form = table.items[0].form
    if form == WRITE_IN:
        return _written_table(table, counts_by_item, people)
    if form == RANKING:
        return RankingTable(table, _outcome(table.items[0], counts_by_item, RankingCount))
    return ScoreTable(
        table, tuple(_outcome(item, counts_by_item, ScoreCount) for item in table.items)
    )


def _written_table(
    table: Table, counts_by_item: CountsByItem, people: tuple[Person, ...]
) -> WrittenTable:
    lines = tuple(_outcome(item, counts_by_item, WriteInCount) for item in table.items)
    first, *others = lines
    by_group, everything = dict(first.by_group), first.all
    for line in others:
        by_group = {group: count + line.by_group[group] for group, count in by_group.items()}
        everything += line.all
    names = written_names(everything.names, table.paper, people)
    return WrittenTable(table, lines, by_group, everything, names)


def _outcome(
    item: PaperItem, counts_by_item: CountsByItem, kind: type[SingleCount]
) -> SingleOutcome[SingleCount]:
    counts = {
        group: count for group, count in counts_by_item[item.id].items() if isinstance(count, kind)
    }
    everything = kind.none(item)
    for count in counts.values():
        everything += count
    return SingleOutcome(item, counts, everything)
