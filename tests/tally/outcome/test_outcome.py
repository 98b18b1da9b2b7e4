"""Counts, rates and places are exact, and what cannot be is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.meeting import Meeting
from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import BoxCount, ItemCount, read_result
from tally.outcome.exact import ExactRate, weighted
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.places import places
from tally.problem import Problem
from tests.tally.fixtures.held_meeting import Held

Vector = tuple[int, ...]

# 10 ballots each: team, chen's grade and placement, lin's grade and placement, the slate.
A: tuple[Vector, ...] = (
    (1, 5, 3, 1), (0, 6, 2, 2), (1, 4, 5), (2, 3, 4, 1), (0, 10, 0), (2, 8, 5),
)  # fmt: skip
B: tuple[Vector, ...] = (
    (0, 1, 1, 8), (1, 1, 2, 6), (1, 4, 5), (0, 4, 5, 1), (0, 0, 10), (4, 3, 6),
)  # fmt: skip
HALL = {"r1-A": BoxFigures(8, 8), "r1-B": BoxFigures(8, 8)}


def meeting_with(full: Held, **changed: object) -> Meeting:
    groups = tuple(replace(group, size=20, slips=20) for group in full.hall.meeting.groups)
    return replace(full.hall.meeting, groups=groups, **changed)  # type: ignore[arg-type]


def outcome_with(
    meeting: Meeting, results: dict[str, tuple[Vector, ...]], hall: dict[str, BoxFigures]
) -> Outcome:
    counts = []
    for box in meeting.boxes():
        result = results.get(box.id)
        items = read_result(meeting, box, 10, result) if result else None
        counts.append(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 10 if result else 3, items))
    return outcome_of(meeting, "0" * 64, tuple(counts), hall)


@pytest.fixture
def meeting(full: Held) -> Meeting:
    return meeting_with(full)


def test_rates_are_exact_and_shown_half_up() -> None:
    assert ExactRate.of(104, 111).rounded == "93.69%"
    assert ExactRate.of(1, 3).rounded == "33.33%"
    assert ExactRate.of(2, 3).rounded == "66.67%"
    assert ExactRate.of(1, 20000).rounded == "0.01%"
    assert ExactRate.of(1, 20001).rounded == "0.00%"
    assert ExactRate.of(0, 5).rounded == "0.00%"
    assert ExactRate.of(5, 5).rounded == "100.00%"
    assert ExactRate.of(6, 5).rounded == "120.00%"  # six voted, five are entitled
    assert ExactRate.of(6, 8).to_json() == {"numerator": 3, "denominator": 4, "shown": "75.00%"}


@given(st.integers(1, 10**9), st.data())
def test_the_shown_rate_is_never_more_than_half_a_unit_away(
    whole: int, data: st.DataObject
) -> None:
    rate = ExactRate.of(data.draw(st.integers(0, whole)), whole)
    shown = Fraction(rate.rounded.removesuffix("%")) / 100
    assert -Fraction(1, 20000) < rate.value - shown <= Fraction(1, 20000) or (
        shown - rate.value == Fraction(1, 20000)
    )


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 3), (1, -1)])
def test_what_is_no_rate_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        ExactRate.of(part, whole)


def test_a_weighted_rate_needs_positive_weights() -> None:
    half = ExactRate.of(1, 2)
    assert weighted([(Fraction(2, 5), half), (Fraction(1, 5), half)]) == half
    for parts in ([], [(Fraction(0), half)], [(Fraction(-1), half)]):
        with pytest.raises(ValueError, match="weight"):
            weighted(parts)


@given(st.lists(st.fractions(0, 1, max_denominator=9), max_size=12))
def test_places_follow_the_figures(figures: list[Fraction]) -> None:
    keyed = [(str(index), figure) for index, figure in enumerate(figures)]
    for place, figure in zip(places(keyed), figures, strict=True):
        assert place.rank == 1 + len([other for other in figures if other > figure])
        assert place.tied == (figures.count(figure) > 1)


def test_sums_rates_and_places_of_two_groups(meeting: Meeting) -> None:
    outcome = outcome_with(
        meeting,
        {"r1-A": A, "r1-B": B},
        HALL | {"r1-A": BoxFigures(10, 10), "r1-B": BoxFigures(12, 11)},
    )
    team, grades, moves, slate = outcome.rounds[0].tables
    assert team.items[0].all == ItemCount(20, 1, (6, 4, 9))
    chen, lin = grades.items
    assert chen.all == ItemCount(20, 1, (7, 4, 8))
    rate = chen.rates["competent-or-better"]
    assert (rate.votes, rate.base, rate.over) == (11, 20, "valid")
    assert rate.plain is not None
    assert rate.plain.value == Fraction(11, 20)
    assert lin.rates["competent-or-better"].votes == 16
    assert [(place.key, place.rank) for place in grades.places] == [
        ("chen-grade", 2),
        ("lin-grade", 1),
    ]
    assert moves.places == ()
    assert team.places == ()
    assert [(place.key, place.rank, place.tied) for place in slate.places] == [
        ("chen", 1, True),
        ("lin", 1, True),
    ]


def test_weights_combine_the_groups_rates_not_their_votes(full: Held) -> None:
    groups = tuple(
        replace(group, size=20, slips=20, weight=weight)
        for group, weight in zip(
            full.hall.meeting.groups, (Fraction(4, 5), Fraction(1, 5)), strict=True
        )
    )
    meeting = replace(full.hall.meeting, groups=groups)
    outcome = outcome_with(meeting, {"r1-A": A, "r1-B": B}, {})
    rate = outcome.rounds[0].tables[1].items[0].rates["competent-or-better"]
    assert rate.weighted is not None
    assert rate.weighted.value == Fraction(4, 5) * Fraction(8, 10) + Fraction(1, 5) * Fraction(
        3, 10
    )
    assert rate.value == rate.weighted
    assert rate.plain is not None
    assert rate.plain.value == Fraction(11, 20)


def test_an_unopened_group_gives_its_weight_to_the_others(full: Held) -> None:
    groups = tuple(
        replace(group, size=20, slips=20, weight=Fraction(1, 2))
        for group in full.hall.meeting.groups
    )
    meeting = replace(full.hall.meeting, groups=groups)
    outcome = outcome_with(meeting, {"r1-A": A}, {})
    rate = outcome.rounds[0].tables[1].items[0].rates["competent-or-better"]
    assert rate.value is not None
    assert rate.value.value == Fraction(8, 10)


def test_nothing_opened_gives_no_rate_and_no_error(meeting: Meeting) -> None:
    outcome = outcome_with(meeting, {}, {})
    chen = outcome.rounds[0].tables[1].items[0]
    assert chen.all == ItemCount(0, 0, (0, 0, 0))
    assert chen.rates["competent-or-better"].value is None
    assert b'"opened":false' in outcome_bytes(outcome)


@pytest.mark.parametrize(("denominator", "base"), [
    ("entitled", 40), ("present", 23), ("issued", 21), ("returned", 20), ("valid", 20),
])  # fmt: skip
def test_every_denominator_is_the_figure_it_names(
    meeting: Meeting, denominator: str, base: int
) -> None:
    papers = tuple(replace(paper, denominator=denominator) for paper in meeting.papers)
    hall = {"r1-A": BoxFigures(12, 11), "r1-B": BoxFigures(11, 10)}
    outcome = outcome_with(replace(meeting, papers=papers), {"r1-A": A, "r1-B": B}, hall)
    rate = outcome.rounds[0].tables[3].items[0].option_rate("chen")
    assert (rate.votes, rate.base) == (11, base)


def test_a_figure_that_a_rate_needs_must_be_entered(meeting: Meeting) -> None:
    papers = tuple(replace(paper, denominator="present") for paper in meeting.papers)
    with pytest.raises(Problem) as caught:
        outcome_with(replace(meeting, papers=papers), {"r1-A": A, "r1-B": B}, {})
    assert caught.value.code == "figures-missing"


def test_more_slips_issued_than_printed_are_refused(meeting: Meeting) -> None:
    hall = {"r1-A": BoxFigures(21, 21)}
    with pytest.raises(Problem) as caught:
        outcome_with(meeting, {"r1-A": A, "r1-B": B}, hall)
    assert (caught.value.code, caught.value.where) == ("figures-disagree", "r1-A")


BAD_RESULTS: list[tuple[str, tuple[Vector, ...]]] = [
    ("result-shape", A[:-1]),
    ("result-shape", (*A[:5], (2, 8))),
    ("result-sums", ((1, 5, 3, 2), *A[1:])),
    ("result-sums", ((0, 5, 3, 1), *A[1:])),
    ("result-sums", (*A[:5], (2, 9, 8))),
    ("result-sums", (*A[:5], (2, 3, 4))),
    ("result-sums", (*A[:5], (11, 0, 0))),
]


@pytest.mark.parametrize(("code", "result"), BAD_RESULTS)
def test_counts_that_ten_ballots_cannot_give_are_refused(
    meeting: Meeting, code: str, result: tuple[Vector, ...]
) -> None:
    with pytest.raises(Problem) as caught:
        outcome_with(meeting, {"r1-A": result, "r1-B": B}, {})
    assert caught.value.code == code


def test_the_published_outcome_shows_every_step(full: Held) -> None:
    value = json.loads((full.out / "outcome.json").read_bytes())
    assert value["rounding"] == "percent-2-half-up"
    assert [box["id"] for box in value["boxes"]] == ["r1-A", "r1-B"]
    figures = value["rounds"][0]["figures"]["all"]
    assert figures == {
        "entitled": 16, "present": 15, "issued": 13, "returned": 12, "valid": 12, "invalid": 0,
    }  # fmt: skip
    for table in value["rounds"][0]["tables"]:
        for item in table["items"]:
            together = item["all"]
            assert together["valid"] == sum(group["valid"] for group in item["groups"])
            for rate in item["rates"]:
                votes = sum(together["votes"][option] for option in rate["options"])
                exact = Fraction(rate["value"]["numerator"], rate["value"]["denominator"])
                assert (rate["votes"], rate["base"]) == (votes, 12)
                assert exact == Fraction(votes, 12)
