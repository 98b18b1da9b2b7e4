"""Whom a row is about, and what stands beside: the position, as far as the name does not say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meeting.definition.paper import EVALUATION, SURVEY, Option, Paper, PaperItem
from meeting.definition.person import Person
from tally.words.figures_and_names import position_beside, subject_name
from tests.tally.fixtures.ruled import ruled

PERSON = Person("p", "张伟", "Zhang Wei", "镇长（兼）", "Mayor", unit="云溪镇", unit_en="Yunxi")


@pytest.mark.parametrize(
    ("name", "language", "beside"),
    [
        ("张伟", "zh", "云溪镇 镇长（兼）"),
        ("张伟（云溪镇）", "zh", "镇长（兼）"),
        ("张伟（镇长（兼））", "zh", "云溪镇"),
        ("张伟（云溪镇 镇长（兼））", "zh", ""),
        ("张伟（1974年3月生）", "zh", "云溪镇 镇长（兼）"),
        ("Zhang Wei (Mayor)", "en", "Yunxi"),
        ("Zhang Wei (Mayor, Yunxi)", "en", ""),
        ("Zhang Wei", "en", "Mayor, Yunxi"),
    ],
)
def test_what_the_brackets_say_is_not_said_again(name: str, language: str, beside: str) -> None:
    assert position_beside(PERSON, name, language) == beside


def test_a_question_of_a_survey_is_about_what_it_asks_and_not_about_the_team() -> None:
    good = (Option("good", "好", "Good"), Option("bad", "差", "Bad"))
    item = PaperItem("mood", None, "换届风气", "The mood", good, 1, 1, True)
    survey = Paper("survey", SURVEY, "监测表", "", "", "", "valid", (item,))
    meeting = replace(ruled(""), papers=(survey,), team="镇班子")
    assert subject_name(meeting, item, "zh") == "换届风气"
    assert subject_name(meeting, item, "en") == "The mood"
    graded = replace(meeting, papers=(replace(survey, kind=EVALUATION),))
    assert subject_name(graded, item, "zh") == "镇班子"
