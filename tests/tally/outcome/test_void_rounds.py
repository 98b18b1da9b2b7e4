"""Which figures of the hall make a round void, which are unusual, and which cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.denominators import group_figures
from tally.outcome.outcome import outcome_of
from tally.outcome.void_rounds import impossibilities, remarks, void_reasons
from tally.report.report import render_report
from tests.tally.fixtures.sample_outcomes import PLAIN, A

NUMBERS = st.integers(0, 24)


# what figures mean


@given(NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS)
def test_figures_are_refused_void_unusual_or_in_order(
    ballots: int, present: int | None, issued: int | None
) -> None:
    """Of 20 entitled with 20 slips: only more than 20 slips is refused."""
    box = PLAIN.boxes()[0]
    figures = group_figures(box, ballots, opened=True, present=present, issued=issued)
    refused = bool(list(impossibilities(box, figures)))
    assert refused == (max(ballots, issued or 0) > 20)
    people = 20 if present is None else present
    void = ballots > people or (issued is not None and ballots > issued)
    assert bool(list(void_reasons(box, figures))) == void
    unusual = present is not None and (present > 20 or (issued is not None and issued > present))
    assert bool(list(remarks(box, figures))) == unusual


@pytest.mark.parametrize(
    ("ballots", "present", "issued", "pairs"),
    [
        (6, 5, 5, [("returned", "issued", 6, 5), ("returned", "present", 6, 5)]),
        (6, 6, 5, [("returned", "issued", 6, 5)]),
        (6, 5, 6, [("returned", "present", 6, 5)]),
        (21, None, None, [("returned", "entitled", 21, 20)]),
        (20, None, None, []),
        (6, 6, 6, []),
    ],
)
def test_why_a_round_is_void(
    ballots: int, present: int | None, issued: int | None, pairs: list[tuple[object, ...]]
) -> None:
    box = replace(PLAIN.boxes()[0], slips=30)
    figures = group_figures(box, ballots, opened=True, present=present, issued=issued)
    found = [(one.more, one.than, one.found, one.limit) for one in void_reasons(box, figures)]
    assert found == pairs


def test_a_round_is_void_for_itself_alone() -> None:
    meeting = replace(PLAIN, rounds=(PLAIN.rounds[0], replace(PLAIN.rounds[0], id="r2")))
    counts = tuple(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 4, None) for box in meeting.boxes())
    first, second = outcome_of(meeting, "0" * 64, counts, {"r1-A": BoxFigures(4, 3)}).rounds
    assert (bool(first.figures.void), first.tables) == (True, ())
    assert (bool(second.figures.void), bool(second.tables)) == (False, True)


def test_without_figures_more_ballots_than_entitled_make_a_round_void() -> None:
    groups = tuple(replace(group, size=5, slips=7) for group in PLAIN.groups)
    meeting = replace(PLAIN, groups=groups)
    counts = tuple(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 6, None) for box in meeting.boxes())
    outcome = outcome_of(meeting, "0" * 64, counts, {})
    assert [one.than for one in outcome.rounds[0].figures.void] == ["entitled", "entitled"]
    assert "实到人数未填" in render_report(outcome, "zh").decode()
    hall = {box.id: BoxFigures(6, 6) for box in meeting.boxes()}
    entered = outcome_of(meeting, "0" * 64, counts, hall).rounds[0].figures
    assert (entered.void, [one.than for one in entered.remarks]) == ((), ["entitled"] * 2)


def test_a_rate_over_the_entitled_is_more_than_one_where_more_came() -> None:
    """Ten of ten voted, of eight who are entitled: the figure is what it is."""
    groups = tuple(replace(group, size=8) for group in PLAIN.groups)
    papers = tuple(replace(paper, denominator="entitled") for paper in PLAIN.papers)
    meeting = replace(PLAIN, groups=groups, papers=papers)
    box = meeting.boxes()[0]
    result = (*A[:5], (0, 10, 5))
    opened = BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 10, read_result(meeting, box, 10, result))
    other = BoxCount(meeting.boxes()[1], "1" * 64, "3" * 64, "2" * 64, 3, None)
    hall = {"r1-A": BoxFigures(10, 10)}
    outcome = outcome_of(meeting, "0" * 64, (opened, other), hall)
    value = outcome.rounds[0].tables[-1].items[0].option_rate("chen").value
    assert value is not None
    assert value.rounded == "125.00%"
    assert "125.00%" in render_report(outcome, "zh").decode()
