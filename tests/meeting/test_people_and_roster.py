"""The people who are voted on, and the voters: rows that make sense, or a sentence that helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meeting import people_list, roster
from meeting.person import Person
from meeting.problem import Problem
from meeting.roster import Voter, roster_from
from meeting.spreadsheets import Row, parse_list
from tests.meeting.test_spreadsheets import xlsx
from tests.meeting.township import each_of, township

GROUPS = tuple(replace(group, size=1, slips=1) for group in township().groups)


def people(text: str) -> tuple[Person, ...]:
    return people_list.people_from(
        parse_list(text.encode(), "people.csv", people_list.COLUMNS, people_list.NEEDED)
    )


def voters(text: str) -> list[Row]:
    return parse_list(text.encode(), "roster.csv", roster.COLUMNS, roster.NEEDED)


@pytest.mark.parametrize("birth", ["1974-03", "1974.3", "1974/03", "1974年3月", "1974-03-01"])
def test_a_month_of_birth_may_be_written_as_usual(birth: str) -> None:
    (person,) = people(f"姓名,出生年月\n陈志远,{birth}\n")
    assert (person.id, person.birth) == ("p01", "1974-03")


def test_a_month_typed_as_a_number_is_refused() -> None:
    data = xlsx([("姓名", "出生年月"), ("陈志远", 1974.1)])
    rows = parse_list(data, "people.xlsx", people_list.COLUMNS, people_list.NEEDED)
    with pytest.raises(Problem) as caught:
        people_list.people_from(rows)
    assert [(each.code, each.where) for each in each_of(caught.value)] == [
        ("birth-cell", "people.xlsx:2 出生年月")
    ]


def test_voters_may_name_their_group_in_three_ways() -> None:
    rows = voters("姓名,单位,票种\n甲,县委,A\n乙,镇政府,b票\n丙,东堤村,C票 代表群众\n")
    assert roster_from(rows, GROUPS) == (
        Voter("甲", "县委", "", "A"),
        Voter("乙", "镇政府", "", "B"),
        Voter("丙", "东堤村", "", "C"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲,一,A\n甲,一,B\n丙,二,C\n", ("roster-twice", "roster.csv:3 姓名")),
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
    with pytest.raises(Problem) as caught:
        roster_from(voters(f"姓名,单位,票种\n{text}"), GROUPS)
    assert expected in [(each.code, each.where) for each in each_of(caught.value)]


def test_the_same_name_in_two_units_is_two_people() -> None:
    rows = voters("姓名,单位,票种\n甲,一,A\n甲,二,B\n丙,二,C\n")
    assert len(roster_from(rows, GROUPS)) == 3
