"""Outcomes of a meeting with rules, a step of which is another one than follows from its counts.

Each case says by which code it is found, and which words name the step and what differs in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tally.findings.finding import Finding
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper.figures_cases import judged

Steps = list[dict[str, Any]]
Make = Callable[[Held, Path], list[Finding]]


class StepCase(NamedTuple):
    """The folder, the code by which it is refused, and what is said of it."""

    make: Make
    code: str
    told: str


def _outcome(change: Callable[[Steps], object], told: str) -> StepCase:
    """The published folder, with other steps in outcome.json."""

    def edit(value: dict[str, Any]) -> None:
        change(value["steps"])

    return StepCase(_edited("outcome.json", edit), "outcome-differs", told)


def _rule(change: Callable[[dict[str, Any]], object], step: str, told: str) -> StepCase:
    """The published folder, with another rule in meeting.json."""

    def edit(value: dict[str, Any]) -> None:
        change(next(each for each in value["rules"] if each["id"] == step))

    return StepCase(_edited("meeting.json", edit), "meeting-other", told)


def _edited(name: str, edit: Callable[[dict[str, Any]], None]) -> Make:
    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        file = path / name
        file.write_bytes(edited(file.read_bytes(), edit))
        return judged(path)

    return make


def _of(steps: Steps, name: str) -> dict[str, Any]:
    return next(each for each in steps if each["rule"]["id"] == name)


def _person(steps: Steps, step: str, person: str, part: str = "people") -> dict[str, Any]:
    rows: list[dict[str, Any]] = _of(steps, step)[part]
    return next(each for each in rows if each["person"] == person)


def _term(steps: Steps) -> None:
    """One vote more in one group, and the number that follows from it."""
    row = _person(steps, "recommended", "lin", "numbers")
    row["terms"][0]["amount"] = "2"


def _stays(steps: Steps) -> None:
    """Lin Rong stays on the shortlist although two others are before him."""
    _person(steps, "shortlist", "lin").update(stays=True, why="first")


def _tie(steps: Steps) -> None:
    """Whoever is first is said to be there only as an equal."""
    _person(steps, "shortlist", "chen").update(why="equal-kept")


def _other_edge(steps: Steps) -> None:
    _of(steps, "shortlist")["wanted"] = 3


def _other_rule(steps: Steps) -> None:
    _of(steps, "over-quarter")["rule"]["limit"] = "1/5"


def _waits(steps: Steps) -> None:
    """The step is said to wait for a new vote."""
    step = _of(steps, "shortlist")
    del step["people"], step["wanted"]
    step["waits"] = {"code": "tie", "about": ["chen", "lin"]}


def _quorum(steps: Steps) -> None:
    _of(steps, "quorum")["together"]["there"] = "16"


def _one_more(steps: Steps) -> None:
    rule = {"kind": "only", "id": "picked", "people": ["lin"]}
    people = [{"person": "lin", "stays": True, "why": "named"}]
    steps.append({"rule": rule, "people": people})


def _two_others(steps: Steps) -> None:
    _stays(steps)
    _person(steps, "both", "lin").update(stays=True, why="in")


CASES: dict[str, StepCase] = {
    "a rule": _rule(lambda rule: rule.update(limit="1/5"), "over-quarter", "its hash is"),
    "how equals are decided": _rule(
        lambda rule: rule.update(ties="stop"), "shortlist", "its hash is"
    ),
    "a number of a term": _outcome(_term, "step recommended (推荐得票率): numbers differ: lin"),
    "a person who stays": _outcome(_stays, "step shortlist (考察对象): people differ: lin"),
    "a tie decision": _outcome(_tie, "step shortlist (考察对象): people differ: chen"),
    "how many go on": _outcome(_other_edge, "step shortlist (考察对象): how many go on differs"),
    "the order of people": _outcome(
        lambda steps: _of(steps, "both")["people"].reverse(), "step both: people differ: –"
    ),
    "the rule of a step": _outcome(
        _other_rule, "step over-quarter: the rule differs from that of the meeting"
    ),
    "a step that waits": _outcome(
        _waits, "step shortlist (考察对象): what the step waits for differs"
    ),
    "a quorum": _outcome(_quorum, "step quorum (法定人数): the round's figures differ"),
    "a step left out": _outcome(
        lambda steps: steps.pop(13), "step shortlist (考察对象): it is missing"
    ),
    "a step added": _outcome(_one_more, "step picked: the meeting has no such step"),
    "steps in another order": _outcome(
        lambda steps: steps.insert(0, steps.pop()), "the steps stand in another order"
    ),
    "all steps left out": _outcome(
        lambda steps: steps.clear(), "step quorum (法定人数): it is missing"
    ),
    "no step at all": _outcome(
        lambda steps: steps.insert(3, {}), "step #4: the meeting has no such step"
    ),
    "two steps": _outcome(_two_others, "step both: people differ: lin"),
}
