"""The figures of one round, group by group and together, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from meeting.definition.meeting import Box, Round
from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import BoxCount
from tally.outcome.denominators import Figures, all_groups, group_figures, summed_figures
from tally.outcome.sum_count import SumCount
from tally.outcome.void_rounds import Excess, impossibilities, remarks, void_reasons
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Figures by the id of each group that was counted, and `all` together.

    `by_box` are the figures of each box, also of those that were opened as one. `void` says why the
    round is void as a whole, if it is; `remarks` what else is unusual.
    """

    round: Round
    by_group: Mapping[str, Figures]
    by_box: tuple[tuple[Box, Figures], ...]
    all: Figures
    void: tuple[Excess, ...]
    remarks: tuple[Excess, ...]

    def to_json(self) -> dict[str, Any]:
        """The figures and what follows from them, as outcome.json has them of every round."""
        void = bool(self.void)
        groups = [{"group": group} | row.to_json(void=void) for group, row in self.by_group.items()]
        return {
            "id": self.round.id,
            "figures": {"groups": groups, "all": self.all.to_json(void=void)},
            **_listed("void", self.void),
            **_listed("remarks", self.remarks),
        }


def round_figures(
    each: Round, units: Iterable[SumCount], hall: Mapping[str, BoxFigures]
) -> RoundFigures:
    """Work out the figures of what was counted apart in a round (see `sum_count.counted`).

    Raises Problem("figures-disagree") for figures that cannot be.
    """
    by_group: dict[str, Figures] = {}
    by_box: list[tuple[Box, Figures]] = []
    for unit in units:
        parts = [(part.box, _box_figures(part, hall.get(part.box.id))) for part in unit.parts]
        by_box += parts
        by_group[unit.count.box.group.id] = summed_figures(
            [figures for _box, figures in parts], opened=unit.count.items is not None
        )
    return RoundFigures(
        each,
        by_group,
        tuple(by_box),
        all_groups(by_group.values()),
        tuple(one for box, figures in by_box for one in void_reasons(box, figures)),
        tuple(one for box, figures in by_box for one in remarks(box, figures)),
    )


def _box_figures(count: BoxCount, hall: BoxFigures | None) -> Figures:
    figures = group_figures(
        count.box,
        count.ballots,
        opened=count.items is not None,
        present=hall.present if hall else None,
        issued=hall.issued if hall else None,
    )
    problem: Problem
    for problem in impossibilities(count.box, figures):
        raise problem
    return figures


def _listed(name: str, found: tuple[Excess, ...]) -> dict[str, Any]:
    return {name: [one.to_json() for one in found]} if found else {}
