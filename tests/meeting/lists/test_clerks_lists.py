"""Lists as clerks have them: a title above, a total below, columns beside, and nothing lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    ROSTER,
    VOTERS,
    Folder,
    book,
    saved,
    text,
)

TITLE = "石桥镇民主推荐会应到人员名册（2026年11月）"


def test_plain_lists_are_read_and_what_was_read_is_said(folder: Folder) -> None:
    assert folder.people() == ["张立新", "王　芳", "李明"]
    assert folder.voters() == ["赵一", "钱二", "孙三", "李四", "周五"]
    assert folder.noted("note-read") == [
        "people.xlsx: Entries read: 3 (sheet “Sheet”, rows 2 to 4); columns: 姓名, 职务.",
        (
            "roster.xlsx: Entries read: 5 (sheet “Sheet”, rows 2 to 6);"
            " columns: 姓名, 单位, 职务, 票种."
        ),
    ]
    assert len(folder.notes) == 2


@pytest.mark.parametrize("merge", ["", "A1:D1", "A1:D2"])
def test_a_title_above_the_headings_is_left_out_and_said(folder: Folder, merge: str) -> None:
    rows = [(TITLE,), (), ("填报单位：石桥镇", "", "", "2026年11月"), *ROSTER]
    folder.put("roster.xlsx", book(rows, lambda s: s.merge_cells(merge) if merge else None))
    assert len(folder.voters()) == 5
    (note,) = folder.noted("note-left-out")
    assert note.startswith("roster.xlsx: Left out (above the headings): row 1, 3: " + TITLE)
    folder.put("roster.csv", text(rows).encode())
    assert len(folder.voters()) == 5


def test_a_title_is_left_out_of_the_people_too(folder: Folder) -> None:
    rows = [("石桥镇领导班子成员名单",), ("序号", "姓名", "现任职务", "出生年月")]
    birth = datetime(1972, 5, 1)  # noqa: DTZ001 - a day of a spreadsheet
    rows += [(number, name, "职务", birth) for number, name in enumerate("甲乙丙", 1)]  # type: ignore[misc]
    folder.put("people.xlsx", book(rows, lambda sheet: sheet.merge_cells("A1:D1")))
    people = folder.meeting().people
    assert [(each.id, each.name, each.post, each.birth) for each in people] == [
        (f"p0{number}", name, "职务", "1972-05") for number, name in enumerate("甲乙丙", 1)
    ]
    assert folder.noted("note-columns") == ["people.xlsx: Columns not read: 序号."]


def test_columns_that_nobody_reads_do_no_harm_and_are_named_once(folder: Folder) -> None:
    rows: list[tuple[Any, ...]] = [("序号", *HEADINGS, "备注", "", "年龄")]
    rows += [("=ROW()-1", *row, "", "加一句", "#REF!") for row in VOTERS]

    def dress(sheet: Any) -> None:
        sheet.merge_cells("F2:F4")
        sheet.column_dimensions["A"].hidden = True

    folder.put("roster.xlsx", book(rows, dress))
    assert len(folder.voters()) == 5
    assert folder.noted("note-columns") == ["roster.xlsx: Columns not read: 序号, 备注, G, 年龄."]


@pytest.mark.parametrize(
    "total",
    [
        ("合计", "5人"),
        ("合 计", None, None, "5"),
        ("合计", "=COUNTA(A2:A6)"),
        ("总计：5人",),
        ("共5人",),
        ("共计 5 名",),
        ("合计", None, "A票2人", "B票3人"),
        ("人数",),
        ("A票小计", 2),
        ("本页合计", 5),
        ("人数", 5),
        ("Total", 5),
        (None, None, None, "合计：5"),
    ],
)
def test_a_total_is_left_out_and_said(folder: Folder, total: tuple[Any, ...]) -> None:
    folder.put("roster.xlsx", book([*ROSTER, (), total]))
    assert len(folder.voters()) == 5
    (note,) = folder.noted("note-left-out")
    assert "(total or remark): row 8" in note


@pytest.mark.parametrize(
    "rows",
    [
        [("合计", "5人", None, None, None)],
        [(6, "合计", 5, None, None)],
        [("合计", None, None, None, None, 5)],
        [("合计", 5), ("注：A票为县级领导。",), ("制表人：郑国华", None, None, "审核人：冯小玲")],
        [(None, "2026年11月20日")],
    ],
)
def test_a_total_may_stand_under_row_numbers_and_remarks_below_it(
    folder: Folder, rows: list[tuple[Any, ...]]
) -> None:
    voters = [(number, *row) for number, row in enumerate(VOTERS, 1)]
    folder.put("roster.xlsx", book([("序号", *HEADINGS), *voters, *rows]))
    assert len(folder.voters()) == 5
    (note,) = folder.noted("note-left-out")
    assert "(total or remark): row 7" in note


def test_nobody_is_left_out_for_a_name_like_a_total(folder: Folder) -> None:
    names = ["合计然", "共青", "张小计", "总明", "合一", "注明", "日期文"]
    folder.put("people.xlsx", book([("姓名",), *((name,) for name in names)]))
    assert folder.people() == names
    folder.put("people.xlsx", book([("姓名", "职务"), ("李明", "主席"), ("合计", "镇政府")]))
    assert folder.refused() == [("name-total", "people.xlsx:3 姓名")]


def test_headings_may_stand_again_and_rows_may_hold_numbers_alone(folder: Folder) -> None:
    rows = [("序号", *HEADINGS), *((n, *row) for n, row in enumerate(VOTERS[:3], 1))]
    rows += [("序号", *HEADINGS), *((n, *row) for n, row in enumerate(VOTERS[3:], 4)), (6,), (7,)]
    folder.put("roster.xlsx", book(rows))
    assert len(folder.voters()) == 5
    assert [note.partition(" (")[2][:20] for note in folder.noted("note-left-out")] == [
        *("the headings again):", "nothing in the colum"),
    ]


def test_blank_rows_and_rows_of_spaces_are_left_out_and_said(folder: Folder) -> None:
    rows = [ROSTER[0], VOTERS[0], (" ", "　", None, " "), (), *VOTERS[1:]]
    folder.put("roster.xlsx", book(rows))
    assert len(folder.voters()) == 5
    assert folder.noted("note-empty") == ["roster.xlsx: Empty rows left out: 3–4."]


def test_everything_is_said_at_once(folder: Folder) -> None:
    folder.more = 'titel_en = "x"'
    people = [
        ("姓名", "职务", "出生年月"),
        ("张立新", "=A1", "很久"),
        ("张 立新", "=A1", "1974.13.1x"),
    ]
    folder.put("people.xlsx", book(people))
    folder.put("roster.xlsx", book([HEADINGS, *VOTERS[:4], VOTERS[0], ("", "县委", "", "Z票")]))
    assert folder.refused() == [
        ("key-unknown", "meeting.toml:8 titel_en"),
        ("xlsx-formula", "people.xlsx:2–3 职务 (B)"),
        ("birth-cell", "people.xlsx:2–3 出生年月"),
        ("name-twice", "people.xlsx:2–3 姓名"),
        ("text-empty", "roster.xlsx:7 姓名"),
        ("roster-group", "roster.xlsx:7 票种"),
        ("roster-twice", "roster.xlsx:2, 6 姓名"),
    ]


def test_a_list_with_everything_at_once_leaves_only_what_is_really_unclear(folder: Folder) -> None:
    voters = [*VOTERS[:2], (), *VOTERS[2:4], (*VOTERS[3][:3], "Ｂ 票")]
    rows = [
        (TITLE,),
        ("序号", *HEADINGS, "备注"),
        *((n, *row) if row else () for n, row in enumerate(voters)),
    ]
    made = Workbook()
    sheet = made.create_sheet("应到名册")
    for row in [*rows, (), ("合计", 5)]:
        sheet.append(list(row))
    sheet.merge_cells("A1:F1")
    folder.put("roster.xlsx", saved(made))
    assert folder.refused() == [("roster-twice", "roster.xlsx:7–8 姓名")]
    assert len(folder.noted("note-left-out")) == 2


def test_voters_whom_their_posts_alone_tell_apart_are_named(folder: Folder) -> None:
    folder.put("roster.xlsx", book([HEADINGS, *VOTERS[:4], (*VOTERS[3][:2], "副站长", "B票")]))
    assert len(folder.voters()) == 5
    (note,) = folder.noted("roster-namesakes")
    assert note.startswith("roster.xlsx:5–6 姓名: ")


def test_what_was_left_out_is_said_though_something_else_is_wrong(folder: Folder) -> None:
    folder.put("roster.xlsx", book([(TITLE,), *ROSTER, ("合计", 5), ("赵一", "县委", "", "A票")]))
    assert ("roster-twice", "roster.xlsx:3, 9 姓名") in folder.refused()
    assert len(folder.noted("note-left-out")) == 2


def test_styles_fonts_and_rich_texts_change_nothing(folder: Folder) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in PEOPLE:
        sheet.append(list(row))
    sheet["A2"].font = Font(bold=True)
    sheet["A900"].font = Font(bold=True)
    sheet["CZ3"].font = Font(bold=True)
    folder.put("people.xlsx", saved(made))
    assert folder.people() == ["张立新", "王　芳", "李明"]


def test_a_department_is_a_unit_where_no_column_says_the_unit(folder: Folder) -> None:
    rows = [("姓名", "部门"), ("张立新", "一分厂"), ("王芳", "二分厂"), ("王芳", "质检部")]
    folder.put("people.xlsx", book(rows))
    told = [person.display_name for person in folder.meeting().people]
    assert told == ["张立新", "王芳（二分厂）", "王芳（质检部）"]
    both = [("姓名", "部门", "工作单位"), ("张立新", "一分厂", "华岳"), ("王芳", "二分厂", "华岳")]
    folder.put("people.xlsx", book(both))
    assert folder.people() == ["张立新", "王芳"]
    assert any("columns: 姓名, 工作单位." in note for note in folder.noted("note-read"))


def test_what_is_voted_on_may_be_headed_as_matters_are(folder: Folder) -> None:
    folder.put("people.xlsx", book([("序号", "议题"), (1, "修缮文化礼堂"), (2, "发包林地")]))
    assert folder.people() == ["修缮文化礼堂", "发包林地"]
