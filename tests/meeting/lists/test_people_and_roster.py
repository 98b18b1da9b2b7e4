"""The people who are voted on, and the voters: rows that make sense, or a sentence that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from meeting.definition.person import Person
from meeting.lists.people_list import PEOPLE, people_from
from meeting.lists.roster import ROSTER, Voter, namesakes, roster_from
from meeting.lists.spreadsheets import Row, parse_list
from meeting.problem import Problem
from tests.meeting.fixtures.township import township
from tests.meeting.lists.test_spreadsheets import xlsx

GROUPS = tuple(replace(group, size=1, slips=1) for group in township().groups)


def people(text: str) -> tuple[Person, ...]:
    people, problems = people_from(parse_list(text.encode(), "people.csv", PEOPLE).rows)
    assert not problems
    return people


def voters(text: str) -> tuple[Row, ...]:
    return parse_list(text.encode(), "roster.csv", ROSTER).rows


def found(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(each.code, each.where) for each in problems]


@pytest.mark.parametrize(
    "birth",
    [
        *("1974-03", "1974.3", "1974/03", "1974年3月", "1974-03-01", "1974年3月1日", "1974/3/1"),
        *("197403", "19740301", "1974.03（52岁）", "１９７４．０３", "1974年 3月", "'1974-03"),
    ],
)
def test_a_month_of_birth_may_be_written_as_usual(birth: str) -> None:
    (person,) = people(f"姓名,出生年月\n陈志远,{birth}\n")
    assert (person.id, person.birth) == ("p01", "1974-03")


def test_a_month_typed_as_a_number_is_refused_where_it_may_be_two() -> None:
    data = xlsx([("姓名", "出生年月"), ("陈志远", 1974.1), ("王芳", 1974.11), ("李明", 1974.3)])
    people, problems = people_from(parse_list(data, "people.xlsx", PEOPLE).rows)
    assert found(problems) == [("birth-cell", "people.xlsx:2 出生年月")]
    assert [person.birth for person in people] == ["", "1974-11", "1974-03"]


def test_a_day_of_a_spreadsheet_gives_the_month() -> None:
    data = xlsx([("姓名", "出生年月"), ("陈志远", date(1974, 3, 1)), ("王芳", 27089)])
    people, problems = people_from(parse_list(data, "people.xlsx", PEOPLE).rows)
    assert people[0].birth == "1974-03"
    assert found(problems) == [("birth-cell", "people.xlsx:3 出生年月")]


def test_what_somebody_was_before_is_read_for_the_forms() -> None:
    table = "姓名,性别,原任职务,现任职务,任职时间\n王芳,女,科员,副局长,2026.03\n李明,不详,,,待定\n"
    read, problems = people_from(parse_list(table.encode(), "people.csv", PEOPLE).rows)
    first = read[0]
    told = (first.sex, first.former_post, first.post, first.since)
    assert told == ("female", "科员", "副局长", "2026-03")
    assert found(problems) == [
        ("sex-cell", "people.csv:3 性别"), ("birth-cell", "people.csv:3 任职时间"),
    ]  # fmt: skip


def test_voters_may_name_their_group_in_three_ways() -> None:
    rows = voters("姓名,单位,票种\n甲,县委,A\n乙,镇政府,b票\n丙,东堤村,C票 代表群众\n")
    voters_found, problems = roster_from(rows, GROUPS)
    assert not problems
    assert voters_found == (
        Voter("甲", "县委", "", "A"),
        Voter("乙", "镇政府", "", "B"),
        Voter("丙", "东堤村", "", "C"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲,一,A\n甲,一,B\n丙,二,C\n", ("roster-twice", "roster.csv:2–3 姓名")),
        ("甲,一,A\n,一,B\n丙,二,C\n", ("text-empty", "roster.csv:3 姓名")),
        ("甲,一,A\n乙,一,D\n丙,二,C\n", ("roster-group", "roster.csv:3 票种")),
        ("甲,一,A\n乙,一,\n丙,二,C\n", ("roster-group", "roster.csv:3 票种")),
        ("甲,一,A\n乙,一,B\n", ("roster-size", "roster.csv")),
        ("甲\u200b,一,A\n乙,一,B\n丙,二,C\n", ("text-character", "roster.csv:2 姓名")),
    ],
)
def test_a_wrong_roster_is_refused_with_row_and_column(
    text: str, expected: tuple[str, str]
) -> None:
    _, problems = roster_from(voters(f"姓名,单位,票种\n{text}"), GROUPS)
    assert expected in found(problems)


@pytest.mark.parametrize(
    ("entries", "refused", "noted"),
    [
        ("甲,一,镇长,A\n甲,一,副镇长,B\n", [], ["roster.csv:2–3 姓名"]),
        ("甲,,镇长,A\n甲,,副镇长,B\n", [], ["roster.csv:2–3 姓名"]),
        ("甲,一,镇长,A\n甲,一,镇 长,B\n", ["roster.csv:2–3 姓名"], []),
        ("甲,一,镇长,A\n甲,一,,B\n", ["roster.csv:2–3 姓名"], []),
        ("甲,一,镇长,A\n甲,一,书记,B\n甲,一,镇长,B\n", ["roster.csv:2, 4 姓名"], []),
        ("甲,一,镇长,A\n甲,二,镇长,B\n", [], []),
    ],
)
def test_voters_of_one_name_and_unit_are_told_apart_by_their_posts(
    entries: str, refused: list[str], noted: list[str]
) -> None:
    rows = voters(f"姓名,单位,职务,票种\n{entries}")
    _, problems = roster_from(rows, GROUPS)
    assert [each.where for each in problems if each.code == "roster-twice"] == refused
    assert [each.where for each in namesakes(rows)] == noted


def test_the_same_name_in_two_units_is_two_people() -> None:
    rows = voters("姓名,单位,票种\n甲,一,A\n甲,二,B\n丙,二,C\n")
    assert len(roster_from(rows, GROUPS)[0]) == 3
    assert not roster_from(rows, GROUPS)[1]
