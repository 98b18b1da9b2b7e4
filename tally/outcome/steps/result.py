"""What a step came to: numbers and what made them, or people and why they stay or go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from meeting.rules.kinds import AnyStep
from tally.folder.ruling import Ruling

Why: TypeAlias = Literal[
    "reached", "not-reached", "first", "equal-kept", "behind", "equal-out", "reserved", "gives-way",
    "named", "not-named", "in", "not-in", "flagged", "not-flagged",
    "passed", "stopped", "decided", "not-decided", "deferred", "not-deferred", "withdrawn",
    "not-withdrawn", "drawn", "not-drawn", "related", "written-in",
]  # fmt: skip
"""Why a person stays or goes."""
LONGEST: Final = 2048
"""Bits of numerator and of denominator, over 600 digits, that a number of a step has at most.

Denominators multiply: rules of a hundred lines could ask for numbers that no memory holds.
"""


WaitsFor: TypeAlias = Literal[
    "round-uncounted", "round-unopened", "quorum-missed", "groups-together", "number-missing",
    "nothing-to-divide", "number-long", "tie", "step", "ruling-awaited", "ruling-unfit",
    "draw-awaited", "draw-unfit", "names-awaited", "names-unfit",
]  # fmt: skip
"""Why a step cannot be worked out."""


class Waits(Exception):  # noqa: N818 - nothing is wrong, something is not there yet
    """A step cannot be worked out; `code` and what it is about are published.

    - `round-uncounted`, `round-unopened`, `quorum-missed` (`about`: the round)
    - `groups-together` (the groups whose boxes were opened as one)
    - `number-missing` (people without the number), `nothing-to-divide` (whose base is 0)
    - `number-long` (nobody: a number has more digits than can be worked with)
    - `tie` (the people who are equal at the edge), `step` (an earlier step that waits)
    - `ruling-awaited` (the people whom it is about), `ruling-unfit` (those whom it says nothing of,
      or should not say anything of; nobody where it was made about others)
    - `draw-awaited` (those among whom the lot decides), `draw-unfit` (nobody: the draw that lies
      here was made from another list)
    - `names-awaited`, `names-unfit` (the round: nobody has merged its written names, or not these)
    """

    def __init__(self, code: WaitsFor, *about: str) -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


def refuse_long(number: Fraction | None) -> None:
    """Raise Waits for a number of more than `LONGEST` bits."""
    if number is not None and max(abs(number.numerator), number.denominator) >> LONGEST:
        raise Waits("number-long")


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a number, of a voter group or an earlier step: `amount` ÷ `base` × `weight`.

    `base` and `weight` are None where nothing is divided or weighed, `amount` where there is none.
    """

    name: str
    amount: Fraction | None
    base: Fraction | None = None
    weight: Fraction | None = None

    @property
    def value(self) -> Fraction | None:
        """The part without its weight; None where there is nothing to divide, or to divide by."""
        if self.amount is None or self.base is None:
            return self.amount
        return self.amount / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Worked:
    """A person's number, None if there is none, and the parts that it was made from."""

    number: Fraction | None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A person before a selecting step: whether they stay, why, by which number, in which place.

    `note` is what a ruling says of them, such as its reason; `other` who stays in their place.
    """

    person: str
    stays: bool
    why: Why
    number: Fraction | None = None
    place: int = 0
    note: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step came to; `waits` is set where it could not be worked out.

    A step that gives numbers has `numbers` by person; one that selects has `judged`, in the order
    in which people go on, and `wanted`, how many were to stay, where it says so. `together` are
    figures of the whole step by name: the quorum's. `ruling` is what people ruled, where the step
    is theirs. `doubtful` are those of whom it could come out otherwise if votes that may be of
    ballots counted already were left out (`tally.outcome.steps.doubtful`).
    """

    step: AnyStep
    numbers: Mapping[str, Worked] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()
    wanted: int | None = None
    together: Mapping[str, Fraction] = field(default_factory=dict)
    waits: Waits | None = None
    ruling: Ruling | None = None
    doubtful: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Who goes on, in order."""
        return tuple(each.person for each in self.judged if each.stays)
