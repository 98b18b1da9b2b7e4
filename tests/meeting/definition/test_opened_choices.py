"""The choices of a ballot in the words of the paper, and back."""

from __future__ import annotations

import pytest

from crypto.election.score import score_vector
from crypto.election.write_in import write_in_vector
from crypto.errors import ParseError
from meeting.definition.choices_in_words import chosen, chosen_on
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, Option, Paper, PaperItem

GRADES = (Option("good", "优秀", "excellent"), Option("able", "称职", "competent"))
BLANK = PaperItem("grade", None, "评价", "Grade", GRADES, 1, 1, abstain=True)
PLAIN = PaperItem("slate", None, "推荐", "Slate", GRADES, 0, 2, abstain=False)


def test_the_blank_slot_is_abstention_and_the_others_are_options() -> None:
    found = chosen((BLANK, BLANK, PLAIN, PLAIN), ((1, 0, 0), (0, 0, 1), (1, 1), (0, 0)))
    assert [each.abstained for each in found] == [True, False, False, False]
    assert [[option.label for option in each.options] for each in found] == [
        [],
        ["称职"],
        ["优秀", "称职"],
        [],
    ]
    assert [each.item for each in found] == [BLANK, BLANK, PLAIN, PLAIN]


@pytest.mark.parametrize("choices", [((1, 0),), ((1, 0, 0, 0),), (), ((1, 0, 0), (1, 0, 0))])
def test_choices_that_do_not_fit_the_paper_are_refused(
    choices: tuple[tuple[int, ...], ...],
) -> None:
    with pytest.raises(ValueError, match="zip"):
        chosen((BLANK,), choices)


def person(number: int) -> Option:
    return Option(f"p{number}", f"人{number}", f"P{number}")


PEOPLE = (person(1), person(2), person(3))
LINE = PaperItem("other", None, "另推他人", "Other", (), 0, 1, abstain=False, form=WRITE_IN)
ORDER = PaperItem("order", None, "排序", "Order", PEOPLE, 0, 2, abstain=False, form=RANKING)
POINTS = PaperItem("points", None, "评分", "Score", PEOPLE, 3, 3, abstain=False, form=SCORES)


def test_single_answers_are_said_in_their_own_words() -> None:
    vectors = (write_in_vector("欧阳志刚"), write_in_vector(""), (3, 1), (2, 0), (0, 0))
    first, empty, order, one, nobody = chosen((LINE, LINE, ORDER, ORDER, ORDER), vectors)
    assert (first.text, empty.text) == ("欧阳志刚", "")
    assert [option.id for option in order.options] == ["p3", "p1"]
    assert [option.id for option in one.options] == ["p2"]
    assert nobody.options == ()
    (points,) = chosen((POINTS,), (score_vector((955, 0, 1000)),))
    assert (points.options, points.scores) == (PEOPLE, (955, 0, 1000))
    for each in (first, order, points):
        assert not each.abstained
        assert "欧阳" not in repr(each)
        assert "955" not in repr(each)


@pytest.mark.parametrize(
    ("item", "vector", "code"),
    [
        (LINE, (0,) * 30, "write-in-character"),
        (LINE, (255,) * 29, "write-in-form"),
        (ORDER, (1, 1), "ranking-twice"),
        (ORDER, (0, 1), "ranking-gap"),
        (ORDER, (4, 0), "ranking-person"),
        (POINTS, (3, 233, 0, 0, 0, 0), "score-range"),
        (POINTS, (0, 0), "score-form"),
    ],
)
def test_single_answers_that_count_as_invalid_are_refused(
    item: PaperItem, vector: tuple[int, ...], code: str
) -> None:
    with pytest.raises(ParseError) as refused:
        chosen((item,), (vector,))
    assert refused.value.code == code


def test_who_writes_a_name_and_ticks_nobody_has_not_abstained_on_that_paper() -> None:
    with_line = Paper("slate", "recommendation", "推荐", "Slate", "", "", "valid", (BLANK, LINE))
    grades = Paper("grades", "evaluation", "测评", "Grades", "", "", "valid", (BLANK,))
    name, nothing = write_in_vector("欧阳志刚"), write_in_vector("")
    for ticks, line, instead in (
        ((1, 0, 0), name, True),
        ((0, 1, 0), name, False),
        ((1, 0, 0), nothing, False),
    ):
        (one, listed), (other, graded) = chosen_on((with_line, grades), (ticks, line, (1, 0, 0)))
        assert (one, other) == (with_line, grades)
        assert [each.written_instead for each in (*listed, *graded)] == [instead, False, False]
