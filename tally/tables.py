"""Which items of a paper stand in one table: those that ask the same with the same options.

双重测评 asks two things of every person (评价 and 调整去向): two tables, one row per person. The
team as a whole is asked the same as its members, but is not ranked among them: a table of its own.
A recommendation item is a table by itself: its rows are the people it offers.
"""

from __future__ import annotations

from dataclasses import dataclass

from meeting.paper import RECOMMENDATION, Paper, PaperItem


@dataclass(frozen=True, slots=True)
class Table:
    """Items of one paper that are compared; `rows_are_options` on recommendation papers."""

    paper: Paper
    items: tuple[PaperItem, ...]
    rows_are_options: bool

    @property
    def id(self) -> str:
        """The id of the table's first item, which no other table has."""
        return self.items[0].id


def tables_of(paper: Paper) -> tuple[Table, ...]:
    """The tables of a paper, in the order in which their first items stand on it."""
    if paper.kind == RECOMMENDATION:
        return tuple(Table(paper, (item,), rows_are_options=True) for item in paper.items)
    alike: dict[tuple[object, ...], list[PaperItem]] = {}
    for item in paper.items:
        alike.setdefault(_question_of(item), []).append(item)
    return tuple(Table(paper, tuple(items), rows_are_options=False) for items in alike.values())


def _question_of(item: PaperItem) -> tuple[object, ...]:
    """Everything about an item but the person it is asked of."""
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
