"""Steps that people decide: they wait for a ruling, and take one about exactly these people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from meeting.definition.consistency import check_meeting
from meeting.problem import Problem
from tally.folder.ruling import Answer, Ruling, decided_on
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.derive import derive
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.ruled import derived, ruled

VOTES = "[rounds.r1.A.votes.slate]\np1 = 40\np2 = 30\np3 = 20\np4 = 10\n"
COUNT = """
[[rules]]
kind = "count"
id = "votes"
round = "r1"
item = "slate"
"""
GATE = '[[rules]]\nkind = "gate"\nid = "vetted"\nbody = "县纪委"\n'
DECISION = '[[rules]]\nkind = "decision"\nid = "decided"\nbody = "县委常委会"\nmost = 2\n'
DEFER = '[[rules]]\nkind = "defer"\nid = "put-off"\nbody = "县委常委会"\n'
WITHDRAW = '[[rules]]\nkind = "withdraw"\nid = "left"\n'
CUT = '[[rules]]\nkind = "cut"\nid = "two"\nsource = "{}"\nby = "votes"\nseats = 2\nties = "stop"\n'


def why(result: StepResult) -> list[tuple[str, str]]:
    return [(each.person, each.why) for each in result.judged]


def test_a_gate_lets_those_through_who_have_a_yes(tmp_path: Path) -> None:
    meeting = ruled(COUNT + GATE + CUT.format("vetted"))
    text = VOTES + '[rulings.vetted]\np1 = "no"\np2 = "yes"\np3 = "同意"\np4 = "是"\n'
    found = derived(meeting, tmp_path, text)
    assert why(found["vetted"]) == [
        ("p1", "stopped"), ("p2", "passed"), ("p3", "passed"), ("p4", "passed"),
    ]  # fmt: skip
    assert found["two"].people == ("p2", "p3")


def test_a_decision_chooses_in_its_own_order(tmp_path: Path) -> None:
    text = VOTES + '[rulings.decided]\np4 = "yes"\np1 = "no"\np2 = "yes"\n'
    found = derived(ruled(COUNT + DECISION), tmp_path, text)["decided"]
    assert found.people == ("p4", "p2")
    assert {each.why for each in found.judged if not each.stays} == {"not-decided"}


def test_whoever_is_put_off_or_withdraws_leaves_and_the_next_moves_up(tmp_path: Path) -> None:
    meeting = ruled(
        COUNT + DEFER + WITHDRAW.replace("\nid", '\nsource = "put-off"\nid') + CUT.format("left")
    )
    text = VOTES + '[rulings.put-off]\np1 = "正在核查"\n[rulings.left]\np2 = ""\n'
    found = derived(meeting, tmp_path, text)
    assert found["put-off"].judged[0].note == "正在核查"
    assert why(found["left"])[0] == ("p2", "withdrawn")
    assert found["two"].people == ("p3", "p4")


@pytest.mark.parametrize("step", [GATE, DECISION, DEFER, WITHDRAW])
def test_a_step_without_a_ruling_waits_for_its_people(step: str, tmp_path: Path) -> None:
    result = next(iter(derived(ruled(step), tmp_path, VOTES).values()))
    assert result.waits is not None
    assert (result.waits.code, result.waits.about) == ("ruling-awaited", ("p1", "p2", "p3", "p4"))


@pytest.mark.parametrize("step", [DEFER, WITHDRAW])
def test_where_the_rules_say_so_no_ruling_is_about_nobody(step: str, tmp_path: Path) -> None:
    result = next(iter(derived(ruled(step + 'unruled = "nobody"\n'), tmp_path, VOTES).values()))
    assert result.people == ("p1", "p2", "p3", "p4")


def ruling_of(kind: str, about: str, *answers: Answer) -> Ruling:
    people = tuple(each.person for each in answers)
    return Ruling(
        kind, about, "2026-12-01", "会议纪要", "同意", answers, "", decided_on(about, people)
    )


def on(rules: str, ruling: Ruling) -> StepResult:
    return derive(ruled(rules), Counted({}, rulings={ruling.about: ruling}))[0]


YES = tuple(Answer(f"p{at}", "yes") for at in range(1, 5))


def test_a_ruling_about_other_people_does_not_count() -> None:
    honest = ruling_of("gate", "vetted", *YES)
    assert on(GATE, honest).people == ("p1", "p2", "p3", "p4")
    other = replace(honest, decided_on=decided_on("vetted", ("p1", "p2", "p3")))
    waits = on(GATE, other).waits
    assert waits is not None
    assert (waits.code, waits.about) == ("ruling-unfit", ())


@pytest.mark.parametrize(
    ("rules", "answers", "unfit"),
    [
        (GATE, YES[:3], ("p4",)),
        (GATE, (*YES, Answer("p9", "yes")), ("p9",)),
        (GATE, (*YES, Answer("p1", "no")), ("p1",)),
        (DECISION, YES[:3], ("p3",)),
        (DECISION, (Answer("p1", "no"),), ("p1",)),
        (DEFER, YES[:1], ("p1",)),
        (WITHDRAW, (Answer("p9", "yes"),), ("p9",)),
    ],
)
def test_a_ruling_says_what_it_should_of_everybody_it_should(
    rules: str, answers: tuple[Answer, ...], unfit: tuple[str, ...]
) -> None:
    step = ruled(rules).rules[0]
    people = ("p1", "p2", "p3", "p4")
    ruling = replace(
        ruling_of(step.kind, step.id, *answers), decided_on=decided_on(step.id, people)
    )
    waits = on(rules, ruling).waits
    assert waits is not None
    assert (waits.code, waits.about) == ("ruling-unfit", unfit)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('p1 = "maybe"', "'maybe' was found here; expected is yes or no."),
        ('p7 = "yes"', "'p7' is not a person of this meeting"),
        ("p1 = true", "expected is text"),
    ],
)
def test_a_typed_answer_that_is_none_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Problem, match=re.escape(told)):
        derived(ruled(GATE), tmp_path, f"{VOTES}[rulings.vetted]\n{text}\n")


def test_what_people_decided_is_told_as_such() -> None:
    meeting = ruled(DEFER)
    ruling = ruling_of("defer", "put-off", Answer("p2", "yes", "正在核查"))
    ruling = replace(ruling, decided_on=decided_on("put-off", ("p1", "p2", "p3", "p4")))
    result = derive(meeting, Counted({}, rulings={"put-off": ruling}))[0]
    lines = StepsInWords(meeting, "en").view(result).lines
    assert lines[1] == "乙甲某: put off. (正在核查)"
    assert lines[-2] == "Ruled, not counted: 同意 (1 December 2026, 会议纪要)."


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (GATE.replace("县纪委", ""), "must not be empty"),
        (DEFER.replace("县委常委会", " x"), "begins or ends with a space"),
        (DECISION.replace("most = 2", "most = 0"), "from 1 to"),
        (WITHDRAW + 'unruled = "everybody"\n', "expected is one of: waits, nobody"),
        (GATE + 'source = "nobody"\n', "not an earlier step that chooses people"),
    ],
)
def test_a_step_of_people_that_cannot_be_is_named(rules: str, told: str) -> None:
    found = [problem.text("en") for _path, problem in check_meeting(ruled(rules))]
    assert any(told in each for each in found), found
