"""Which items of a paper stand in one table: those that ask the same with the same options.

双重测评 asks two things of every person (评价 and 调整去向): two tables, one row per person. The
team as a whole is asked the same as its members, but is not ranked among them: a table of its own.
A recommendation item is a table by itself: its rows are the people it offers. The lines for names
of one paper that belong together (`<id>-1`, `<id>-2` …) are one table, and so are the items of a
score paper that ask the same of more people than one question holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from meeting.definition.paper import SCORES, WRITE_IN, Paper, PaperItem

_LINE = re.compile(r"-[0-9]+\Z", re.ASCII)
"""What the number of a line adds to its id."""


@dataclass(frozen=True, slots=True)
class Table:
    """Items of one paper that are compared, of one form.

    `rows_are_options` on recommendation and score papers, where options are people.
    """

    paper: Paper
    items: tuple[PaperItem, ...]
    rows_are_options: bool

    @property
    def id(self) -> str:
        """The id of the table's first item, which no other table has."""
        return self.items[0].id

    @property
    def is_single(self) -> bool:
        """Whether its answers were opened one by one."""
        return self.items[0].is_single


def tables_of(paper: Paper) -> tuple[Table, ...]:
    """The tables of a paper, in the order in which their first items stand on it."""
    rows_are_options = paper.people_are_options
    alike: dict[tuple[object, ...], list[PaperItem]] = {}
    for item in paper.items:
        key = _alone(item) if _is_alone(paper, item) else _question_of(item)
        alike.setdefault(key, []).append(item)
    return tuple(Table(paper, tuple(items), rows_are_options) for items in alike.values())


def _is_alone(paper: Paper, item: PaperItem) -> bool:
    """Whether an item is compared with no other: people are its options, or it is a line."""
    return item.form == WRITE_IN or (paper.people_are_options and item.form != SCORES)


def _alone(item: PaperItem) -> tuple[object, ...]:
    """The item's own id, or what its lines' ids have in common."""
    if item.form == WRITE_IN:
        return (item.form, _LINE.sub("", item.id))
    return (item.id,)


def _question_of(item: PaperItem) -> tuple[object, ...]:
    """Everything about an item but the people it is asked of."""
    if item.form == SCORES:
        return (item.form, item.prompt, item.prompt_en)
    return (
        item.subject is None,
        item.prompt,
        item.prompt_en,
        item.options,
        item.minimum,
        item.maximum,
        item.abstain,
        item.rates,
    )
