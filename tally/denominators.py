"""The figures a count opens with, per voter group: 应到 实到 发出 收回 有效 无效.

They are also the denominators of rates. Entitled comes from the meeting, present and issued are
entered by the organiser when the box is closed, the rest comes from the record. `unopened` counts
ballots in boxes with fewer ballots than the meeting's minimum: received, never opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from meeting.definition import Box
from tally.marked import N_
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

    def to_json(self) -> dict[str, int]:
        """The figures by name; what was not entered is left out."""
        return {
            name: value
            for name in ("entitled", "present", "issued", "returned", "valid", "invalid")
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


def disagreements(box: Box, figures: Figures) -> Iterator[Problem]:
    """Everything that does not reconcile: 实到 ≤ 应到, 发出 ≤ 实到, 发出 ≤ printed, 收回 ≤ 发出.

    收回 = 有效 + 无效 (+ unopened) holds by how the figures are made.
    """
    present, issued, returned = figures.present, figures.issued, figures.returned
    pairs = (
        (present, figures.entitled, N_("{value} present, but only {limit} are entitled.")),
        (issued, present, N_("Slips issued: {value}; people present: {limit}; nobody gets two.")),
        (issued, box.slips, N_("Slips issued: {value}, but printed: only {limit}.")),
        (returned, issued, N_("Ballots received: {value}, but slips issued: only {limit}.")),
        (returned, box.slips, N_("Ballots received: {value}, but slips printed: only {limit}.")),
    )
    for value, limit, sentence in pairs:
        if value is not None and limit is not None and value > limit:
            yield Problem("figures-disagree", sentence, where=box.id, value=value, limit=limit)


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    if any(value is None for value in known):
        return None
    return sum(value for value in known if value is not None)
