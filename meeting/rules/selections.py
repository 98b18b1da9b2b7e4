"""Steps that choose people: from an earlier selection, by figures, in an order that they state.

What follows from votes alone stands here. What a body decides, or a draw, is an act of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import ClassVar, Literal, TypeAlias

from meeting.rules.step import (
    EVERYBODY,
    FigureId,
    ItemId,
    Part,
    PersonId,
    RoundId,
    SelectionId,
    Step,
)

Ties: TypeAlias = Literal["keep-all", "revote", "lot", "stop"]
"""Equal at the last place: all stay, a new vote, the lot, or the step waits for a ruling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum(Step):
    """法定人数: a round counts only if enough of the entitled took part."""

    kind: ClassVar[str] = "quorum"

    round: RoundId
    of: Literal["present", "returned"] = "present"
    limit: Fraction
    strictly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Step):
    """A step that chooses among the people of an earlier one."""

    source: SelectionId = EVERYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Only(Chosen):
    """These people alone, of those there are: who stands for one post, say."""

    kind: ClassVar[str] = "only"

    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Chosen):
    """达到: those whose figure reaches a limit; `strictly`: exceeds it (a majority is strict)."""

    kind: ClassVar[str] = "threshold"

    figure: FigureId
    limit: Fraction
    strictly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Chosen):
    """提示: those whose figure reaches a limit are marked for a follow-up; nobody leaves."""

    kind: ClassVar[str] = "flag"

    figure: FigureId
    limit: Fraction
    strictly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What decides between equals: the higher figure goes first, or the lower one."""

    figure: FigureId
    lower_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Chosen):
    """按名次取前若干名: the first by a figure. How many: `seats` × `ratio`, rounded up.

    `ratio` 1 is as many as the seats; 8 is "1:8"; 6/5 is "one fifth more than the seats". `then`
    decides between equals, one criterion after the other, before `ties` does. `election`: it fills
    seats, so that only those with a majority are among them and ties are voted on again. `left_of`:
    the seats are those that this step of the meeting before left open, filled in when the meeting
    is made. `differential` (差额): by this share, rounded up, more people than seats must stand.
    `share`: the seats are this share of the people of `share_of`, rounded down, instead of `seats`.
    `less`: so many seats fewer as people were chosen by these steps, each person once.
    """

    kind: ClassVar[str] = "cut"

    by: FigureId
    lower_first: bool = False
    seats: int = 0
    left_of: str = ""
    ratio: Fraction = Fraction(1)
    then: tuple[Criterion, ...] = ()
    ties: Ties
    election: bool = False
    differential: Fraction = Fraction(0)
    share: Fraction = Fraction(0)
    share_of: SelectionId = EVERYBODY
    less: tuple[SelectionId, ...] = ()

    def wanted(self, sharing: int, chosen: int = 0) -> int:
        """How many are to stay, of `sharing` people of `share_of`, `chosen` being chosen before."""
        seats = int(sharing * self.share) if self.share else self.seats
        return ceil(max(seats - chosen, 0) * self.ratio)

    @property
    def counts_seats(self) -> bool:
        """Whether how many seats there are follows from earlier steps."""
        return bool(self.share or self.less)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(Chosen):
    """比例上限: the first by a figure, at most a share of all, rounded down.

    Those who are equal across the edge all stay out.
    """

    kind: ClassVar[str] = "cap"

    by: FigureId
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve(Chosen):
    """保留名额: at least `least` of those chosen are among `people`.

    Where they are not, the last seats stay `open`, or go to the `best` of `people` by the figure
    among those of `pool`.
    """

    kind: ClassVar[str] = "reserve"

    pool: SelectionId
    people: tuple[PersonId, ...]
    by: FigureId
    least: int = 1
    otherwise: Literal["open", "best"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Chosen):
    """另推人选: these people, and the new ones whose names were written on an item's paper."""

    kind: ClassVar[str] = "written"

    round: RoundId
    item: ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two who may not be chosen together: spouses, relatives in the direct line, and the like."""

    one: PersonId
    other: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Chosen):
    """回避: of two who may not be chosen together, one stays, and the next in order moves up.

    Whoever comes first in `posts` (the higher post first) stays, else who has the higher figure.
    `seats` are so many by the figure; 0, and all stay but those who may not.
    """

    kind: ClassVar[str] = "related"

    pairs: tuple[Pair, ...]
    by: FigureId
    posts: tuple[PersonId, ...] = ()
    seats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined(Step):
    """Everybody who is in all of these selections, in any of them, or in the first one alone."""

    kind: ClassVar[str] = "combined"

    of: tuple[SelectionId, ...]
    how: Literal["all", "any", "first-only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPeople(Step):
    """上次会议的人选: those of this meeting whom a step of the meeting before chose, or did not.

    A stage names the step and the part; the people are filled in when its meeting is made.
    """

    kind: ClassVar[str] = "earlier-people"

    step: str
    part: Part = "chosen"
    people: tuple[PersonId, ...] = ()


Selection: TypeAlias = (
    Only | Threshold | Flag | Cut | Cap | Reserve | Related | Written | Combined | EarlierPeople
)
