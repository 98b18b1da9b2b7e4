"""What the rows of clerks' lists say: headings, groups and names as people write them."""

from __future__ import annotations

import pytest

from meeting.organiser.meeting_file import read_organised
from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    ROSTER,
    VOTERS,
    Folder,
    book,
)


@pytest.mark.parametrize(
    "headings",
    [
        ("姓 名", "单　位", "职务（全称）", "票种*"),
        ("姓\n名", "单位：", "职务", "票种（必填）"),
        ("＊姓名", "工作单位", "现任职务", "票 种"),
        ("NAME", "Unit", "post", "Ｇroup"),
    ],
)
def test_headings_are_known_as_people_write_them(folder: Folder, headings: tuple[str, ...]) -> None:
    folder.put("roster.xlsx", book([headings, *VOTERS]))
    (first, *_) = folder.organised().roster
    assert (first.name, first.unit, first.post, first.group) == ("赵一", "县委", "干部", "A")


def test_a_note_in_brackets_counts_only_where_nothing_else_says_the_same(folder: Folder) -> None:
    rows = [
        ("姓名（签名）", "姓名", "职务（全称）", "姓名（英文）"),
        ("x", "李明", "主席", "Li Ming"),
    ]
    folder.put("people.xlsx", book(rows))
    (person,) = folder.meeting().people
    assert (person.name, person.name_en, person.post) == ("李明", "Li Ming", "主席")
    assert folder.noted("note-columns") == ["people.xlsx: Columns not read: 姓名（签名）."]
    folder.put("people.xlsx", book([("姓名（一）", "姓名（二）"), ("甲", "乙")]))
    assert folder.refused() == [("heading-twice", "people.xlsx:1 姓名（二）")]


def test_a_list_without_headings_says_what_was_found(folder: Folder) -> None:
    folder.put("roster.xlsx", book(VOTERS))
    found = folder.read()
    assert "赵一, 县委, 干部, A票" in str(found)
    assert folder.refused() == [("heading-missing", "roster.xlsx:1")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("Ａ票", "B 票"), ("a票", "B"), ("Ａ", "ｂ"), ("A票 县级领导", "B票　科级干部")),
        *(("A票（县级领导）", "Ｂ票（科级干部）"), (" A 票 ", "B票\n")),
    ],
)
def test_a_group_is_known_however_it_is_written(folder: Folder, first: str, second: str) -> None:
    rows = [(*row[:3], first if row[3] == "A票" else second) for row in VOTERS]
    folder.put("roster.xlsx", book([HEADINGS, *rows]))
    assert [voter.group for voter in folder.organised().roster] == list("AABBB")


def test_a_wrong_group_is_said_once_with_its_rows(folder: Folder) -> None:
    rows = [
        (*row[:3], group)
        for row, group in zip(VOTERS, ("A票", "D票", "D票", None, "D票"), strict=True)
    ]
    folder.put("roster.xlsx", book([HEADINGS, *rows]))
    assert folder.refused() == [
        *(("roster-group", "roster.xlsx:3–4, 6 票种"), ("roster-group", "roster.xlsx:5 票种")),
    ]


def test_a_name_is_the_same_with_any_space_in_it(folder: Folder) -> None:
    folder.put("people.xlsx", book([("姓名",), ("张甲",), ("张 甲",), ("张　甲",)]))
    rows = [(name, "镇政府", "", "A票") for name in ("王甲", "王 甲", "王　甲")]
    folder.put("roster.xlsx", book([HEADINGS, *rows, *VOTERS[2:]]))
    assert [each for each in folder.refused() if "twice" in each[0]] == [
        *(("name-twice", "people.xlsx:2–4 姓名"), ("roster-twice", "roster.xlsx:2–4 姓名")),
    ]


def test_two_people_of_one_name_are_told_apart(folder: Folder) -> None:
    rows = [
        ("姓名", "单位", "职务"),
        ("李明", "", "主席"),
        ("王芳", "财政所", "所长"),
        ("李 明", "", "书记"),
    ]
    folder.put("people.xlsx", book(rows))
    meeting = folder.meeting()
    assert [person.display_name for person in meeting.people] == [
        "李明（主席）",
        "王芳",
        "李 明（书记）",
    ]
    labels = {option.label for paper in meeting.papers for i in paper.items for option in i.options}
    assert {"李明（主席）", "王芳", "李 明（书记）"} <= labels


@pytest.mark.parametrize(
    ("name", "meant"),
    [("王⼈", "人"), ("王\uf9d1", "六"), ("王\U0002f800", "丽"), ("⻓青", "")],
)
def test_a_character_that_only_looks_like_another_is_named_with_its_row(
    folder: Folder, name: str, meant: str
) -> None:
    folder.put("people.xlsx", book([*PEOPLE, (name, "干部"), (name + "子", "干部")]))
    assert folder.refused() == [("text-lookalike", "people.xlsx:5–6 姓名")]
    assert meant in str(folder.read())
    folder.put("people.xlsx", book(PEOPLE))
    folder.put("roster.xlsx", book([*ROSTER[:-1], (name, "县委", "", "B票")]))
    assert folder.refused() == [("text-lookalike", "roster.xlsx:6 姓名")]


def test_names_that_are_none_are_named(folder: Folder) -> None:
    folder.put("people.xlsx", book([("姓名",), (19,), ("'20",), ("王\n芳",), ("李\u200b明",)]))
    assert folder.refused() == [
        ("name-number", "people.xlsx:2–3 姓名"),
        ("text-character", "people.xlsx:4 姓名"),
        ("text-character", "people.xlsx:5 姓名"),
    ]


def test_row_numbers_may_stand_in_the_column_of_ids(folder: Folder) -> None:
    folder.put("people.xlsx", book([("编号", "姓名"), (1, "甲"), ("2", "乙"), ("x9", "丙")]))
    assert [person.id for person in folder.meeting().people] == ["p01", "p02", "x9"]


def test_the_only_group_need_not_be_written(folder: Folder) -> None:
    folder.put("roster.xlsx", book([("姓名", "单位"), ("甲", "一"), ("乙", "二")]))
    assert ("heading-missing", "roster.xlsx:1") in folder.refused()
    toml = (folder.path / "meeting.toml").read_text(encoding="utf-8")
    (folder.path / "meeting.toml").write_text(toml.partition('[[groups]]\nid = "B"')[0], "utf-8")
    voters = read_organised(folder.path / "meeting.toml").roster
    assert [(voter.name, voter.group) for voter in voters] == [("甲", "A"), ("乙", "A")]


def test_what_will_be_published_beside_a_name_is_said(folder: Folder) -> None:
    rows = [(*row, "借调" if at else "备注") for at, row in enumerate(PEOPLE)]
    folder.put("people.xlsx", book(rows))
    folder.organised()
    (note,) = [each for each in folder.notes if each.code == "note-published"]
    assert note.text("zh") == "“备注”一列会显示在选票上并公布，不宜公开的请删去。"
    folder.put("people.xlsx", book([(*row, None) for row in PEOPLE]))
    folder.organised()
    assert not folder.noted("note-published")
