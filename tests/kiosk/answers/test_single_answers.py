"""Names in writing, rankings and scores: what is entered, what it means, what is read back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.ranking import read_ranking
from crypto.election.score import read_scores, score_text
from crypto.election.write_in import LONGEST, read_write_in
from crypto.errors import ParseError
from kiosk.answers import writing_in
from kiosk.answers.by_form import Answer, AnswerState, choices_of, faults, state_of
from meeting.definition.choices_in_words import chosen
from meeting.definition.paper import Option, PaperItem
from tests.kiosk.fixtures.single_papers import line, order, points

LINE = line(1)
PEOPLE = tuple(Option(f"p{number}", f"人{number}", f"P{number}") for number in range(6))
RANKED = order(PEOPLE, 4, 1)
SCORED = points(PEOPLE[:3])


def cast(item: PaperItem, answer: Answer) -> tuple[int, ...]:
    (vector,) = choices_of([item], {item.id: answer})
    return vector


# Names in writing


@given(st.text(max_size=40))
def test_a_line_is_written_in_its_one_form_or_refused(text: str) -> None:
    found = state_of(LINE, (text,))
    if not found.can_be_cast:
        assert found in {AnswerState.TOO_LONG, AnswerState.UNSEEN, AnswerState.LOOKALIKE}
        with pytest.raises(ValueError, match="cannot be encrypted"):
            cast(LINE, (text,))
        return
    normal = unicodedata.normalize("NFC", " ".join(text.split()))
    assert read_write_in(cast(LINE, (text,))) == normal
    assert chosen([LINE], [cast(LINE, (text,))])[0].text == normal
    assert (found is AnswerState.EMPTY) == (normal == "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AnswerState.EMPTY),
        ("　 ", AnswerState.EMPTY),
        ("欧阳志刚", AnswerState.COMPLETE),
        ("一二三四五六七八九十", AnswerState.COMPLETE),
        ("一二三四五六七八九十甲", AnswerState.TOO_LONG),
        ("a" * LONGEST, AnswerState.COMPLETE),
        ("a" * (LONGEST + 1), AnswerState.TOO_LONG),
        ("王\u200b芳", AnswerState.UNSEEN),
        ("王\x00芳", AnswerState.UNSEEN),
        ("\ud800", AnswerState.UNSEEN),
        ("王\u2f45", AnswerState.LOOKALIKE),
        ("\uf9f4\u200b", AnswerState.LOOKALIKE),
    ],
)
def test_what_fits_on_a_line(text: str, expected: AnswerState) -> None:
    assert state_of(LINE, (text,)) is expected


def test_characters_that_only_look_like_others_are_named_with_their_places() -> None:
    (fault,) = faults(LINE, (" \u2f45 芳\uf9f4\u2f45",))
    assert (fault.characters, fault.places) == (("\u2f45", "\uf9f4"), (1, 3))


def test_no_error_says_what_was_written() -> None:
    for text in ("写给某人的话" * 4, "王\u200b芳", "王\u2f45"):
        for fault in faults(LINE, (text,)):
            assert text not in repr(fault)
        with pytest.raises(ValueError, match="cannot be encrypted") as refused:
            cast(LINE, (text,))
        assert text not in str(refused.value)
    for text in ("写给某人的话" * 4, "王\u200b芳"):
        with pytest.raises(ParseError) as also:
            writing_in.vector((text,))
        assert text not in str(also.value)


# Rankings

PLACES = st.lists(st.sampled_from(["", *(each.id for each in PEOPLE)]), min_size=4, max_size=4)


@given(PLACES)
def test_a_ranking_comes_back_or_names_what_is_wrong(places: list[str]) -> None:
    answer = tuple(places)
    filled = [each for each in answer if each]
    twice = {each for each in filled if filled.count(each) > 1}
    found = {fault.state: fault for fault in faults(RANKED, answer)}
    assert (AnswerState.TWICE in found) == bool(twice)
    if twice:
        assert {each.id for each in found[AnswerState.TWICE].people} == twice
    gap = answer[: len(filled)] != tuple(filled)
    assert (AnswerState.GAP in found) == gap
    assert (AnswerState.TOO_FEW in found) == (not filled)
    if found:
        with pytest.raises(ValueError, match="cannot be encrypted"):
            cast(RANKED, answer)
        return
    vector = cast(RANKED, answer)
    assert [PEOPLE[number - 1].id for number in read_ranking(RANKED.ranking, vector)] == filled
    assert [option.id for option in chosen([RANKED], [vector])[0].options] == filled


def test_gaps_name_the_empty_places() -> None:
    (fault,) = faults(RANKED, ("", "p1", "", "p2"))
    assert (fault.state, fault.places) == (AnswerState.GAP, (1, 3))


def test_an_empty_ranking_is_unanswered_where_it_may_be() -> None:
    free = order(PEOPLE, 2)
    for answer in ((), ("", "")):
        assert state_of(free, answer) is AnswerState.UNANSWERED
        assert cast(free, answer) == (0, 0)
        assert state_of(RANKED, answer) is AnswerState.TOO_FEW


# Scores


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_scores_come_back(tenths: list[int]) -> None:
    answer = tuple(map(score_text, tenths))
    vector = cast(SCORED, answer)
    assert read_scores(vector, 3) == tuple(tenths)
    assert chosen([SCORED], [vector])[0].scores == tuple(tenths)


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("95.5", 955), (" 100 ", 1000), ("0", 0), ("９５．５", 955), ("88。5", 885), ("0.1", 1)],
)
def test_scores_are_read_as_keyboards_write_them(text: str, tenths: int) -> None:
    assert read_scores(cast(SCORED, (text, "1", "2")), 3)[0] == tenths


@pytest.mark.parametrize("text", ["100.1", "101", "-1", "95.55", "95,5", "九十", "1e2", "095", "."])
def test_what_is_no_score_is_named_with_its_person(text: str) -> None:
    wrong, missing = faults(SCORED, (text, "7", " "))
    assert (wrong.state, wrong.people) == (AnswerState.NO_SCORE, (PEOPLE[0],))
    assert (missing.state, missing.people) == (AnswerState.MISSING, (PEOPLE[2],))
    with pytest.raises(ValueError, match="cannot be encrypted"):
        cast(SCORED, (text, "7", " "))


def test_without_any_score_everybody_is_named() -> None:
    (fault,) = faults(SCORED, ())
    assert (fault.state, fault.people) == (AnswerState.MISSING, PEOPLE[:3])
