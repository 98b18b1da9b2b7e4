"""Scores come back as they went in, and every fault of them is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.score import (
    most_people,
    parse_score,
    read_scores,
    score_question,
    score_text,
    score_vector,
)
from crypto.errors import ParseError
from crypto.groups.embedding import embed, extract
from crypto.groups.named import group_named

ED = group_named("Ed25519")


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=15))
def test_scores_come_back_through_the_group(tenths: list[int]) -> None:
    vector = score_vector(tenths)
    found = extract(ED, embed(ED, vector), len(vector))
    assert found.canonical
    assert list(read_scores(found.values, len(tenths))) == tenths
    assert [parse_score(score_text(score)) for score in tenths] == tenths


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((3,), "score-form"),
        ((3, 232, 0), "score-form"),
        ((3, 256, 0, 0), "score-form"),
        ((3, 233, 0, 0), "score-range"),
        ((0, 0, 255, 255), "score-range"),
    ],
)
def test_every_fault_of_opened_scores_is_named(values: tuple[int, ...], code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_scores(values, 2)
    assert caught.value.code == code
    assert read_scores((3, 232, 0, 0), 2) == (1000, 0)


@pytest.mark.parametrize(
    ("text", "tenths"), [("0", 0), ("100", 1000), ("100.0", 1000), ("95.5", 955), ("0.1", 1)]
)
def test_scores_are_read_as_they_are_written(text: str, tenths: int) -> None:
    assert parse_score(text) == tenths


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "score-form")
            for text in ("", "95.55", "-1", "+1", "１", "1e2", "095", "1.", ".5")
        ),
        *((text, "score-range") for text in ("100.1", "101", "999")),
    ],
)
def test_what_is_no_score_is_refused(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_score(text)
    assert caught.value.code == code


def test_scores_out_of_range_are_refused_when_the_ballot_is_made() -> None:
    for wrong in (-1, 1001):
        with pytest.raises(ParseError, match="score-range"):
            score_vector((0, wrong))


def test_the_question_of_scores() -> None:
    labels = ("张三 (1/2)", "张三 (2/2)", "李四 (1/2)", "李四 (2/2)")
    assert score_question("?", ("张三", "李四")).answers == labels
    assert len(score_question("?", ("x",) * 127).answers) == 254
    score_question("?", ("x",) * 15).check_group(ED)
    with pytest.raises(ParseError, match="vector-length"):
        score_question("?", ("x",) * 16).check_group(ED)
    for people in ((), ("x",) * 128):
        with pytest.raises(ParseError, match="score-people"):
            score_question("?", people)


def test_how_many_people_one_question_scores() -> None:
    names = ("Ed25519", "RFC-3526-2048", "BELENIOS-2048")
    assert [most_people(group_named(name)) for name in names] == [15, 127, 0]
