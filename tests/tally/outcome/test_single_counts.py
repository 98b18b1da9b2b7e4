"""Single answers, counted: every ballot once, whatever its maker wrote into it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.score import score_vector
from crypto.election.write_in import write_in_vector
from crypto.groups.embedding import Extracted
from meeting.definition.paper import Paper
from tally.outcome.box_count import AnyCount, BoxCount, ItemCount, read_result
from tally.outcome.exact import ExactScore
from tally.outcome.names_limit import NamesSum, names_sum, names_sums
from tally.outcome.outcome import outcome_of
from tally.outcome.single_count import (
    RankingCount,
    ScoreCount,
    WriteInCount,
    by_votes,
    invalid_of,
    mean,
    valid_of,
)
from tally.outcome.single_outcome import WrittenTable
from tally.outcome.single_reading import count_single
from tally.outcome.tables import tables_of
from tally.problem import Problem
from tally.report.single_derivation import REASONS
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.written_hall import JUDGES, NO_TEXT, ORDER, SLATE, TOO_MUCH

LINE, RANKING, POINTS = SLATE.items[1], ORDER.items[0], JUDGES.items[0]
BYTE = st.integers(0, 255)


def honest(*vectors: tuple[int, ...]) -> tuple[Extracted, ...]:
    return tuple(Extracted(vector, canonical=True) for vector in vectors)


def lines(*names: str) -> tuple[Extracted, ...]:
    return honest(*map(write_in_vector, names))


def answers(length: int, values: st.SearchStrategy[int]) -> st.SearchStrategy[list[Extracted]]:
    vector = st.lists(values, min_size=length, max_size=length).map(tuple)
    return st.lists(st.builds(Extracted, vector, st.booleans()), max_size=12)


def test_names_stand_by_votes_then_by_code_points() -> None:
    count = count_single(LINE, lines("王五", "a", "丁一", "B", "王五", "", "", ""))
    assert count == WriteInCount(8, 3, (("王五", 2), ("B", 1), ("a", 1), ("丁一", 1)), ())


def test_another_spelling_is_another_name() -> None:
    count = count_single(LINE, lines("Li Si", "li si", "LiSi"))
    assert isinstance(count, WriteInCount)
    assert dict(count.names) == {"Li Si": 1, "LiSi": 1, "li si": 1}


def test_a_marked_answer_is_invalid_whatever_it_says() -> None:
    marked = (Extracted(write_in_vector("王五"), canonical=False),)
    nothing = (Extracted(write_in_vector(""), canonical=False),)
    count = count_single(LINE, (*lines("王五"), *marked, *nothing))
    assert count == WriteInCount(3, 0, (("王五", 1),), (("single-answer-marked", 2),))


def test_a_marked_answer_that_says_nothing_readable_is_counted_once() -> None:
    count = count_single(LINE, (Extracted(NO_TEXT, canonical=False),))
    assert count == WriteInCount(1, 0, (), (("single-answer-marked", 1),))


@pytest.mark.parametrize(("vector", "reason"), [
    (NO_TEXT, "write-in-form"),
    ((*b"a  b", *(255,) * 26), "write-in-form"),
    ((*b"a", 255, *b"b", *(255,) * 27), "write-in-form"),
    ((*"\u200b".encode(), *(255,) * 27), "write-in-character"),
])  # fmt: skip
def test_what_is_no_name_is_invalid(vector: tuple[int, ...], reason: str) -> None:
    assert count_single(LINE, honest(vector)) == WriteInCount(1, 0, (), ((reason, 1),))


@pytest.mark.parametrize(("vector", "reason"), [
    ((2, 2), "ranking-twice"), ((0, 1), "ranking-gap"), ((4, 1), "ranking-person"),
])  # fmt: skip
def test_what_is_no_ranking_is_invalid(vector: tuple[int, ...], reason: str) -> None:
    count = count_single(RANKING, honest(vector))
    assert count == RankingCount(1, 0, ((0, 0),) * 3, ((reason, 1),))


def test_a_ranking_with_too_few_places_is_invalid_where_they_must_be_filled() -> None:
    strict = replace(RANKING, minimum=2)
    count = count_single(strict, honest((1, 0), (0, 0), (2, 1)))
    assert count == RankingCount(3, 0, ((0, 1), (1, 0), (0, 0)), (("ranking-few", 2),))


def test_places_are_counted_per_person() -> None:
    count = count_single(RANKING, honest((1, 2), (1, 3), (0, 0), (3, 0)))
    assert count == RankingCount(4, 1, ((2, 0), (0, 1), (1, 1)), ())


def test_scores_are_sorted_and_no_vector_stays_together() -> None:
    vectors = (score_vector((0, 1000, 5)), score_vector((955, 0, 5)), TOO_MUCH)
    count = count_single(POINTS, honest(*vectors))
    assert count == ScoreCount(3, ((955, 0), (1000, 0), (5, 5)), (("score-range", 1),))
    turned = count_single(POINTS, honest(*vectors[::-1]))
    assert turned == count


@given(answers(30, BYTE | st.just(255)))
def test_every_line_is_counted_once(found: list[Extracted]) -> None:
    count = count_single(LINE, found)
    assert isinstance(count, WriteInCount)
    assert count.nothing + count.written + invalid_of(count) == len(found) == count.ballots
    assert count.sound


@given(answers(2, st.integers(0, 4)))
def test_every_ranking_is_counted_once(found: list[Extracted]) -> None:
    count = count_single(RANKING, found)
    assert isinstance(count, RankingCount)
    first = sum(row[0] for row in count.places)
    assert first + count.nobody + invalid_of(count) == len(found)
    assert count.sound


@given(answers(6, st.integers(0, 4) | BYTE))
def test_every_list_of_scores_is_counted_once(found: list[Extracted]) -> None:
    count = count_single(POINTS, found)
    assert isinstance(count, ScoreCount)
    assert {len(row) for row in count.tenths} == {len(found) - invalid_of(count)}
    assert count.sound


@given(answers(30, BYTE | st.just(255)), answers(30, st.just(255)))
def test_counts_of_two_boxes_add_up_to_that_of_all_ballots(
    one: list[Extracted], other: list[Extracted]
) -> None:
    both = count_single(LINE, [*one, *other])
    first, second = count_single(LINE, one), count_single(LINE, other)
    assert isinstance(first, WriteInCount)
    assert isinstance(second, WriteInCount)
    assert first + second == both


@pytest.mark.parametrize("count", [
    WriteInCount(3, 1, (("王五", 1),), ()),
    WriteInCount(3, 1, (("王五", 1),), (("write-in-form", 2),)),
    RankingCount(3, 1, ((1, 0), (0, 0), (0, 0)), ()),
    RankingCount(3, 0, ((1, 1), (1, 1), (1, 2)), ()),
    RankingCount(3, 0, ((3, 1), (0, 1), (0, 0)), ()),
    ScoreCount(3, ((10, 9), (10, 9, 8), (1, 1, 1)), ()),
])  # fmt: skip
def test_sums_that_cannot_be_are_seen(count: WriteInCount | RankingCount | ScoreCount) -> None:
    assert not count.sound


def test_means_are_exact_and_shown_half_up() -> None:
    assert mean((1000, 950, 905)) == ExactScore(Fraction(571, 6))
    assert ExactScore(Fraction(571, 6)).rounded == "95.17"
    assert ExactScore(Fraction(1, 200)).rounded == "0.01"
    assert ExactScore(Fraction(1, 201)).rounded == "0.00"
    assert ExactScore(Fraction(100)).rounded == "100.00"
    assert mean(()) is None
    assert ExactScore(Fraction(571, 6)).to_json() == {
        "numerator": 571, "denominator": 6, "shown": "95.17",
    }  # fmt: skip


def test_answers_must_be_as_many_as_ballots(written: Held) -> None:
    meeting = written.hall.meeting
    box = meeting.box("r1-B")
    counts = tuple(() if item.is_single else (1, 0, 0, 0) for item in box.items(meeting))
    with pytest.raises(Problem) as caught:
        read_result(meeting, box, 1, counts)
    assert (caught.value.code, caught.value.where) == ("result-shape", "r1-B other-1")


def test_lines_of_one_paper_are_one_table_and_so_are_parts_of_a_list_of_scores() -> None:
    assert [table.id for table in tables_of(SLATE)] == ["listed", "other-1"]
    alone = replace(SLATE.items[1], id="head-1")
    more = replace(SLATE, items=(*SLATE.items, alone))
    assert [len(table.items) for table in tables_of(more)] == [1, 2, 1]
    halves = tuple(replace(POINTS, id=f"points-{at}", options=POINTS.options[at:]) for at in (1, 2))
    assert [len(table.items) for table in tables_of(replace(JUDGES, items=halves))] == [2]


def names(paper: Paper, ticked: int, *written: int, ballots: int) -> NamesSum:
    counts: list[AnyCount] = [
        ItemCount(ballots, 0, (ticked, 0, 0)),
        *(WriteInCount(ballots, ballots - each, (("王五", each),), ()) for each in written),
    ]
    return names_sum(paper, counts, ballots)


def test_names_on_a_whole_paper_are_checked_as_a_sum() -> None:
    assert names(SLATE, 6, 3, 0, ballots=3) == NamesSum(6, 3, 9)
    assert names(SLATE, 6, 3, 0, ballots=3).kept
    assert not names(SLATE, 6, 3, 1, ballots=3).kept


def test_names_of_an_unopened_box_are_not_looked_at(written: Held) -> None:
    count = written.outcome.boxes[0]
    limited = [paper.id for paper, _names in names_sums(written.hall.meeting, count)]
    assert limited == ["slate"]
    assert list(names_sums(written.hall.meeting, replace(count, items=None))) == []


def test_nothing_opened_gives_empty_tables_and_no_error(written: Held) -> None:
    meeting = written.hall.meeting
    counts: tuple[BoxCount, ...] = tuple(
        replace(count, items=None, ballots=3) for count in written.outcome.boxes
    )
    singles = outcome_of(meeting, "0" * 64, counts, {}).rounds[0].singles
    first = singles[0]
    assert isinstance(first, WrittenTable)
    assert first.all == WriteInCount(0, 0, (), ())


def test_every_reason_has_words(written: Held) -> None:
    reasons = {
        reason
        for count in written.outcome.boxes
        for item in count.items or ()
        if not isinstance(item, ItemCount)
        for reason, _number in item.invalid
    }
    assert reasons == {"single-answer-marked", "write-in-form", "ranking-twice", "score-range"}
    assert reasons < set(REASONS)


def test_equal_names_of_several_lines_are_one() -> None:
    assert by_votes([("王五", 1), ("丁一", 3), ("王五", 2)]) == (("丁一", 3), ("王五", 3))
    assert valid_of(WriteInCount(3, 1, (("王五", 1),), (("write-in-form", 1),))) == 2
