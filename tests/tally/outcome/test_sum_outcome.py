"""Groups that were opened as one, in the outcome and in the report."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import BoxCount, ItemCount
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.groups_as_one import parts_of, pooled_group
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.sum_count import SumCount, counted
from tally.report.report import render_report
from tests.tally.fixtures.sample_outcomes import PLAIN, summed, weighed


def first_rates(outcome: Outcome) -> list[Fraction | None]:
    rates = outcome.rounds[0].tables[0].items[0].rates.values()
    return [rate.value.value if rate.value else None for rate in rates]


def test_the_pooled_group_has_the_sum_of_sizes_slips_and_weights() -> None:
    groups = weighed(PLAIN).groups
    pooled = pooled_group(groups)
    assert (pooled.id, pooled.size, pooled.slips) == ("A+B", 40, 40)
    assert pooled.weight == Fraction(1)
    assert (pooled.name, pooled.name_en) == (
        "A票＋B票（合并开箱）",
        "Ballot A + Ballot B (opened together)",
    )
    assert pooled_group(PLAIN.groups).weight is None
    assert parts_of(weighed(PLAIN), pooled) == groups
    assert parts_of(PLAIN, PLAIN.groups[0]) == PLAIN.groups[:1]


def test_with_weights_the_one_rate_enters_with_their_sum() -> None:
    """There is one rate only, so the weighted one is the same."""
    plain, heavy = summed(PLAIN, (3, 7)), summed(weighed(PLAIN), (3, 7))
    assert first_rates(plain) == first_rates(heavy)
    rate = next(iter(heavy.rounds[0].tables[0].items[0].rates.values()))
    assert list(rate.by_group) == ["A+B"]
    assert rate.weighted is not None
    assert rate.weighted == rate.plain


def test_outcome_json_names_the_sum_and_its_group() -> None:
    value = json.loads(outcome_bytes(summed(PLAIN, (3, 7))))
    assert [box["opened"] for box in value["boxes"]] == [False, False]
    assert value["sums"] == [
        {
            "name": "r1-A+B",
            "sum": "4" * 64,
            "opening": "5" * 64,
            "boxes": ["r1-A", "r1-B"],
            "group": "A+B",
            "ballots": 10,
        }
    ]
    (figures,) = value["rounds"][0]["figures"]["groups"]
    assert (figures["group"], figures["entitled"], figures["returned"]) == ("A+B", 40, 10)
    assert "unopened" not in figures


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "合并开箱：A票（3 票）、B票（7 票），合计 10 票，只有一个总结果。A票收回不足 5 票"),
        ("en", "Fewer than 5 ballots were received from Ballot A; opened alone, so few could"),
    ],
)
def test_the_report_says_why(language: str, told: str) -> None:
    page = render_report(summed(PLAIN, (3, 7)), language).decode()
    assert told in page
    assert "3/5" not in page


def test_the_report_says_when_it_was_the_tellers_decision() -> None:
    page = render_report(summed(PLAIN, (5, 5)), "zh").decode()
    assert "经监票人决定合并开箱：A票（5 票）、B票（5 票）" in page


def test_the_report_says_that_weights_protect_nobody() -> None:
    page = render_report(summed(weighed(PLAIN), (3, 7)), "zh").decode()
    assert "以各票种权重之和计入，即 3/5 + 2/5 = 1" in page
    assert "权重本身并不能隐藏任何票" in page


def test_one_box_of_a_sum_with_too_many_ballots_makes_the_round_void() -> None:
    """Together there were enough slips, but box B has more ballots than were issued for it."""
    outcome = summed(PLAIN, (3, 7))
    hall = {"r1-A": BoxFigures(15, 15), "r1-B": BoxFigures(10, 6)}
    found = outcome_of(PLAIN, "0" * 64, outcome.boxes, hall, outcome.sums).rounds[0]
    assert [one.to_json() for one in found.figures.void] == [
        {"box": "r1-B", "more": "returned", "than": "issued", "found": 7, "limit": 6}
    ]
    assert found.tables == ()


def test_a_sum_stands_where_its_first_box_does() -> None:
    a, b = summed(PLAIN, (3, 7)).boxes
    (sum_,) = summed(PLAIN, (3, 7)).sums
    alone = BoxCount(PLAIN.boxes()[0], "6" * 64, "6" * 64, "6" * 64, 1, None)
    assert counted((a, b), (sum_,)) == [sum_]
    assert counted((a, b), ()) == [SumCount(a, (a,)), SumCount(b, (b,))]
    assert counted((alone,), ()) == [SumCount(alone, (alone,))]
    assert all(isinstance(each, ItemCount) for each in sum_.count.items or ())
