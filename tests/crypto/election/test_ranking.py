"""Rankings come back as they went in, and every fault of one is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.ranking import RankingRule, ranking_vector, read_ranking
from crypto.errors import ParseError


@given(st.data())
def test_a_ranking_comes_back(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, 255))
    places = data.draw(st.integers(1, min(30, people)))
    people_chosen = st.lists(st.integers(1, people), max_size=places, unique=True)
    chosen = tuple(data.draw(people_chosen))
    rule = RankingRule(people, places)
    vector = ranking_vector(rule, chosen)
    assert len(vector) == places == len(rule.question("?").answers)
    assert read_ranking(rule, vector) == chosen


@pytest.mark.parametrize(("people", "places"), [(1, 1), (255, 30), (30, 30)])
def test_rankings_are_asked_for_up_to_the_limits(people: int, places: int) -> None:
    rule = RankingRule(people, places, places)
    assert rule.question("?").answers == tuple(map(str, range(1, places + 1)))
    chosen = tuple(range(people, people - places, -1))
    assert read_ranking(rule, ranking_vector(rule, chosen)) == chosen


@given(st.lists(st.integers(0, 6), max_size=5))
def test_any_vector_is_refused_or_is_the_one_of_its_ranking(values: list[int]) -> None:
    rule = RankingRule(5, 4, 1)
    try:
        chosen = read_ranking(rule, values)
    except ParseError:
        return
    assert list(ranking_vector(rule, chosen)) == values


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((1, 2, 3), "ranking-places"),
        ((1, 2, 3, 4, 5), "ranking-places"),
        ((6, 0, 0, 0), "ranking-person"),
        ((-1, 0, 0, 0), "ranking-person"),
        ((2, 1, 2, 0), "ranking-twice"),
        ((0, 1, 2, 0), "ranking-gap"),
        ((1, 0, 2, 0), "ranking-gap"),
        ((1, 0, 0, 0), "ranking-few"),
        ((0, 0, 0, 0), "ranking-few"),
    ],
)
def test_every_fault_of_a_ranking_is_named(values: tuple[int, ...], code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_ranking(RankingRule(5, 4, 2), values)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ((1, 2, 3, 4, 5), "ranking-places"),
        ((1, 0), "ranking-person"),
        ((6, 1), "ranking-person"),
        ((1, 1), "ranking-twice"),
        ((1,), "ranking-few"),
    ],
)
def test_a_wrong_ranking_is_refused_when_the_ballot_is_made(
    chosen: tuple[int, ...], code: str
) -> None:
    with pytest.raises(ParseError) as caught:
        ranking_vector(RankingRule(5, 4, 2), chosen)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "rule", [(0, 0), (256, 1), (40, 31), (3, 4), (3, 0), (3, 2, 3), (3, 2, -1)]
)
def test_a_ranking_that_no_vector_holds_cannot_be_asked_for(rule: Any) -> None:
    with pytest.raises(ParseError, match="ranking-rule"):
        RankingRule(*rule)
