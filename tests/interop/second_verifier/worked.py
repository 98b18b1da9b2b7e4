"""What a step of the rules starts from, and what it comes to (chapter 18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from .draws import Drawn
from .findings import demand
from .merges import Merged
from .rules import EVERYBODY, Step, asked_paper
from .units import Unit

Term = dict[str, Any]
LONG = 1 << 2048


class Waits(Exception):  # noqa: N818 - nothing is wrong, something is not there
    """A step cannot be worked out."""

    def __init__(self, code: str, *about: str) -> None:
        super().__init__(code, about)
        self.code = code
        self.about = list(about)


@dataclass
class Done:
    """What a step came to: numbers with their terms, or people."""

    numbers: dict[str, Fraction | None] = field(default_factory=dict)
    terms: dict[str, list[Term]] = field(default_factory=dict)
    judged: list[dict[str, Any]] = field(default_factory=list)
    wanted: int | None = None
    ruling: dict[str, str] | None = None
    together: dict[str, Fraction] = field(default_factory=dict)
    waits: Waits | None = None

    @property
    def people(self) -> list[str]:
        """Who goes on, in order."""
        return [each["person"] for each in self.judged if each["stays"]]


@dataclass(frozen=True)
class Counted:
    """A round: its units, each with its figures, and whether it is void."""

    units: list[tuple[Unit, Mapping[str, int]]]
    void: bool


@dataclass(frozen=True)
class Acts:
    """What people did besides voting: rulings that hold, and draws, by what they are about.

    `merges` are what the rulings on written names come to, once the outcome is computed.
    """

    rulings: dict[str, dict[str, Any]] = field(default_factory=dict)
    draws: dict[str, Drawn] = field(default_factory=dict)
    merges: dict[str, Merged] = field(default_factory=dict)


@dataclass
class Field:
    """What a step can start from: the meeting, its rounds, acts, and the steps before it."""

    meeting: dict[str, Any]
    rounds: dict[str, Counted]
    acts: Acts
    done: dict[str, Done] = field(default_factory=dict)
    without_twice: bool = False

    def merged(self, step: Step) -> Merged:
        """The written names that a step takes; nobody's where a round is void."""
        name = f"{step['round']}+{asked_paper(self.meeting, step)['id']}"
        found = self.acts.merges.get(name, Merged(name))
        if found.waits:
            raise Waits(found.waits, step["round"])
        return found

    def shown(self, person: str) -> str:
        """What somebody is shown as, new persons too."""
        for one in self.meeting["people"]:
            if one["id"] == person:
                return str(one.get("shown_as", one["name"]))
        return next(each.new[person] for each in self.acts.merges.values() if person in each.new)

    def people(self, source: str) -> list[str]:
        """The people of an earlier step, or all."""
        if source == EVERYBODY:
            return [person["id"] for person in self.meeting["people"]]
        if source in self.done:
            return self.done[source].people
        return next(list(one["people"]) for one in self.meeting["lists"] if one["id"] == source)

    def wanted(self, cut: Step) -> int:
        """How many are to stay in a cut."""
        chosen = {person for name in cut["less"] for person in self.people(name)}
        seats: int = cut["seats"]
        if cut["share"]:
            seats = floor(cut["share"] * len(self.people(cut["share_of"])))
        ratio: Fraction = cut["ratio"]
        return ceil(max(seats - len(chosen), 0) * ratio)

    def number(self, figure: str, person: str) -> Fraction:
        """A number that has to be there."""
        number = self.done[figure].numbers.get(person)
        if number is None:
            raise Waits("number-missing", figure, person)
        return number

    def asked(self, step: Step) -> list[tuple[Unit, Mapping[str, int]]]:
        """The units that a step asks, in order."""
        one = self.rounds[step["round"]]
        if one.void:
            raise Waits("round-uncounted", step["round"])
        wanted = set(step["groups"] or [group["id"] for group in self.meeting["groups"]])
        found = []
        for unit, figures in one.units:
            groups = {group["id"] for group, _box in unit.parts}
            if not groups & wanted:
                continue
            if groups - wanted:
                raise Waits("groups-together", *sorted(groups))
            if figures["returned"] and unit.opened.result is None:
                raise Waits("round-unopened", step["round"], *sorted(groups))
            found.append((unit, figures))
        return found


def figure(figures: Mapping[str, int], name: str) -> int:
    """One of the figures F, which must have been entered."""
    demand(name in figures, "figures-missing", f"{name} was not entered, and a step needs it")
    return figures[name]


def not_long(number: Fraction | None) -> None:
    """Whether a number can be worked with."""
    if number is not None and max(number.numerator, number.denominator) >= LONG:
        raise Waits("number-long")
