"""Limits across the questions of one paper: kept by the booth, checked by the count in sums.

What one question allows, its ballot proves. What several allow together no ballot can prove:
answers are added up under encryption, or opened apart from one another.

`items` are names of items as the preset has them, `evaluation` for `p1-evaluation`, `p2-evaluation`
and on, or ids of single ones; empty: all of the paper. A paper that is left blank breaks no limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import ClassVar, Final, TypeAlias, get_args

FULL: Final = 100
"""The highest score, in points."""
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """At most so many answers, and at least so many, in these items together (0: no such limit).

    Counted are the ticks of these `options`; without any, all ticks, and names that are written.
    """

    kind: ClassVar[str] = "ticks"

    id: str
    items: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """Nobody may be chosen in two of these items: for two posts, say."""

    kind: ClassVar[str] = "once"

    id: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """On `lines`, as many names may be written as `items` are answered by `option` (反对)."""

    kind: ClassVar[str] = "replacing"

    id: str
    lines: tuple[str, ...]
    items: tuple[str, ...]
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """In each of these items, the answer `option` (没有) excludes the item's other answers."""

    kind: ClassVar[str] = "alone"

    id: str
    items: tuple[str, ...]
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The grade in `items` lies between the worst and the best in `of`, of the same person.

    Grades are in order where all items have the same options, in the same order. A dimension that
    is left open or abstained from says nothing; where all are, every grade may be given.
    """

    kind: ClassVar[str] = "between"

    id: str
    items: tuple[str, ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """At most so many people, and at least so many, with scores like these (0: no such limit).

    Counted are scores of `above` points or more, and of `below` points or fewer; with `strictly`
    neither of the two numbers itself. 0 and 100 are no bounds.
    """

    kind: ClassVar[str] = "scored"

    id: str
    items: tuple[str, ...] = ()
    above: Fraction = Fraction(0)
    below: Fraction = Fraction(100)
    strictly: bool = False
    least: int = 0
    most: int = 0
    name: str = ""
    name_en: str = ""

    @property
    def lowest(self) -> int:
        """The lowest score that is counted, in tenths of a point."""
        tenths = self.above * _TENTHS
        return floor(tenths) + 1 if self.strictly and self.above else ceil(tenths)

    @property
    def highest(self) -> int:
        """The highest score that is counted, in tenths of a point."""
        tenths = self.below * _TENTHS
        return ceil(tenths) - 1 if self.strictly and self.below != FULL else floor(tenths)

    def counts(self, tenths: int) -> bool:
        """Whether a score, in tenths of a point, is counted."""
        return self.lowest <= tenths <= self.highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Differ:
    """Not all the same: neither all scores in these items, nor the grade in each of them.

    As long as one is missing, left open or abstained from, they are not all the same.
    """

    kind: ClassVar[str] = "differ"

    id: str
    items: tuple[str, ...] = ()


AnyLimit: TypeAlias = Ticks | Once | Replacing | Alone | Between | Scored | Differ
LIMITS: Final[Mapping[str, type[AnyLimit]]] = MappingProxyType(
    {each.kind: each for each in get_args(AnyLimit)}
)
"""All kinds of limits, by name."""
