"""Two people of one name: told apart by post or unit, wherever a ballot or a report names them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.consistency import check_meeting
from meeting.definition.display_names import people_named, people_nearly_named, told_apart
from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.language import said
from meeting.presets import load_preset
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Team
from meeting.published.definition_file import parse_published, published
from tests.meeting.fixtures.township import township


def person(number: int, name: str, name_en: str = "", **known: Any) -> Person:
    return replace(Person(f"p{number:02}", name, name_en, "", ""), **known)


def shown(*people: Person) -> list[str]:
    return [each.display_name for each in told_apart(people)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"post": "镇长"}, {"post": "书记"}, ["李明（镇长）", "李明（书记）"]),
        ({"unit": "财政所"}, {"unit": "农业站"}, ["李明（财政所）", "李明（农业站）"]),
        (
            {"post": "所长", "unit": "财政所"},
            {"post": "所长", "unit": "农业站"},
            ["李明（财政所）", "李明（农业站）"],
        ),
        (
            {"birth": "1970-11"},
            {"birth": "1980-01"},
            ["李明（1970年11月生）", "李明（1980年1月生）"],
        ),
        ({"post": "镇长"}, {}, ["李明", "李明"]),
        ({"post": "镇长"}, {"post": "镇 长"}, ["李明", "李明"]),
        ({}, {}, ["李明", "李明"]),
    ],
)
def test_what_differs_stands_in_brackets(
    first: dict[str, str], second: dict[str, str], expected: list[str]
) -> None:
    assert shown(person(1, "李明", **first), person(2, "李明", **second)) == expected


def test_three_of_one_name_may_need_unit_and_post() -> None:
    people = (
        person(1, "李明", unit="甲所", post="所长"),
        person(2, "李明", unit="乙所", post="所长"),
        person(3, "李 明", unit="甲所", post="副所长"),
        person(4, "王芳", post="所长"),
    )
    assert shown(*people) == [
        *("李明（甲所 所长）", "李明（乙所 所长）", "李 明（甲所 副所长）", "王芳"),
    ]


def test_names_that_are_one_in_pinyin_are_told_apart_in_english() -> None:
    people = told_apart(
        (
            person(1, "李明", "Li Ming", post="镇长", post_en="Head"),
            person(2, "黎明", "Li Ming", post="书记", post_en="Secretary"),
            person(3, "王芳", "Wang Fang", post="甲"),
            person(4, "汪方", "wang fang", post="乙"),
        )
    )
    assert [each.display_name for each in people] == ["李明", "黎明", "王芳", "汪方"]
    assert [said(each, "display_name", "en") for each in people] == [
        *("Li Ming (Head)", "Li Ming (Secretary)", "Wang Fang (王芳)", "wang fang (汪方)"),
    ]


def test_a_written_name_names_everybody_who_bears_it() -> None:
    people = told_apart(
        (
            person(1, "李 明", post="镇长"),
            person(2, "李明", "Li Ming", post="书记"),
            person(3, "王芳", "Wang Fang"),
        )
    )
    for text, ids in {
        "李明": ["p01", "p02"],
        "李　明": ["p01", "p02"],
        "李明（书记）": ["p02"],
        "李明(书记)": ["p02"],
        "李明 书记": [],
        "li ming": ["p02"],
        "王芳": ["p03"],
        "李明（农民）": [],
        " ": [],
    }.items():
        assert [each.id for each in people_named(people, text)] == ids, text
    for text in ("李明 书记", "李明-书记", "李明【书记】"):
        assert [each.id for each in people_nearly_named(people, text)] == ["p02"], text
    for text in ("李明", "李明（农民）", "王芳", "（）", ""):
        assert not people_nearly_named(people, text), text


def with_namesakes(**second: Any) -> Meeting:
    """The township, its first two people of one name."""
    whole = township()
    first, other, *others = whole.people
    people = told_apart((first, replace(other, name=first.name, **second), *others))
    preset = load_preset(whole.preset)
    settings = {each.id: each.default or 2 for each in preset.settings}
    papers = papers_for(preset, Filling(people, Team(whole.team, whole.team_en), settings))
    return replace(whole, people=people, papers=papers)


def test_a_meeting_of_namesakes_is_possible_and_its_questions_and_options_say_which() -> None:
    meeting = with_namesakes()
    assert check_meeting(meeting) == []
    first, other = meeting.people[:2]
    asked = [question.question for box in meeting.boxes() for question in box.questions(meeting)]
    assert len(set(asked)) * len(meeting.boxes()) == len(asked)
    assert any(first.display_name in question for question in asked)
    labels = {option.label for paper in meeting.papers for i in paper.items for option in i.options}
    assert {first.display_name, other.display_name} <= labels
    assert parse_published(published(meeting)) == meeting


def test_namesakes_whom_nothing_tells_apart_are_refused() -> None:
    meeting = with_namesakes(post=township().people[0].post, birth="", note="")
    same = replace(meeting, people=(replace(meeting.people[0], birth=""), *meeting.people[1:]))
    same = replace(same, people=told_apart(same.people))
    found = [(path, problem.code) for path, problem in check_meeting(same)]
    assert (("people", 1, "name"), "name-twice") in found


def test_what_somebody_is_shown_as_begins_with_the_name() -> None:
    meeting = with_namesakes()
    first, *others = meeting.people
    lying = replace(meeting, people=(replace(first, shown_as="王芳（镇长）"), *others))
    assert "shown-as-name" in [problem.code for _, problem in check_meeting(lying)]


def known() -> st.SearchStrategy[str]:
    return st.sampled_from(("", "子", "丑", "寅"))


@given(st.lists(st.builds(person, st.just(1), st.sampled_from("甲乙"), post=known(), unit=known())))
def test_nobody_who_shares_a_name_is_shown_like_another_once_told_apart(
    people: list[Person],
) -> None:
    numbered = [replace(each, id=f"p{number}") for number, each in enumerate(people)]
    apart = told_apart(numbered)
    assert told_apart(apart) == apart
    for name in "甲乙":
        called = [each.display_name for each in apart if each.name == name]
        assert len(set(called)) in {1, len(called)} or not called
        posts = [each.post for each in apart if each.name == name]
        if all(posts) and len(set(posts)) == len(posts) > 1:
            assert called == [f"{name}（{post}）" for post in posts]
