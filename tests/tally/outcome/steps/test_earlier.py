"""Steps that take what the meeting before came to: as its definition holds it, exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.stage import Continues, Stage
from meeting.rules.numbers import EarlierFigure, EarlierValue
from meeting.rules.selections import Cut, EarlierPeople
from meeting.rules_in_words.rule import rules_in_words
from tally.outcome.steps.derive import derive
from tests.tally.fixtures.ruled import ruled, typed

RULES = """
[[rules]]
kind = "earlier-figure"
id = "before"
name = "首轮得票率"
step = "votes"

[[rules]]
kind = "earlier-people"
id = "losers"
name = "首轮未当选"
step = "elected"
part = "others"

[[rules]]
kind = "cut"
id = "second"
name = "入围"
source = "losers"
by = "before"
seats = 1
left_of = "elected"
ties = "keep-all"
"""
STAGE = Stage("second", "第二轮", "", "第二轮", "", "second.toml", "schema = 1")
LONG = f"{10**300 + 7}/{3**600}"


def continuing(meeting: Meeting) -> Meeting:
    before, losers, cut = meeting.rules
    assert isinstance(before, EarlierFigure)
    assert isinstance(losers, EarlierPeople)
    values = (("p1", "3/4"), ("p2", LONG), ("p3", "0"))
    filled = tuple(EarlierValue(person=p, value=v) for p, v in values)  # type: ignore[arg-type]
    return replace(
        meeting,
        id="ruled-2-second",
        rules=(
            replace(before, values=filled),
            replace(losers, people=("p1", "p2")),  # type: ignore[arg-type]
            cut,
        ),
        stages=(STAGE,),
        continues=Continues("1" * 64, "2" * 64, ("second",)),
    )


def test_figures_and_people_of_before_are_worked_with_exactly(tmp_path: Path) -> None:
    meeting = continuing(ruled(RULES))
    assert check_meeting(meeting) == []
    counted = typed(meeting, tmp_path, "[rounds.r1.A]\n")
    before, losers, cut = derive(meeting, counted)
    assert before.numbers["p1"].number == Fraction(3, 4)
    assert before.numbers["p2"].number == Fraction(LONG)
    assert "p4" not in before.numbers
    assert losers.people == ("p1", "p2")
    assert cut.people == (max(("p1", "p2"), key=lambda each: before.numbers[each].number or 0),)


def test_a_person_without_a_figure_of_before_is_named(tmp_path: Path) -> None:
    meeting = continuing(ruled(RULES))
    first, losers, cut = meeting.rules
    assert isinstance(losers, EarlierPeople)
    losers = replace(losers, people=("p1", "p4"))  # type: ignore[arg-type]
    meeting = replace(meeting, rules=(first, losers, cut))
    last = derive(meeting, typed(meeting, tmp_path, "[rounds.r1.A]\n"))[-1]
    assert last.waits is not None
    assert (last.waits.code, last.waits.about) == ("number-missing", ("before", "p4"))


@pytest.mark.parametrize(
    ("value", "good"),
    [("3/4", True), ("6/8", False), ("0.75", False), ("", False), ("1/0", False), ("-1", False)],
)
def test_a_carried_number_has_one_writing(value: str, good: bool) -> None:
    meeting = continuing(ruled(RULES))
    one = EarlierValue(person="p1", value=value)  # type: ignore[arg-type]
    first = EarlierFigure(id="before", step="votes", values=(one,))
    found = check_meeting(replace(meeting, rules=(first, *meeting.rules[1:])))
    assert [problem.code for _, problem in found] == ([] if good else ["earlier-value"])


def test_what_continues_nothing_takes_nothing_from_before() -> None:
    meeting = replace(continuing(ruled(RULES)), continues=None)
    codes = {problem.code for _, problem in check_meeting(meeting)}
    assert codes == {"earlier-none"}


def test_they_are_read_aloud() -> None:
    told = rules_in_words(continuing(ruled(RULES)), "zh")
    assert told[0] == "首轮得票率：上一次会议步骤“votes”得出的数。"
    assert told[1] == "首轮未当选：上一次会议步骤“elected”未选出的人。"
    assert "上一次会议步骤“elected”空出的名额" in told[2]
    cut = ruled(RULES).rules[2]
    assert isinstance(cut, Cut)
    twice = replace(
        continuing(ruled(RULES)), rules=(*ruled(RULES).rules[:2], replace(cut, ratio=Fraction(2)))
    )
    assert "1 个名额 × 2" in rules_in_words(twice, "zh")[2]
