"""What the rules start from: what was counted, whether in a meeting or typed in to try them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tally.folder.ruling import Ruling
from tally.outcome.box_count import AnyCount
from tally.outcome.denominators import Figures
from tally.outcome.merged_names import MergedNames
from tally.outcome.steps.lots import DrawnLots


@dataclass(frozen=True, slots=True)
class CountedRound:
    """One round: its figures and its items' counts, by the id of each group that was counted.

    `items` are by item id. `void` is a round that does not count; of it there are no items.
    """

    figures: Mapping[str, Figures]
    items: Mapping[str, Mapping[str, AnyCount]]
    void: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """All rounds by id, marks from outside by column and person; rulings and draws by step.

    `merged` are names that were written, by what their ruling is about.
    """

    rounds: Mapping[str, CountedRound]
    marks: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    draws: Mapping[str, DrawnLots] = field(default_factory=dict)
    merged: Mapping[str, MergedNames] = field(default_factory=dict)
