"""The choices of a ballot in the words of the paper, and back."""

from __future__ import annotations

import pytest

from meeting.chosen import chosen
from meeting.paper import Option, PaperItem

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
