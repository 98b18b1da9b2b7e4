"""What a report tells besides the outcome: whether every slip is accounted for, and what was drawn.

Both follow from files of the folder as the outcome follows from its records; they are no part of
outcome.json, since no figure depends on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from meeting.language import listed
from tally.outcome.outcome import Outcome
from tally.words.figures_and_names import box_name

MOST_SHOWN = 100
"""Entries of a draw that a report names; of more, it says where the others stand."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """How many slips the list of a box names: taken from the piles before voting, and left over."""

    audited: int
    left_over: int


@dataclass(frozen=True, slots=True)
class DrawnByLot:
    """A draw: from how many entries, how many, and which (number on the list, text), in order.

    `owners` are those whose shares gave it. Nothing is drawn as long as there are too few.
    """

    name: str
    purpose: str
    entries: int
    take: int
    owners: tuple[int, ...]
    drawn: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the records: the list of each box by its id, if it has one, and draws."""

    cancelled: Mapping[str, Cancelled] = field(default_factory=lambda: MappingProxyType({}))
    draws: tuple[DrawnByLot, ...] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class SlipsRow:
    """The slips of a box."""

    id: str
    name: str
    printed: int
    voted: int
    audited: int
    left_over: int

    @property
    def missing(self) -> int:
        """How many were neither used nor cancelled."""
        return self.printed - self.voted - self.audited - self.left_over


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw in words; `more` are drawn besides those that are named."""

    name: str
    purpose: str
    told: str
    drawn: tuple[tuple[int, str], ...]
    more: int


def slips_rows(outcome: Outcome, beside: Beside, language: str) -> tuple[SlipsRow, ...]:
    """The slips of every box; none under the rules of schema 1, when nobody cancelled any."""
    if not outcome.meeting.rules_of_2:
        return ()
    none = Cancelled(0, 0)
    return tuple(
        SlipsRow(
            id=count.box.id,
            name=box_name(count.box, language),
            printed=count.box.slips,
            voted=count.ballots,
            audited=beside.cancelled.get(count.box.id, none).audited,
            left_over=beside.cancelled.get(count.box.id, none).left_over,
        )
        for count in outcome.boxes
    )


def draw_views(
    outcome: Outcome, beside: Beside, language: str, _: Callable[[str], str]
) -> tuple[DrawView, ...]:
    """The draws in words."""
    tellers = outcome.meeting.tellers
    return tuple(
        DrawView(
            name=each.name,
            purpose=each.purpose,
            told=_drawn_by(each, listed([tellers[at - 1] for at in each.owners], language), _),
            drawn=each.drawn[:MOST_SHOWN],
            more=len(each.drawn[MOST_SHOWN:]),
        )
        for each in beside.draws
    )


def _drawn_by(each: DrawnByLot, tellers: str, _: Callable[[str], str]) -> str:
    if not each.drawn:
        told = _("Not drawn yet: too few tellers have given a share. Entries: {entries}.")
        return told.format(entries=each.entries)
    told = _(
        "Entries: {entries}; drawn: {take}, in this order, by the shares of the tellers {tellers}:"
    )
    return told.format(entries=each.entries, take=each.take, tellers=tellers)
