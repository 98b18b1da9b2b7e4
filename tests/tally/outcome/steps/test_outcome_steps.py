"""The rules of a meeting in its outcome: counted, published, and read in the report."""

from __future__ import annotations

import json

import pytest

from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import AnyCount, BoxCount, ItemCount
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.single_count import RankingCount, ScoreCount
from tally.report.report import render_report
from tally.verify.meeting.unproved import unproved_figures
from tests.tally.fixtures.ruled import ruled

RULES = """
[[rules]]
kind = "quorum"
id = "quorum"
name = "法定人数"
round = "r1"
limit = "1/2"
[[rules]]
kind = "rate"
id = "rate"
name = "得票率"
round = "r1"
item = "slate"
over = "valid"
[[rules]]
kind = "threshold"
id = "over-half"
name = "过半数"
figure = "rate"
limit = "1/2"
strictly = true
"""


def held(votes: tuple[int, ...], present: int = 60) -> Outcome:
    """A meeting in which 60 ballots chose people of the slate so often."""
    meeting = ruled(RULES)
    (box,) = meeting.boxes()
    grade = ItemCount(60, 60, (0,) * 5)
    slate = ItemCount(60, 0, votes)
    order = RankingCount(60, 60, ((0, 0, 0),) * 4, ())
    speech = ScoreCount(60, ((500,) * 60,) * 4, ())
    items: tuple[AnyCount, ...] = (grade, grade, grade, grade, slate, order, speech)
    count = BoxCount(box, "0" * 64, "1" * 64, "1" * 64, 60, items)
    return outcome_of(meeting, "0" * 64, (count,), {box.id: BoxFigures(present, 60)})


def test_the_outcome_holds_every_step_with_its_rule_and_its_numbers() -> None:
    outcome = held((40, 31, 30, 5))
    steps = json.loads(outcome_bytes(outcome))["steps"]
    assert [each["rule"]["id"] for each in steps] == ["quorum", "rate", "over-half"]
    assert steps[0]["together"] == {"there": "60", "entitled": "60", "share": "1"}
    assert steps[1]["numbers"][0] == {
        "person": "p1",
        "number": "2/3",
        "terms": [{"name": "A", "amount": "40", "base": "60"}],
    }
    assert [(each["person"], each["stays"]) for each in steps[2]["people"]] == [
        ("p1", True),
        ("p2", True),
        ("p3", False),
        ("p4", False),
    ]


def test_the_report_says_how_the_outcome_follows() -> None:
    page = render_report(held((40, 31, 30, 5)), "zh").decode()
    assert "从计票到结果" in page
    assert "过半数：全体人选之中，得票率超过 50% 的人。" in page
    assert "甲甲某：40 ÷ 60 = 66.67%" in page
    assert "丙甲某：有效票 60，其中 30（50.00%），没有超过 50%，未通过。" in page


def test_every_step_says_itself_in_both_languages() -> None:
    step = json.loads(outcome_bytes(held((40, 31, 30, 5))))["steps"][2]
    assert list(step["said"]) == ["zh", "en"]
    people = step["said"]["zh"]["people"]
    assert people["p3"] == "丙甲某：有效票 60，其中 30（50.00%），没有超过 50%，未通过。"
    english = step["said"]["en"]
    assert english["people"]["p3"].endswith(
        ": 30 of 60 valid ballots (50.00%) is not more than 50%: does not go on."
    )
    assert english["result"] == ["2 go on: 甲甲某, 乙甲某."]


def test_a_round_below_the_quorum_decides_nothing() -> None:
    outcome = held((40, 31, 30, 5), present=29)
    steps = json.loads(outcome_bytes(outcome))["steps"]
    assert steps[1]["waits"] == {"code": "quorum-missed", "about": ["r1"]}
    assert steps[2]["waits"] == {"code": "step", "about": ["rate"]}
    assert "第1轮无效：人数不足法定人数。" in render_report(outcome, "zh").decode()


@pytest.mark.parametrize(
    ("over", "of", "unproved"),
    [
        ("valid", "returned", ()),
        ("valid", "present", ("present",)),
        ("issued", "returned", ("issued",)),
        ("present", "present", ("present",)),
    ],
)
def test_rules_over_figures_of_the_hall_need_two_tellers(
    over: str, of: str, unproved: tuple[str, ...]
) -> None:
    """Who could type them alone could decide the outcome."""
    rules = RULES.replace('over = "valid"', f'over = "{over}"')
    meeting = ruled(rules.replace('limit = "1/2"\n[[', f'limit = "1/2"\nof = "{of}"\n[['))
    assert unproved_figures(meeting) == unproved
