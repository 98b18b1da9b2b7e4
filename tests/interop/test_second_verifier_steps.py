"""The steps of the rules: the second verifier, from the text alone, works out the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting.problem import Problem as OurProblem
from meeting.problem import Problems
from meeting.published.definition_file import parse_published
from meeting.rules.kinds import KINDS, AnyStep
from meeting.rules.numbers import Count, Part, Weighted
from meeting.rules.step import FigureId
from tally.findings.finding import Level
from tally.folder.ruling import Answer
from tally.folder.source import open_folder
from tally.outcome.file.steps_schema import WHYS
from tally.outcome.steps.result import WaitsFor, Why
from tally.problem import Problem
from tally.verify.folder import verify_folder
from tests.interop.fixtures.invented_counts import Invented, our_bytes, their_bytes
from tests.interop.fixtures.invented_meetings import invented
from tests.interop.fixtures.second_verifier import agree, run, unnoted
from tests.interop.second_verifier import canonical
from tests.interop.second_verifier.findings import Findings, Refused
from tests.interop.second_verifier.meeting import check_folder
from tests.interop.second_verifier.meeting_form import MEETING
from tests.interop.second_verifier.rules import demand_known
from tests.tally.fixtures import ruled_hall
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.ruled import ruled
from tests.tally.fixtures.ruled_papers import ruled_papers_hall
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.fixtures.written_hall import WRITTEN_FIGURES, written_hall
from tests.tally.tamper import ruling_cases, step_cases

_GRADES, _SLATE, _ORDER, _SPEECH = [0, 1, 0, 0, 0, 0], [0, 1, 1, 1, 1], [1, 2, 3], [2, 2] * 4
_ONE_BALLOT: list[list[Any]] = [*[_GRADES] * 4, _SLATE, [_ORDER], [_SPEECH]]
"""What one ballot says to all questions of `ruled`."""


def both(found: Invented) -> list[dict[str, Any]] | None:
    """The steps that both come to; None where both say that a figure of the hall is missing."""
    made, theirs = _or_code(our_bytes, found), _or_code(their_bytes, found)
    assert made == theirs
    if made == "figures-missing":
        return None
    steps: list[dict[str, Any]] = json.loads(made)["steps"]
    return steps


def _or_code(make: Callable[[Invented], bytes], found: Invented) -> bytes | str:
    try:
        return make(found)
    except (Problem, Refused) as fault:
        return fault.code


@given(st.integers(0))
@settings(max_examples=60)
def test_both_work_out_the_same_of_any_rules(seed: int) -> None:
    both(invented(seed))


@given(st.integers(0))
@settings(max_examples=30)
def test_both_work_out_the_same_of_names_in_writing(seed: int) -> None:
    both(invented(seed, by_name=True))


@pytest.mark.slow
def test_rules_of_every_kind_with_every_end_are_among_them() -> None:
    """What is compared holds each kind of step, and each reason to stay, to go, or to wait."""
    ends, waits = dict[str, set[str]](), set[str]()
    for seed in range(250):
        for step in both(invented(seed)) or []:
            whys = {each["why"] for each in step.get("people", [])}
            ends.setdefault(step["rule"]["kind"], set()).update(whys)
            waits.update([step["waits"]["code"]] if "waits" in step else [])
    assert set(ends) == set(KINDS)
    assert {*chain(*ends.values())} == set(get_args(Why))
    published = {kind.kind: set(whys) for kind, whys in WHYS.items()}
    assert {kind: whys for kind, whys in ends.items() if whys} == published
    assert waits == set(get_args(WaitsFor)) - {"number-long"}


def test_both_stop_at_numbers_that_are_too_long() -> None:
    """Each step multiplies with one over a number of 15 digits."""
    asked: dict[str, Any] = {"round": "r1", "item": "slate"}
    rules: list[AnyStep] = [Count(id="s0", **asked)]
    for at in range(60):
        part = Part(figure=FigureId(f"s{at}"), weight=Fraction(1, 10**14 + 31))
        rules.append(Weighted(id=f"s{at + 1}", parts=(part,), total=part.weight))
    meeting = replace(ruled("", groups=(("A", 9, ""),)), rules=tuple(rules))
    steps = both(Invented(meeting, {"r1-A": 1}, {("r1-A",): _ONE_BALLOT})) or []
    codes = [step["waits"]["code"] for step in steps if "waits" in step]
    assert codes == ["number-long", *["step"] * (len(codes) - 1)]
    assert len(steps[43]["numbers"][0]["number"]) > 600


@pytest.fixture(scope="module")
def by_rules(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A meeting that was held, with rules of every kind that follows from votes."""
    folder = tmp_path_factory.mktemp("by-rules")
    return hold(ruled_papers_hall(folder / "ceremony"), folder)


@pytest.mark.slow
def test_a_meeting_with_rules_is_valid_for_both(by_rules: Held) -> None:
    findings = verify_folder(open_folder(by_rules.out)).findings
    assert not [each for each in findings if each.level != Level.NOTE]
    status, lines = run(by_rules.out)
    assert (status, unnoted(lines)) == (0, ["valid"])


@pytest.mark.slow
@pytest.mark.parametrize("name", [each for each in step_cases.CASES if each != "a sentence"])
def test_both_refuse_a_step_that_is_another_one(by_rules: Held, tmp_path: Path, name: str) -> None:
    case, theirs = step_cases.CASES[name], Findings()
    found = case.make(by_rules, tmp_path / "out")
    check_folder(tmp_path / "out", theirs)
    agree(case.code, found, theirs)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A meeting with steps that people decide, who have decided nothing."""
    folder = tmp_path_factory.mktemp("decided")
    return hold(build_hall(folder / "ceremony", rules=ruled_hall.steps()), folder)


@pytest.mark.parametrize("code", [each for each in ruling_cases.CASES if each != "ruling-missing"])
def test_both_refuse_a_ruling(decided: Held, tmp_path: Path, code: str) -> None:
    theirs = Findings()
    found = ruling_cases.CASES[code](decided, tmp_path)
    check_folder(tmp_path / "out", theirs)
    agree(code, found, theirs)


def test_both_take_a_ruling_that_holds(decided: Held, tmp_path: Path) -> None:
    people = ("chen", "lin")
    vetted = ruled_hall.ruling_of(decided, "vetted", ruled_hall.VETTED, people)
    answers = (Answer("lin", "yes"),)
    chosen = ruled_hall.ruling_of(decided, "decided", answers, people)
    work = ruled_hall.signed_in(decided, tmp_path / "work", vetted, chosen)
    out = ruled_hall.published_with(decided, tmp_path / "out", work)
    status, lines = run(out)
    assert (status, unnoted(lines)) == (0, ["valid"])
    steps = json.loads((out / "outcome.json").read_bytes())["steps"]
    assert [each["person"] for each in steps[1]["people"] if each["stays"]] == ["lin"]


@pytest.mark.parametrize(
    "change",
    [
        lambda rules: rules[2].update(over="everybody"),
        lambda rules: rules[2].update(missing="stop"),
        lambda rules: rules[2].update(item="speech"),
        lambda rules: rules[11].update(figure="stand"),
        lambda rules: rules[11].update(limit="2/8"),
        lambda rules: rules[10].update(people=["wang"]),
        lambda rules: rules[-1].update(less=["later"]),
        lambda rules: rules[-1].update(less=[]),
        lambda rules: rules[-1].update(share_of="people"),
        lambda rules: rules.insert(0, rules.pop()),
        lambda rules: rules.append({**rules[-1]}),
        lambda rules: rules.append({"kind": "guess", "id": "guess"}),
        lambda rules: rules.clear(),
    ],
)
def test_both_refuse_rules_that_are_none(by_rules: Held, change: Callable[[Any], Any]) -> None:
    """A field that says what it says if it is left out is none, as is a step that names nothing."""
    text = (by_rules.out / "meeting.json").read_bytes()
    other = edited(text, lambda value: change(value["rules"]))
    with pytest.raises((OurProblem, Problems)):
        parse_published(other)
    with pytest.raises(Refused):
        demand_known(canonical.read(other, MEETING))


@pytest.fixture(scope="module")
def written_in(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A meeting in which names were written, which nobody has put together."""
    folder = tmp_path_factory.mktemp("written-in")
    return hold(written_hall(folder / "ceremony"), folder, WRITTEN_FIGURES)


@pytest.mark.parametrize("told", [*ruling_cases.WRITTEN, *ruling_cases.MERGED])
def test_both_refuse_a_merge(written_in: Held, tmp_path: Path, told: str) -> None:
    theirs = Findings()
    found = (ruling_cases.WRITTEN | ruling_cases.MERGED)[told](written_in, tmp_path)
    check_folder(tmp_path / "out", theirs)
    agree("ruling-names", found, theirs)


def test_both_take_a_merge_that_fits(written_in: Held, tmp_path: Path) -> None:
    found = ruling_cases.merged(*ruling_cases.FITTING)(written_in, tmp_path)
    assert not [each for each in found if each.level is not Level.NOTE]
    status, lines = run(tmp_path / "out")
    assert (status, unnoted(lines)) == (0, ["valid"])
    (merge,) = json.loads((tmp_path / "out" / "outcome.json").read_bytes())["merged"]
    assert [each["new"] for each in merge["names"]] == [False, True]
