"""Figures typed into a spreadsheet: read as people write them, every mistake told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from meeting.problem import Problem
from tally.outcome.steps.counted import Counted
from tally.trying.typed_counts import read_typed_counts
from tally.trying.workbook.template import template_bytes
from tests.tally.fixtures.ruled import people, ruled, typed

Lines = Sequence[Sequence[object]]
Sheets = Mapping[str, Lines]
FIRST, SECOND, THIRD, FOURTH = (person.name for person in people(4))
TWO = (("A", 60, ""), ("B", 20, ""))
RULES = """
[[rules]]
id = "mark"
kind = "marks"
column = "笔试"
[[rules]]
id = "vetted"
kind = "gate"
name = "纪检把关"
body = "纪委"
"""


def book(folder: Path, sheets: Sheets) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    file = folder / "figures.xlsx"
    made.save(file)
    return file


def read(folder: Path, sheets: Sheets, rules: str = "", **made: object) -> Counted:
    return read_typed_counts(book(folder, sheets), ruled(rules, **made))  # type: ignore[arg-type]


def test_a_table_on_the_only_sheet_needs_no_name_and_no_question(tmp_path: Path) -> None:
    lines: Lines = [
        ["姓名", "优秀", "称职"],
        [f" {FIRST[0]} {FIRST[1:]}", 40, "２０"],
        [SECOND, 12],
    ]
    text = f"""[rounds.r1.A.votes.evaluation."{FIRST}"]
"优秀" = 40
"称职" = 20
[rounds.r1.A.votes.evaluation."{SECOND}"]
"优秀" = 12
"""
    assert read(tmp_path, {"Sheet1": lines}) == typed(ruled(""), tmp_path, text)


def test_tables_of_several_groups_titled_as_people_do(tmp_path: Path) -> None:
    lines: Lines = [
        ["第1轮试算"],
        [],
        ["推荐"],
        ["序号", "姓名", "A票", "B票", "合计", "备注"],
        [1, FIRST, 30, 10, "=C5+D5", ""],
        [2, SECOND, 20, None, None, "新"],
        ["合计", None, 50, 10],
        [],
        ["演讲"],
        ["票种", "姓名", "评委1", "评委2", "平均分"],
        ["B票", FIRST, 90.5, 88, 89.25],
        ["B票", FIRST, 70],
        [],
        ["推荐顺序"],
        ["票种", "姓名", "第一名", "第2名"],
        ["a票", SECOND, 3, 1],
        ["制表人：何静宜"],
    ]
    hall: Lines = [["轮次", "票种", "实到", "收回"], ["第1轮", "A票", 55, 54]]
    text = f"""[rounds.r1.A]
present = 55
returned = 54
[rounds.r1.A.votes.slate]
"{FIRST}" = 30
"{SECOND}" = 20
[rounds.r1.B.votes.slate]
"{FIRST}" = 10
[rounds.r1.B.scores.speech]
"{FIRST}" = ["90.5", 88, 70]
[rounds.r1.A.places.order]
"{SECOND}" = [3, 1]
"""
    found = read(tmp_path, {"第1轮": lines, "会场数字": hall}, groups=TWO)
    assert found == typed(ruled("", groups=TWO), tmp_path, text)


def test_english_headings_are_read_too(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Round 1": [["Evaluation"], ["Name", "Excellent", "Abstain"], ["p1", 50, 10]],
        "Marks": [["Name", "笔试"], [FIRST, 80.5], [SECOND, 80.5], [THIRD, 80.5], [FOURTH, "—"]],
        "Decisions and draws": [["纪检把关"], ["Name", "Decision"], [FIRST, "yes"]],
    }
    text = f"""[rounds.r1.A.votes.evaluation.p1]
"优秀" = 50
[marks."笔试"]
p1 = "80.5"
p2 = "80.5"
p3 = "80.5"
[rulings.vetted]
"{FIRST}" = "yes"
"""
    assert read(tmp_path, sheets, RULES) == typed(ruled(RULES), tmp_path, text)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            [["姓名", "优秀"], [FIRST, "很多"]],
            "B2: '很多' was found here; expected is a whole number",
        ),
        ([["姓名", "优秀"], [FIRST, 3.5]], "B2: '3.5' was found here; expected is a whole number"),
        ([["姓名", "优秀"], [FIRST, -3]], "B2: '-3' was found here; expected is a whole number"),
        ([["姓名", "优秀"], [FIRST, "=B9"]], "B2: A formula stands here, and the file does not"),
        ([["姓名", "优秀"], ["张三", 3]], "A2: '张三' is not one of the people of this question."),
        ([["姓名", "优秀"], [None, 3]], "A2: Whose figures are these?"),
        ([["姓名", "优秀", "称职"], [FIRST, 40, 30]], "A2:C2: 70 is more than the 60 ballots"),
        ([["姓名", "优秀", "弃权"], [FIRST, 40, 30]], "C2: The answers are 40 and 30 abstained"),
        ([["姓名", "优秀"], [FIRST, 1], [FIRST, 2]], "stand at Sheet1!A2:B2 already"),
        ([["评价"], ["姓名", "优"], [FIRST, 40]], "B2: '优' is no column of 民主测评 · 评价."),
        ([["姓名", "得票"], [FIRST, 61]], "B2: 61 is more than the 60 ballots"),
        ([["姓名", "评委1"], [FIRST, "x"]], "B2: 'x' was found here; expected is a score"),
        (
            [["演讲"], ["姓名", "1"], [FIRST, 100.5]],
            "B3: '100.5' was found here; expected is a score",
        ),
        (
            [["推荐顺序"], ["姓名", "第4名"], [FIRST, 1]],
            "expected are whole numbers, one for each of 3",
        ),
        ([["编号", "姓名", "得票"], ["p2", FIRST, 1]], f"B2: '{FIRST}' was found here, and p2 is"),
        ([["人数", 3]], "A1: No table begins here"),
    ],
)
def test_a_mistake_is_named_by_sheet_and_cell(tmp_path: Path, lines: Lines, told: str) -> None:
    with pytest.raises(Problem) as raised:
        read(tmp_path, {"Sheet1": lines})
    said = str(raised.value)
    assert told.lower() in said.lower()
    assert said.startswith("figures.xlsx Sheet1!")


def test_every_mistake_is_named_at_once_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    sheets: Sheets = {
        "第1轮": [["推荐"], ["姓名", "得票"], [FIRST, "十"], ["张三", 1], [SECOND, 61]],
        "汇总": [["anything"]],
        "成绩": [["姓名", "笔试", "口试"], [FIRST, "好", 1], ["李四", 3, None]],
        "决定": [["纪检把关"], ["姓名", "决定"], [FIRST, "可以"]],
    }
    with pytest.raises(Problem) as raised:
        read(tmp_path, sheets, RULES)
    lines = str(raised.value).splitlines()
    assert [line.split()[1].rstrip(":") for line in lines] == [
        "第1轮!B3",
        "第1轮!A4",
        "第1轮!B5",
        "汇总!A1",
        "成绩!B1",
        "成绩!C1",
        "成绩!B2",
        "成绩!A3",
        "决定!B3",
    ]
    assert f"There is no number in the column 笔试 for: {SECOND}, {THIRD}, {FOURTH}." in lines[4]
    assert "There can be: 第1轮, 会场数字, 成绩, 决定和抽签, 说明." in lines[3]


def test_which_group_and_which_question_must_be_said_where_there_are_several(
    tmp_path: Path,
) -> None:
    cases: list[tuple[Lines, str]] = [
        ([["姓名", "优秀"], [FIRST, 3]], "A2: Which voter group counted this?"),
        ([["票种", "姓名", "优秀"], ["C票", FIRST, 3]], "A2: 'C票' is not a voter group"),
    ]
    for lines, told in cases:
        with pytest.raises(Problem) as raised:
            read(tmp_path, {"Sheet1": lines}, groups=TWO)
        assert told in str(raised.value)
    with pytest.raises(Problem) as raised:
        read(tmp_path, {"Sheet1": [["姓名"], [FIRST]]})
    assert raised.value.code == "workbook-nothing"


def test_what_is_hidden_or_merged_is_not_read(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for line in (["姓名", "优秀"], [FIRST, 1], [SECOND, 2], [THIRD, 3], [None, 4]):
        sheet.append(line)
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A4:A5")
    file = tmp_path / "figures.xlsx"
    made.save(file)
    with pytest.raises(Problem) as raised:
        read_typed_counts(file, ruled(""))
    told = str(raised.value)
    assert "A3: What stands here is hidden" in told
    assert "A4: The cells A4:A5 are merged." in told


def test_an_empty_template_and_other_files_are_no_figures(tmp_path: Path) -> None:
    meeting = ruled(RULES, groups=TWO, rounds=2)
    file = tmp_path / "empty.xlsx"
    codes = []
    old = b"\xd0\xcf\x11\xe0" + bytes(600)
    for data in (template_bytes(meeting, "zh"), template_bytes(meeting, "en"), old, b"PK", b""):
        file.write_bytes(data)
        with pytest.raises(Problem) as raised:
            read_typed_counts(file, meeting)
        codes.append(raised.value.code)
    nothing, broken = "workbook-nothing", "xlsx-broken"
    assert codes == [nothing, nothing, "list-old-excel", broken, broken]
