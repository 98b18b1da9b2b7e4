"""Limits on scores: which scores they count, which papers keep them, and which nobody can keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.consistency import check_meeting
from meeting.definition.limits_kept import broken_limits
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import place
from meeting.definition.paper_limits import AnyLimit, Differ, Scored
from meeting.rules_in_words.limits import limit_in_words
from tests.meeting.fixtures.own_papers import own_meeting

GRADES, SLATE, MARKS = 0, 1, 4
HIGH, LOW = Fraction(90), Fraction(70)
PEOPLE = 3


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return own_meeting(tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (["90.1", "90", "70.5"], []),
        (["90.1", "100", "70.5"], ["high"]),
        (["90", "90", "70.6"], ["low"]),
        (["60", "60.0", "60"], ["not-same"]),
        (["60", "60", ""], []),
        (["60", "60", "6O"], []),
        (["", "", ""], []),
        (["100", "100", "100"], ["high", "low", "not-same"]),
    ],
)
def test_scores(own: Meeting, scores: Sequence[str], expected: list[str]) -> None:
    paper = own.papers[MARKS]
    assert [limit.id for limit in broken_limits(paper, {"points": scores})] == expected


@pytest.mark.parametrize(
    ("limit", "counted", "chinese", "english"),
    [
        (Scored(id="x", above=HIGH), (900, 1000), "90分及以上", "90 points or more"),
        (Scored(id="x", above=HIGH, strictly=True), (901, 1000), "高于90分", "above 90 points"),
        (Scored(id="x", below=LOW), (0, 700), "70分及以下", "70 points or fewer"),
        (Scored(id="x", below=LOW, strictly=True), (0, 699), "低于70分", "below 70 points"),
        (Scored(id="x", above=LOW, below=HIGH), (700, 900), "70分至90分", "70 to 90 points"),
        (
            Scored(id="x", above=LOW, below=HIGH, strictly=True),
            (701, 899),
            "高于70分、低于90分",
            "above 70 and below 90 points",
        ),
    ],
)
def test_what_is_counted_and_how_it_is_said(
    own: Meeting, limit: Scored, counted: tuple[int, int], chinese: str, english: str
) -> None:
    assert (limit.lowest, limit.highest) == counted
    paper, limit = own.papers[MARKS], replace(limit, least=1, most=2)
    assert limit_in_words(limit, paper, "zh") == f"整张票中，{chinese}的为1至2人"
    assert limit_in_words(limit, paper, "en") == f"{english} for 1 to 2 people in the whole paper"
    assert limit_in_words(Differ(id="x"), paper, "zh") == "整张票不得全部相同"


def with_limits(meeting: Meeting, at: int, *limits: AnyLimit) -> Meeting:
    papers = [*meeting.papers]
    papers[at] = replace(papers[at], limits=limits)
    return replace(meeting, papers=tuple(papers))


def found(meeting: Meeting) -> list[tuple[str, str]]:
    """(code, place) of everything that is wrong; every sentence exists in both languages."""
    mistakes = check_meeting(meeting)
    assert all(problem.text("zh") != problem.text("en") for _, problem in mistakes)
    return [(problem.code, place(path)) for path, problem in mistakes]


WRONG: dict[str, tuple[int, AnyLimit, str, str]] = {
    "no-number": (MARKS, Scored(id="x", above=HIGH), "limit-nothing", ""),
    "every-score": (MARKS, Scored(id="x", most=1), "limit-nothing", ""),
    "order": (MARKS, Scored(id="x", above=HIGH, least=2, most=1), "limit-order", ".least"),
    "bounds": (MARKS, Scored(id="x", above=HIGH, below=LOW, most=1), "limit-order", ".below"),
    "needless": (MARKS, Scored(id="x", above=HIGH, most=3), "limit-needless", ".most"),
    "many": (MARKS, Scored(id="x", below=LOW, least=4), "limit-impossible", ".least"),
    "fine": (MARKS, Scored(id="x", above=Fraction("90.55"), most=1), "limit-score", ".above"),
    "above-all": (MARKS, Scored(id="x", above=Fraction(101), most=1), "limit-score", ".above"),
    "name": (
        MARKS,
        Scored(id="x", items=("point",), above=HIGH, most=1),
        "limit-names",
        ".items[0]",
    ),
    "of-grades": (GRADES, Scored(id="x", above=HIGH, most=1), "limit-form", ""),
    "of-ticks": (
        *(GRADES, Scored(id="x", items=("overall",), above=HIGH, most=1)),
        *("limit-form", ".items[0]"),
    ),
    "chosen-differ": (SLATE, Differ(id="x", items=("choice",)), "limit-paper", ""),
    "lines-differ": (GRADES, Differ(id="x", items=("example",)), "limit-form", ".items[0]"),
    "other-grades": (GRADES, Differ(id="x", items=("overall", "faults")), "limit-grades", ".items"),
    "one-grade": (GRADES, Differ(id="x", items=("p01-overall",)), "limit-needless", ".items"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_limit_that_makes_no_sense_is_named(own: Meeting, name: str) -> None:
    at, limit, code, where = WRONG[name]
    assert (code, f"papers[{at}].limits[0]{where}") in found(with_limits(own, at, limit))


def test_limits_that_nobody_can_keep_together_are_named(own: Meeting) -> None:
    two_high = Scored(id="two-high", above=HIGH, least=2)
    two_low = Scored(id="two-low", below=LOW, least=2)
    assert found(with_limits(own, MARKS, two_high)) == []
    meeting = with_limits(own, MARKS, two_high, two_low)
    assert found(meeting) == [("limit-impossible", f"papers[{MARKS}].limits[1]")]
    (mistake,) = check_meeting(meeting)
    assert "two-high" in mistake[1].text("en")


@st.composite
def limits(draw: st.DrawFn) -> Scored:
    """A limit of three people that makes sense by itself."""
    none, full = Fraction(0), Fraction(100)
    above, below = draw(st.sampled_from([(HIGH, full), (none, LOW), (LOW, HIGH), (HIGH, HIGH)]))
    strictly = above != below and draw(st.booleans())
    least = draw(st.integers(0, PEOPLE))
    most = draw(st.sampled_from([0, *range(max(least, 1), PEOPLE)] if least < PEOPLE else [0]))
    return Scored(
        id="x", above=above, below=below, strictly=strictly, least=least or int(not most), most=most
    )


@given(st.lists(limits(), max_size=4))
def test_limits_are_refused_together_just_where_no_scores_keep_them(
    own: Meeting, drawn: list[Scored]
) -> None:
    each = tuple(replace(limit, id=f"l{at}") for at, limit in enumerate(drawn))
    meeting = with_limits(own, MARKS, *each)
    texts = ("50", "70", "80", "90", "95")
    kept = any(
        not broken_limits(meeting.papers[MARKS], {"points": scores})
        for scores in product(texts, repeat=PEOPLE)
    )
    assert (not found(meeting)) == kept
