"""Lists stand where earlier selections may, and posts are counted one by one or all together."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from meeting.definition.meeting import Meeting
from meeting.problem import Problem
from meeting.rules_in_words.rule import rules_in_words
from tests.meeting.fixtures.own_papers import PROCEDURE, own_meeting
from tests.meeting.fixtures.township import each_of
from tests.tally.fixtures.ruled import derived

PAPERS = PROCEDURE[: PROCEDURE.index("[[rules]]")]
RULES = """
[[rules]]
kind = "count"
id = "all-posts"
name = "各职位合计得票"
round = "r1"
item = "choice"

[[rules]]
kind = "rate"
id = "deputy"
name = "副镇长得票率"
round = "r1"
item = "deputy-choice"
over = "valid"

[[rules]]
kind = "threshold"
id = "heads-over-half"
source = "heads"
figure = "all-posts"
limit = 5
strictly = true

[[rules]]
kind = "combined"
id = "both"
of = ["heads", "women"]
how = "any"

[[rules]]
kind = "cut"
id = "chosen"
by = "deputy"
seats = 2
ties = "keep-all"

[[rules]]
kind = "reserve"
id = "one-woman"
source = "chosen"
pool = "people"
people = "women"
by = "deputy"
least = 1
otherwise = "best"
"""
FIGURES = """
[rounds.r1.A]
present = 12
returned = 10
[rounds.r1.A.votes.secretary-choice]
"周启明" = 4
"陈志远" = 2
[rounds.r1.A.votes.deputy-choice]
"周启明" = 3
"陈志远" = 2
"谢雨桐" = 6
"林嵘" = 1
"""


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    return own_meeting(tmp_path / "own", PAPERS + RULES)


def test_votes_for_several_posts_add_up(meeting: Meeting, tmp_path: Path) -> None:
    found = derived(meeting, tmp_path, FIGURES)
    numbers = {person: str(each.number) for person, each in found["all-posts"].numbers.items()}
    assert [numbers[each] for each in ("p01", "p02", "p06", "p03")] == ["7", "4", "6", "1"]
    assert found["deputy"].numbers["p01"].number == Fraction(3, 10)


def test_a_list_is_a_selection_and_stands_for_its_people(meeting: Meeting, tmp_path: Path) -> None:
    found = derived(meeting, tmp_path, FIGURES)
    assert found["heads-over-half"].people == ("p01", "p06")
    assert found["both"].people == ("p01", "p02", "p06", "p03")
    assert found["one-woman"].people == ("p06", "p03")


def test_lists_have_their_names_in_sentences(meeting: Meeting) -> None:
    told = rules_in_words(meeting, "zh")
    assert "正职人选" in told[2]
    assert "女干部" in told[3]
    assert "林嵘" in told[5]


@pytest.mark.parametrize(
    ("old", "new", "where", "near"),
    [
        ('people = "women"', 'people = "woman"', "rules[6].people[1]", "women"),
        ('source = "heads"', 'source = "head"', "rules[3].source", "heads"),
        ('item = "deputy-choice"', 'item = "deputy-choise"', "rules[2].item", "deputy-choice"),
    ],
)
def test_a_wrong_name_of_a_list_or_post_is_told_with_the_near_one(
    tmp_path: Path, old: str, new: str, where: str, near: str
) -> None:
    assert old in RULES
    with pytest.raises(Problem) as caught:
        own_meeting(tmp_path / "own", PAPERS + RULES.replace(old, new, 1))
    found = {str(each.where).split(" ")[-1]: each for each in each_of(caught.value)}
    assert found[where].code == "rule-unknown"
    assert near in found[where].text("en")
