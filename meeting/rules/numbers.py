"""Steps that give a number for each person: counts, rates, points, scores, and what they make.

All numbers are exact fractions. A person without a number (no ballot to divide by, no mark) is left
without one; a later step that needs it stops and says whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from meeting.rules.step import FigureId, GroupId, ItemId, OptionId, PersonId, RoundId, Step

Denominator: TypeAlias = Literal["entitled", "present", "issued", "returned", "valid"]
Missing: TypeAlias = Literal["stop", "zero", "renormalise"]
"""What becomes of a part that is not there: no outcome, it is 0, or the others' weights grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Step):
    """A step about an item of a round's papers; of some voter groups together, else of all."""

    round: RoundId
    item: ItemId
    groups: tuple[GroupId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Asked):
    """得票数: how many chose one of these options; without options, how many chose the person.

    `written`: with the names written on the same paper, as tellers merged them.
    """

    kind: ClassVar[str] = "count"

    options: tuple[OptionId, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Asked):
    """得票率: such a count over a denominator, less those who chose one of the options `without`.

    `weighted`: by the voter groups' weights, each group's rate over its own denominator; `missing`
    says what becomes of a group without any.
    """

    kind: ClassVar[str] = "rate"

    options: tuple[OptionId, ...] = ()
    over: Denominator
    without: tuple[OptionId, ...] = ()
    weighted: bool = False
    missing: Missing = "stop"
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one option is worth."""

    option: OptionId
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Asked):
    """A value for each option: added up, or the mean over those who chose one of them.

    An option that is not named, and an abstention, is worth nothing and is not divided by, unless
    `over` names a denominator.
    """

    kind: ClassVar[str] = "points"

    values: tuple[Worth, ...]
    over: Literal["chosen", "sum", "entitled", "present", "issued", "returned", "valid"] = "chosen"
    weighted: bool = False
    missing: Missing = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePoints(Asked):
    """排序计分: a value for each place of a ranking, and one for who is not named on a ballot."""

    kind: ClassVar[str] = "place-points"

    values: tuple[Fraction, ...]
    unnamed: Fraction = Fraction(0)
    over: Literal["sum", "entitled", "present", "issued", "returned", "valid"] = "valid"
    weighted: bool = False
    missing: Missing = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Asked):
    """评委评分: the mean of judges' scores, without the `drop` highest and the `drop` lowest.

    They are dropped only where there are `least` scores or more.
    """

    kind: ClassVar[str] = "score"

    drop: int = 0
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks(Step):
    """外部成绩: a column of the meeting's table of marks."""

    kind: ClassVar[str] = "marks"

    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandEdge:
    """From this number on, this value."""

    at_least: Fraction
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Step):
    """分档计分: a value by steps of a figure; the edge belongs to the higher band."""

    kind: ClassVar[str] = "band"

    figure: FigureId
    edges: tuple[BandEdge, ...]
    below: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled(Step):
    """折算: a figure times the full mark; `best`: the best of the field has the full mark.

    `of` is the figure's own full mark, unless it is a rate.
    """

    kind: ClassVar[str] = "scaled"

    figure: FigureId
    full: Fraction
    to: Literal["whole", "best"] = "whole"
    of: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sum: a figure, and its weight."""

    figure: FigureId
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted(Step):
    """加权: Σ weight·figure. The weights add up to `total`."""

    kind: ClassVar[str] = "weighted"

    parts: tuple[Part, ...]
    total: Fraction = Fraction(1)
    missing: Missing = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierValue:
    """A person's number in the meeting before, in lowest terms: `17/40` or `3`.

    It may have more digits than a number that is typed.
    """

    person: PersonId
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFigure(Step):
    """上次会议的数: what a step of the meeting that this one continues came to.

    A stage names the step; its values are filled in when its meeting is made.
    """

    kind: ClassVar[str] = "earlier-figure"

    step: str
    values: tuple[EarlierValue, ...] = ()


Number: TypeAlias = (
    Count | Rate | Points | PlacePoints | Score | Marks | Band | Scaled | Weighted | EarlierFigure
)
