"""The counts of single answers: names that were written, rankings, scores.

They are opened one by one, without their authors, and each line, ranking or list of scores is
shuffled apart from the rest of its ballot. So *valid* and *invalid* are said of answers, never of
ballots: nobody can tell which ballot an invalid answer came from, and what else stood on it counts.

No rule is applied here: no points for places, no highest and lowest dropped. What such a rule needs
(how many put whom where, every score) is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self, TypeAlias, TypeVar

from meeting.definition.paper import PaperItem
from tally.outcome.exact import ExactScore

Tally: TypeAlias = tuple[tuple[str, int], ...]
"""How often each of several texts occurs."""

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class WriteInCount:
    """A line: `nothing` were left empty, `names` as they were written, with votes.

    Names stand by falling votes, equal ones by their code points. `invalid` says why answers do not
    count, by code, and how many for each reason; what they hold is never shown as text.
    """

    ballots: int
    nothing: int
    names: Tally
    invalid: Tally

    @property
    def written(self) -> int:
        """How many names were written, each as often as it was."""
        return sum(votes for _name, votes in self.names)

    @property
    def sound(self) -> bool:
        """Whether every ballot's answer is counted once: nothing + names + invalid = ballots."""
        return self.nothing + self.written + invalid_of(self) == self.ballots

    @classmethod
    def none(cls, _item: PaperItem) -> Self:
        """The count of a line of which nothing was opened."""
        return cls(0, 0, (), ())

    def __add__(self, other: WriteInCount) -> WriteInCount:
        """The count of the same line, or of several lines, in more ballots."""
        return WriteInCount(
            self.ballots + other.ballots,
            self.nothing + other.nothing,
            by_votes((*self.names, *other.names)),
            by_reason((*self.invalid, *other.invalid)),
        )


@dataclass(frozen=True, slots=True)
class RankingCount:
    """A ranking: `places` say of each option how many put it first, second, and so on.

    `nobody` rankings were left empty; they are valid unless the paper demands that places be
    filled. For reasons in `invalid` see `WriteInCount`.
    """

    ballots: int
    nobody: int
    places: tuple[tuple[int, ...], ...]
    invalid: Tally

    @property
    def sound(self) -> bool:
        """Whether the first places, the empty and the invalid rankings are the ballots.

        Nobody fills a place after an empty one, so later places hold no more people than earlier
        ones; and no ranking holds a person twice.
        """
        valid = valid_of(self)
        filled = [sum(column) for column in zip(*self.places, strict=True)]
        return (
            filled[0] + self.nobody == valid
            and filled == sorted(filled, reverse=True)
            and all(sum(row) <= valid for row in self.places)
        )

    @classmethod
    def none(cls, item: PaperItem) -> Self:
        """The count of a ranking of which nothing was opened."""
        return cls(0, 0, ((0,) * item.maximum,) * len(item.options), ())

    def __add__(self, other: RankingCount) -> RankingCount:
        """The count of the same ranking in more ballots."""
        places = tuple(
            tuple(a + b for a, b in zip(*rows, strict=True))
            for rows in zip(self.places, other.places, strict=True)
        )
        return RankingCount(
            self.ballots + other.ballots,
            self.nobody + other.nobody,
            places,
            by_reason((*self.invalid, *other.invalid)),
        )


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """Scores: `tenths` are each option's scores in tenths of a point, the highest first.

    The order says nothing about which scores came from one judge. `lists` are the valid answers as
    they were opened, in the order of their numbers, for limits that look at each of them; nothing
    else does, and they are published nowhere but in the opening. Of typed figures there are none.
    """

    ballots: int
    tenths: tuple[tuple[int, ...], ...]
    invalid: Tally
    lists: tuple[tuple[int, ...], ...] = field(default=(), compare=False, repr=False)

    @property
    def sound(self) -> bool:
        """Whether everybody has a score from every valid answer."""
        return all(len(row) == valid_of(self) for row in self.tenths)

    @classmethod
    def none(cls, item: PaperItem) -> Self:
        """The count of scores of which nothing was opened."""
        return cls(0, ((),) * len(item.options), ())

    def __add__(self, other: ScoreCount) -> ScoreCount:
        """The count of the same scores in more ballots."""
        rows = zip(self.tenths, other.tenths, strict=True)
        return ScoreCount(
            self.ballots + other.ballots,
            tuple(falling((*a, *b)) for a, b in rows),
            by_reason((*self.invalid, *other.invalid)),
            tuple(sorted((*self.lists, *other.lists))),
        )


AnySingleCount: TypeAlias = WriteInCount | RankingCount | ScoreCount
SingleCount = TypeVar("SingleCount", WriteInCount, RankingCount, ScoreCount)


def invalid_of(count: AnySingleCount) -> int:
    """How many answers do not count."""
    return sum(number for _reason, number in count.invalid)


def valid_of(count: AnySingleCount) -> int:
    """How many answers count; an empty line or ranking is one of them."""
    return count.ballots - invalid_of(count)


def mean(tenths: tuple[int, ...]) -> ExactScore | None:
    """The mean of scores, in points; None of none."""
    if not tenths:
        return None
    return ExactScore(Fraction(sum(tenths), _TENTHS * len(tenths)))


def by_votes(found: Iterable[tuple[str, int]]) -> Tally:
    """Names with their votes added up: by falling votes, equal ones by code points."""
    votes = Counter[str]()
    for name, number in found:
        votes[name] += number
    return tuple(sorted(votes.items(), key=lambda pair: (-pair[1], pair[0])))


def by_reason(found: Iterable[tuple[str, int]]) -> Tally:
    """Reasons with their numbers added up, by code."""
    numbers = Counter[str]()
    for reason, number in found:
        numbers[reason] += number
    return tuple(sorted(numbers.items()))


def falling(tenths: Iterable[int]) -> tuple[int, ...]:
    """Scores, the highest first."""
    return tuple(sorted(tenths, reverse=True))
