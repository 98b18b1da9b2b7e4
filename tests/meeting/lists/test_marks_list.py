"""The table of marks: a row for each person, and a sentence for whatever is wrong in it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from meeting.definition.person import Person
from meeting.lists.marks_list import marks_from, marks_of
from meeting.lists.spreadsheets import parse_list
from tests.meeting.lists.test_spreadsheets import xlsx

PEOPLE = (
    Person("p01", "周启明", "", "书记", "", shown_as="周启明（书记）"),
    Person("p02", "林嵘", "", "", ""),
    Person("p03", "周启明", "", "镇长", "", shown_as="周启明（镇长）"),
)


def read(
    text: str | bytes, *columns: str
) -> tuple[dict[str, dict[str, Fraction]], list[tuple[str, str]]]:
    data = text if isinstance(text, bytes) else text.encode()
    listed = parse_list(data, "marks.csv", marks_of(columns))
    if listed.problems:
        return {}, [(each.code, each.where) for each in listed.problems]
    found, problems = marks_from(listed.rows, columns, PEOPLE)
    numbers = {each.name: dict(each.numbers) for each in found}
    return numbers, [(each.code, each.where) for each in problems]


def test_marks_are_exact_and_a_dash_is_no_number() -> None:
    table = "编号,姓名,笔试,年限,谁也不问\n1,周启明,81.5分,5,x\n,林嵘,缺考,—,\n"
    table += "p03,周启明（镇长）,９０,0,\n"
    assert read(table, "年限", "笔试") == (
        {
            "年限": {"p01": Fraction(5), "p03": Fraction(0)},
            "笔试": {"p01": Fraction(163, 2), "p03": Fraction(90)},
        },
        [],
    )


def test_numbers_of_a_spreadsheet_are_read_as_they_were_typed() -> None:
    data = xlsx(
        [("姓名", "笔试"), ("周启明（书记）", 81.5), ("林嵘", 0.1), ("周启明（镇长）", "2/3")]
    )
    numbers, problems = read(data, "笔试")
    assert problems == []
    assert numbers["笔试"] == {
        "p01": Fraction(163, 2),
        "p02": Fraction(1, 10),
        "p03": Fraction(2, 3),
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1,周启明,1\n,林嵘,1\n", [("mark-missing", "marks.csv")]),
        ("1,周启明,1\n,林嵘,1\n3,周启明,1\n,林蝾,2\n", [("mark-unknown", "marks.csv:5 姓名")]),
        ("2,周启明,1\n", [("mark-unknown", "marks.csv:2 姓名")]),
        ("1,周启明,1\n,林嵘,1\n,周启明,1\n", [("mark-namesakes", "marks.csv:4 姓名")]),
        ("1,周启明,1\n,林嵘,1\n3,周启明,1\n,林 嵘,1\n", [("mark-twice", "marks.csv:3, 5 姓名")]),
        ("1,周启明,优\n,林嵘,\n3,周启明,-1\n",
         [("mark-cell", f"marks.csv:{row} 笔试") for row in (2, 3, 4)]),
    ],
)  # fmt: skip
def test_every_mistake_is_named_by_its_row(rows: str, expected: list[tuple[str, str]]) -> None:
    assert read(f"编号,姓名,笔试\n{rows}", "笔试")[1] == expected


def test_a_column_that_the_rules_need_must_be_there() -> None:
    assert read("姓名,笔试\n林嵘,1\n", "笔试", "面试")[1] == [("heading-missing", "marks.csv:1")]
