"""Where votes that ballots may have cast before could decide a step (chapter 25)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import Any

from .rules import NUMBERS, Step
from .step_numbers import numbers
from .worked import Done, Field, Waits

ONE = Fraction(1)
Numbers = dict[str, Fraction | None]
Key = tuple[Fraction, ...]
COMPARED = {"tie", "draw-awaited", "draw-unfit"}


def doubtful(meeting: dict[str, Any], start: Field) -> dict[str, list[str]]:
    """Who is in doubt at each step that chooses people; start.done is what all came to."""
    merged = start.acts.merges.values()
    found: dict[str, list[str]] = {}
    if not any(row["twice"] for each in merged for row in each.rows):
        return found
    bounds = _Bounds(meeting, start)
    for step in meeting.get("rules", []):
        done = start.done[step["id"]]
        if step["kind"] not in KINDS or (done.waits and done.waits.code not in COMPARED):
            continue
        people = start.people(step["source"])
        if step["kind"] == "reserve":
            people = list(dict.fromkeys([*people, *start.people(step["pool"])]))
        try:
            named = set(KINDS[step["kind"]](step, people, bounds))
        except Waits:
            named = set(people)
        if named:
            found[step["id"]] = [each for each in people if each in named]
    return found


class _Bounds:
    """The least and the most of every number."""

    def __init__(self, meeting: dict[str, Any], start: Field) -> None:
        self.real = start
        self.low = replace(start, done={}, without_twice=True)
        self.high = replace(start, done={})
        for step in meeting.get("rules", []):
            if step["kind"] in NUMBERS and not start.done[step["id"]].waits:
                low, high = self._of(step)
                self.low.done[step["id"]], self.high.done[step["id"]] = Done(low), Done(high)

    def of(self, person: str, figure: str) -> tuple[Fraction, Fraction]:
        """Those of a person's number."""
        low, high = self.low.number(figure, person), self.high.number(figure, person)
        return low, high

    def _of(self, step: Step) -> tuple[Numbers, Numbers]:
        if step["kind"] == "band":
            return self._bands(step)
        if step["kind"] == "scaled" and step["to"] == "best":
            return self._best(step)
        return _worked_out(step, self.low), _worked_out(step, self.high)

    def _bands(self, step: Step) -> tuple[Numbers, Numbers]:
        low, high = Numbers(), Numbers()
        for person, most in self.high.done[step["figure"]].numbers.items():
            least = self.low.done[step["figure"]].numbers.get(person)
            low[person] = high[person] = None
            if least is None or most is None:
                continue
            edges = [(edge["at_least"], edge["value"]) for edge in step["edges"]]
            under = [value for at, value in edges if least >= at][:1] or [step["below"]]
            values = under + [value for at, value in edges if least < at <= most]
            low[person], high[person] = min(values), max(values)
        return low, high

    def _best(self, step: Step) -> tuple[Numbers, Numbers]:
        low = self.low.done[step["figure"]].numbers
        high = self.high.done[step["figure"]].numbers
        return _parts(low, high, step["full"]), _parts(high, low, step["full"])


def _parts(mine: Numbers, of: Numbers, full: Fraction) -> Numbers:
    best = max((each for each in of.values() if each is not None), default=Fraction(0))
    return {
        person: None if each is None else full * (min(each / best, ONE) if best else ONE)
        for person, each in mine.items()
    }


def _worked_out(step: Step, start: Field) -> Numbers:
    try:
        return numbers(step, start).numbers
    except Waits:
        return {}


def _across_limit(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    found = {each: bounds.of(each, step["figure"]) for each in people}
    limit = step["limit"]
    for person, pair in found.items():
        reached = [each > limit or (each == limit and not step["strictly"]) for each in pair]
        if reached[0] != reached[1]:
            yield person


def _cut(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    signs = [(step["by"], step["lower_first"])]
    signs += [(each["figure"], each["lower_first"]) for each in step["then"]]
    return _across_edge(people, signs, bounds.real.wanted(step), bounds)


def _cap(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    return _across_edge(people, [(step["by"], False)], floor(step["share"] * len(people)), bounds)


def _across_edge(
    people: list[str], signs: list[tuple[str, bool]], wanted: int, bounds: _Bounds
) -> Iterable[str]:
    if not 0 < wanted < len(people):
        return
    keys, best, worst = dict[str, Key](), dict[str, Key](), dict[str, Key]()
    for one in people:
        pairs = [(bounds.of(one, figure), lower) for figure, lower in signs]
        best[one] = tuple(low if lower else -high for (low, high), lower in pairs)
        worst[one] = tuple(high if lower else -low for (low, high), lower in pairs)
        real = [(bounds.real.number(figure, one), lower) for figure, lower in signs]
        keys[one] = tuple(number if lower else -number for number, lower in real)
    edge = sorted(keys.values())[wanted - 1 : wanted + 1]
    equal = edge[0] == edge[1]
    sets: list[list[str]] = [[], [], []]
    for one in people:
        at = 1 if equal and keys[one] == edge[0] else 0 if keys[one] <= edge[0] else 2
        sets[at].append(one)
    yield from (one for one in sets[1] if best[one] != worst[one])
    for at in range(3):
        later = [best[one] for each in sets[at + 1 :] for one in each]
        earlier = [worst[one] for each in sets[:at] for one in each]
        yield from (one for one in sets[at] if later and worst[one] >= min(later))
        yield from (one for one in sets[at] if earlier and best[one] <= max(earlier))


def _reserve(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    done = bounds.real.done[step["id"]]
    moved = done.waits or any(each["why"] != "first" for each in done.judged)
    return _overlapping(step, people if moved else [], bounds)


def _related(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    if not 0 < step["seats"] < len(people):
        pairs = [{*pair.values()} for pair in step["pairs"]]
        met = set[str]().union(*(pair for pair in pairs if pair <= {*people}))
        people = [each for each in people if each in met]
    return _overlapping(step, people, bounds)


def _overlapping(step: Step, people: list[str], bounds: _Bounds) -> Iterable[str]:
    """Those with bounds that overlap somebody's, and those whose number lies within such."""
    found = {each: bounds.of(each, step["by"]) for each in people}
    for one, (low, high) in found.items():
        others = [pair for each, pair in found.items() if each != one]
        beside = [pair for pair in others if pair[0] <= high and low <= pair[1]]
        if any(low != high or pair[0] != pair[1] for pair in beside):
            yield one


KINDS: dict[str, Callable[[Step, list[str], _Bounds], Iterable[str]]] = {
    "threshold": _across_limit,
    "flag": _across_limit,
    "cut": _cut,
    "cap": _cap,
    "reserve": _reserve,
    "related": _related,
}
