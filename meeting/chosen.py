"""The choices of a ballot in the words of the paper: what an opened ballot says, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meeting.paper import Option, PaperItem


@dataclass(frozen=True, slots=True)
class Chosen:
    """One item, and what was chosen on it: options in the paper's order, or 弃权."""

    item: PaperItem
    options: tuple[Option, ...]
    abstained: bool


def chosen(items: Sequence[PaperItem], choices: Sequence[Sequence[int]]) -> tuple[Chosen, ...]:
    """Read the 0/1 vectors of a ballot whose questions are ``items``; raises ValueError.

    Where an item has 弃权, the first entry of its vector is Belenios' blank slot.
    """
    return tuple(_chosen(item, values) for item, values in zip(items, choices, strict=True))


def _chosen(item: PaperItem, values: Sequence[int]) -> Chosen:
    marks = values[1:] if item.abstain else values
    options = tuple(option for option, mark in zip(item.options, marks, strict=True) if mark)
    return Chosen(item, options, item.abstain and bool(values[0]))
