"""What a meeting says about itself: boxes, questions in order, and words in two languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from meeting.definition.person import Person
from meeting.examples import TOWNSHIP
from meeting.language import said
from meeting.organiser.meeting_file import read_organised
from tests.meeting.fixtures.township import township


def test_a_box_is_a_round_of_a_group() -> None:
    boxes = township().boxes()
    assert [box.id for box in boxes] == ["r1-A", "r1-B", "r1-C"]
    assert [box.slips for box in boxes] == [14, 30, 24]
    assert township().box("r1-B") == boxes[1]
    with pytest.raises(KeyError):
        township().box("r2-A")


def test_items_and_questions_stand_in_the_same_order() -> None:
    meeting = township()
    box = meeting.boxes()[0]
    items, questions = box.items(meeting), box.questions(meeting)
    assert [item.id for item in items[:4]] == [
        *("team", "p01-evaluation", "p01-placement", "p02-evaluation")
    ]
    assert [item.id for item in items[-3:]] == ["slate", "other-1", "other-2"]
    assert len(items) == len(questions) == 1 + 2 * 12 + 1 + 2
    for item, question in zip(items, questions, strict=True):
        assert item.prompt in question.question
        assert item.is_single is isinstance(question, SingleQuestion)
        if not isinstance(question, Question):
            continue
        assert question.answers == tuple(option.label for option in item.options)
        assert (question.minimum, question.maximum) == (item.minimum, item.maximum)
        assert question.blank is True
        assert item.subject is None or item.subject.name in question.question
    assert len({question.question for question in questions}) == len(questions)


def test_the_double_evaluation_asks_what_the_source_says() -> None:
    meeting = township()
    items = {item.id: item for paper in meeting.papers for item in paper.items}
    assert [option.label for option in items["team"].options] == ["优秀", "称职", "不称职"]
    assert items["team"].prompt == "对镇班子的评价"
    labels = [option.label for option in items["p07-placement"].options]
    assert labels == ["提拔", "留任", "交流", "改非"]
    assert items["p07-placement"].subject == meeting.person("p07")
    slate = items["slate"]
    assert [option.id for option in slate.options] == [person.id for person in meeting.people]
    assert (slate.minimum, slate.maximum, slate.abstain) == (1, 9, True)
    (rate,) = items["p07-evaluation"].rates
    assert (rate.name, rate.options, rate.denominator) == (
        *("称职以上率", ("excellent", "competent"), "valid"),
    )


def test_the_example_is_large_enough_and_has_every_description() -> None:
    meeting = township()
    assert sum(group.size for group in meeting.groups) >= 60
    assert len(meeting.people) == 12
    assert all(person.post and person.birth and person.years_in_post for person in meeting.people)


def test_words_come_in_the_language_asked_for() -> None:
    group = township().groups[0]
    assert (said(group, "name", "zh"), said(group, "name", "en")) == ("A票", "Ballot A")
    assert said(Person("p", "陈志远", "", "镇长", ""), "name", "en") == "陈志远"


def test_a_meeting_speaks_english_where_its_organiser_does() -> None:
    assert township().speaks_english
    chinese = read_organised(TOWNSHIP / "meeting.toml").meeting
    assert chinese.papers[0].title_en, "the preset's English is not the organiser's"
    assert not chinese.speaks_english
    assert not replace(chinese, papers=()).speaks_english
    for field in ("title_en", "place_en", "team_en"):
        assert replace(chinese, **said_in(field)).speaks_english
    for field in ("name_en", "description_en"):
        groups = (*chinese.groups[1:], replace(chinese.groups[0], **said_in(field)))
        assert replace(chinese, groups=groups).speaks_english
    for field in ("name_en", "post_en", "unit_en", "note_en"):
        people = (*chinese.people[1:], replace(chinese.people[0], **said_in(field)))
        assert replace(chinese, people=people).speaks_english


def said_in(field: str) -> dict[str, Any]:
    return {field: "in English"}


def test_a_person_is_introduced_in_one_line() -> None:
    chen = township().person("p02")
    assert chen.about("zh") == "1974年3月生 · 任现职4年"
    assert chen.about("en") == "born March 1974 · 4 years in post"
    assert Person("p", "陈", "", "", "").about("zh") == ""
    assert Person("p", "陈", "", "", "", "1986-04", 1).about("en") == (
        "born April 1986 · 1 year in post"
    )
