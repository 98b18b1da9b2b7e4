"""The figures a count opens with, per voter group: 应到 实到 发出 收回 有效 无效.

They are also the denominators of rates. Entitled comes from the meeting, present and issued are
entered by the organiser when the box is closed, the rest comes from the record. `unopened` counts
ballots in boxes with fewer ballots than the meeting's minimum: received, never opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from meeting.definition.meeting import Box
from meeting.language import N_
from tally.problem import Problem

_MISSING = {
    "present": N_(
        "A rate of this meeting is taken over the voters present, who were not entered. "
        "Give the figures file with --figures."
    ),
    "issued": N_(
        "A rate of this meeting is taken over the ballots issued, which were not entered. "
        "Give the figures file with --figures."
    ),
}

HALL = ("entitled", "present", "issued", "returned")
"""Figures of a meeting, its hall and its boxes."""
COUNTED = ("valid", "invalid")
"""Figures of a count, in the sense of a vote that is not void."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one voter group in one round, or of all its groups together.

    `present` and `issued` are None as long as nobody entered them.
    """

    entitled: int
    present: int | None
    issued: int | None
    returned: int
    valid: int
    invalid: int
    unopened: int

    def denominator(self, name: str) -> int:
        """The figure a rate is taken over; `name` is one of the meeting's DENOMINATORS.

        Raises Problem("figures-missing") where present or issued is needed but not entered.
        """
        value: int | None = getattr(self, name)
        if value is None:
            raise Problem("figures-missing", _MISSING[name])
        return value

    def to_json(self, *, void: bool = False) -> dict[str, int]:
        """The figures by name; what was not entered is left out.

        So are the valid and invalid ballots of a void round: nobody counts them.
        """
        return {
            name: value
            for name in (*HALL, *(() if void else COUNTED))
            if (value := getattr(self, name)) is not None
        } | ({"unopened": self.unopened} if self.unopened else {})


def group_figures(
    box: Box, ballots: int, *, opened: bool, present: int | None, issued: int | None
) -> Figures:
    """The figures of one box. Every accepted ballot is valid: the record holds no others."""
    return Figures(
        entitled=box.group.size,
        present=present,
        issued=issued,
        returned=ballots,
        valid=ballots if opened else 0,
        invalid=0,
        unopened=0 if opened else ballots,
    )


def all_groups(figures: Iterable[Figures]) -> Figures:
    """The sums over the groups of a round; present and issued only if every group has them."""
    rows = list(figures)
    return Figures(
        entitled=sum(row.entitled for row in rows),
        present=_sum(row.present for row in rows),
        issued=_sum(row.issued for row in rows),
        returned=sum(row.returned for row in rows),
        valid=sum(row.valid for row in rows),
        invalid=sum(row.invalid for row in rows),
        unopened=sum(row.unopened for row in rows),
    )


def summed_figures(parts: list[Figures], *, opened: bool) -> Figures:
    """The figures of boxes that were opened as one: added up, and valid as one if it was opened."""
    together = all_groups(parts)
    if not opened:
        return together
    return replace(together, valid=together.returned, unopened=0)


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    if any(value is None for value in known):
        return None
    return sum(value for value in known if value is not None)
