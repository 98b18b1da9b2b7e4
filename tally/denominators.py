"""The figures a count opens with, per voter group: 应到 实到 发出 收回 有效 无效.

They are also the denominators of rates. Entitled comes from the meeting, present and issued are
entered by the organiser when the box is closed, the rest comes from the record. `unopened` counts
ballots in boxes with fewer ballots than the meeting's minimum: received, never opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meeting.definition import Box
from tally.problem import TallyProblem


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

        Raises TallyProblem("figures-missing") where present or issued is needed but not entered.
        """
        value: int | None = getattr(self, name)
        if value is None:
            raise TallyProblem(
                "figures-missing",
                "A rate of this meeting is taken over “{name}”, which was not entered. "
                "Give the figures file with --figures.",
                name=name,
            )
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


def disagreements(box: Box, figures: Figures) -> Iterator[TallyProblem]:
    """Everything that does not reconcile: 实到 ≤ 应到, 发出 ≤ 实到, 发出 ≤ printed, 收回 ≤ 发出.

    收回 = 有效 + 无效 (+ unopened) holds by how the figures are made.
    """
    pairs = (
        ("present", figures.present, "entitled", figures.entitled),
        ("issued", figures.issued, "present", figures.present),
        ("issued", figures.issued, "printed", box.slips),
        ("returned", figures.returned, "issued", figures.issued),
        ("returned", figures.returned, "printed", box.slips),
    )
    for name, value, limit_name, limit in pairs:
        if value is not None and limit is not None and value > limit:
            yield TallyProblem(
                "figures-disagree",
                "The figures do not reconcile: {name} {value} is more than {limit_name} {limit}.",
                where=box.id,
                name=name,
                value=value,
                limit_name=limit_name,
                limit=limit,
            )


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    if any(value is None for value in known):
        return None
    return sum(value for value in known if value is not None)
