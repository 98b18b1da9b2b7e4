"""`[[stages]]` of meeting.toml: what is wrong with a later meeting is told before the first one."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.continuing.stages_in_words import stages_in_words
from meeting.definition.meeting import Meeting
from meeting.problem import Problem
from tests.meeting.fixtures.procedures import FIRST, MEETING, RUNOFF, SECOND, STAGES, procedure
from tests.meeting.fixtures.township import each_of


def told(folder: Path, meeting: str, **presets: str) -> list[tuple[str, str]]:
    """(code, where) of everything that is wrong with the folder."""
    with pytest.raises(Problem) as caught:
        procedure(folder, meeting, **presets)
    assert caught.value.text("zh")
    return [(each.code, each.where) for each in each_of(caught.value)]


def changed(old: str, new: str) -> str:
    assert old in STAGES
    return MEETING + STAGES.replace(old, new, 1)


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('people = "elected"', 'people = "electd"', "stage-step", "stages[1].preset"),
        ('people = "elected"', 'people = "votes"', "stage-step", "stages[1].preset"),
        ('people = "elected"', 'people = "majority"', "stage-tied", "stages[1].preset"),
        ('part = "tied"', 'part = "equal"', "word-unknown", "stages[1].part"),
        ('preset = "runoff.toml"', 'preset = "gone.toml"', "file-unreadable", "gone.toml"),
        ('preset = "runoff.toml"', 'preset = "run_off"', "preset-unknown", "stages[1].preset"),
        ('"start", "runoff"', '"start", "second2"', "word-unknown", "stages[1].after[2]"),
        ("most = 2", "most = 1", "stage-endless", "stages[1].most"),
        ("most = 2", "most = 99", "number-range", "stages[1].most"),
        ('id = "second"', 'id = "start"', "stage-reserved", "stages[2].id"),
        ('id = "second"', 'id = "runoff"', "id-twice", "stages[2].id"),
        ('id = "second"', f'id = "{"s" * 30}"', "stage-id-long", "stages[2].id"),
        ('by = "votes"', "", "stage-narrow", "stages[2].by"),
        ('by = "votes"', 'by = "vote"', "stage-step", "stages[2].preset"),
        ('ratio = "6/5"', 'ratio = "1/2"', "stage-ratio", "stages[2].ratio"),
        ("choose_up_to = 1", "choose = 1", "stage-setting", "stages[1].preset"),
        ("choose_up_to = 1", "", "stage-setting", "stages[1].preset"),
        ("choose_up_to = 1", 'choose_up_to = "seats"', "stage-setting-of", "stages[1].settings"),
        ('by = "votes"', 'by = "votes"\nalso_step = "majorty"', "stage-step", "stages[2].preset"),
        ('by = "votes"', 'by = "votes"\nlists = { a = "elected" }', "stage-list", "stages[2]"),
        ('name = "第二轮选举"', 'naem = "x"', "key-missing", "stages[2].name"),
        ('by = "votes"', 'by = "votes"\nafter = "second"\nmost = 2', "stage-unreached", "after"),
        ('by = "votes"', 'by = "votes"\nalso = ["无此人"]', "stage-person", "stages[2].also"),
    ],
)
def test_a_wrong_stage_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    found = told(tmp_path, changed(old, new))
    assert any(each == code and place in where for each, where in found), found
    assert all(":" in where or ".toml" in where for _, where in found)


def test_what_is_wrong_in_a_stages_own_file_is_told_with_the_line_there(tmp_path: Path) -> None:
    wrong = SECOND.replace('prompt = "同意的人选"', "prompt = 5")
    found = told(tmp_path, MEETING + STAGES, second=wrong)
    assert found == [
        ("key-type", f"second.toml:{line(wrong.lstrip(), 'prompt = 5')} papers[1].items[1].prompt")
    ]
    unknown = RUNOFF.replace('item = "slate"', 'item = "slat"')
    assert told(tmp_path, MEETING + STAGES, runoff=unknown) == [
        ("rule-unknown", "runoff.toml rules[2].item")
    ]
    elsewhere = RUNOFF.replace('step = "votes"', 'step = "vote"')
    assert [code for code, _ in told(tmp_path, MEETING + STAGES, runoff=elsewhere)] == [
        "stage-step"
    ]


def test_steps_about_the_meeting_before_need_one(tmp_path: Path) -> None:
    alone = MEETING.replace("first.toml", "runoff.toml")
    assert [code for code, _ in told(tmp_path, alone)] == [
        "earlier-none",
        "earlier-none",
        "number-range",
    ]


def test_people_from_the_beginning_join_a_stage(tmp_path: Path) -> None:
    meeting = procedure(tmp_path, changed('by = "votes"', 'by = "votes"\nalso = ["周启明"]'))
    assert [each.id for each in meeting.stages[1].also] == ["p01"]


def test_a_list_from_a_step_and_a_number_of_the_meeting_are_read_aloud(tmp_path: Path) -> None:
    given = 'also_step = "majority"\nlists = { low = "not-elected" }\nby = "votes"'
    number = 'choose_up_to = "choose_up_to"'
    text = changed('by = "votes"', given).replace("choose_up_to = 3", number)
    lists = '\n[[lists]]\nid = "low"\nname = "落后者"\npeople = ["唐秀兰"]\n'
    meeting = procedure(tmp_path, text + lists)
    second = meeting.stages[1]
    assert (second.also_step, second.lists) == ("majority", (("low", "not-elected"),))
    assert second.settings == (("choose_up_to", 2),)  # as the meeting itself has it
    told = list(stages_in_words(meeting, "zh"))[1]
    assert "步骤“过半数”选出的人" in told
    assert "名单“落后者”" in told
    assert "步骤“未当选”" in told
    assert told.endswith("最多选几人：2。")


def test_a_step_is_called_as_the_meeting_that_is_continued_calls_it(tmp_path: Path) -> None:
    """The run-off has a step `elected` too, and another name for it."""
    runoff = RUNOFF.replace('name = "当选"', 'name = "另行选举当选"')
    text = changed('people = "not-elected"', 'people = "elected"\nafter = "runoff"')
    told = list(stages_in_words(procedure(tmp_path, text, runoff=runoff), "zh"))
    assert "步骤“当选”" in told[0]
    assert "步骤“另行选举当选”" in told[1]


def test_a_file_written_on_windows_gives_the_same_definition(tmp_path: Path) -> None:
    windows = "\ufeff" + RUNOFF.replace("\n", "\r\n")
    first: Meeting = procedure(tmp_path / "a", first=FIRST)
    assert procedure(tmp_path / "b", runoff=windows).stages == first.stages


def test_stages_are_read_aloud_when_the_meeting_is_checked(tmp_path: Path) -> None:
    told = list(stages_in_words(procedure(tmp_path), "zh"))
    assert told[0] == (
        "后续阶段“另行选举”（接在本次会议、另行选举之后，至多举行 2 次）："
        "对步骤“当选”末位并列的人投票，程序为 runoff.toml。最多选几人：1。"
    )
    assert "步骤“未当选”选出的人" in told[1]
    assert "6/5" in told[1] or "1.2" in told[1]
    english = list(stages_in_words(procedure(tmp_path), "en"))
    assert "held 2 times at most" in english[0]
    assert "held once at most" in english[1]
    assert all(each.isascii() or "“" in each for each in stages_in_words(procedure(tmp_path), "en"))
