"""Whom a ballot names: by one equality of names, and never by a name that nobody wrote."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.answers import naming
from meeting.definition.display_names import told_apart
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN
from tally.outcome.written_names import written_names
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.single_papers import (
    people_as_options,
    with_names,
    with_namesakes,
    without_english,
)
from tests.kiosk.fixtures.visits import Visit

NAMES = with_names()
PAPER = NAMES.papers[0]
ANSWERS = dict[str, tuple[str, ...]]
MARKS = ("{0}", "{0}（{1}）", "{0} ({1})", "{0}{1}", "{0} {1}", "{0}【{1}】", "{1}{0}")


def told(meeting: Meeting, answers: ANSWERS) -> list[tuple[list[tuple[str, str]], list[str]]]:
    """Every clash: its lines with their texts, and the ids of those who are ticked."""
    return [
        ([(line.item.id, line.text) for line in clash.lines], [one.id for one in clash.ticked])
        for clash in naming.clashes(meeting, meeting.papers[0], answers)
    ]


def of_one_name() -> Meeting:
    """The first two people are both called 王芳; where they work tells them apart."""
    units = {"p01": "财政所", "p02": "农业办"}
    people = told_apart(
        replace(each, name="王芳", name_en="", post="", unit=units[each.id])
        if each.id in units
        else each
        for each in NAMES.people
    )
    options = people_as_options(people)
    items = tuple(replace(item, options=options if item.options else ()) for item in PAPER.items)
    return replace(NAMES, people=people, papers=(replace(PAPER, items=items),))


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("周启明", ["p01"]),
        (" 周　启 明 ", ["p01"]),
        ("zhou qiming", ["p01"]),
        ("ＺＨＯＵ Qiming", ["p01"]),
        ("周启", []),
        ("", []),
        ("　", []),
    ],
)
def test_who_on_the_list_has_the_name_of_a_line(text: str, listed: list[str]) -> None:
    assert [each.id for each in naming.bearers(NAMES, PAPER, text)] == listed


def test_several_people_of_the_list_may_have_the_name_of_a_line() -> None:
    meeting = of_one_name()
    paper = meeting.papers[0]
    assert [each.id for each in naming.bearers(meeting, paper, "王 芳")] == ["p01", "p02"]
    assert [each.id for each in naming.bearers(meeting, paper, "王芳（农业办）")] == ["p02"]
    (found,) = naming.shared_names(meeting, paper, {"other-2": ("王芳",)})
    assert (found.line.item.id, [each.id for each in found.bearers]) == ("other-2", ["p01", "p02"])
    assert told(meeting, {"other-1": ("王芳",)}) == []
    assert told(meeting, {"other-1": ("王芳",), "slate": ("p02",)}) == [
        ([("other-1", "王芳")], ["p02"])
    ]
    assert naming.shared_names(meeting, paper, {"other-1": ("王芳 水利站",)}) == ()
    assert told(meeting, {"other-1": ("王芳（农业办）",), "slate": ("p01",)}) == []
    assert told(meeting, {"other-1": ("王芳(农业办)",), "slate": ("p02",)}) == [
        ([("other-1", "王芳(农业办)")], ["p02"])
    ]


def test_a_name_without_its_brackets_is_asked_about() -> None:
    visit = Visit(FakeBoard(of_one_name())).to_papers().fill()
    asked = "另推他人 2“王芳 农业办”：名单上的是王芳（农业办）。"
    visit.fill_fields(("item-other-1", ""), ("item-other-2", "王芳 农业办"), do="stay")
    assert asked in words(visit)
    visit.get("/review")
    assert asked in words(visit)
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    visit.fill_fields(("item-other-1", ""), ("item-other-2", "王芳（农业办）"), do="stay")
    assert asked not in words(visit)


@given(st.sampled_from(["王芳", "王　芳", "周启明", "林 嵘"]), st.sampled_from(MARKS))
def test_a_line_that_is_clear_names_whom_the_count_says_it_names(name: str, mark: str) -> None:
    """What the voter is told of a line holds for the row that the count makes of it."""
    meeting = of_one_name()
    paper, text = meeting.papers[0], mark.format(name, "农业办").strip()
    (row,) = written_names(((text, 1),), paper, meeting.people)
    assert [each.id for each in naming.bearers(meeting, paper, text)] == list(row.listed)


@pytest.mark.parametrize(
    ("answers", "clashes"),
    [
        (
            {"other-1": ("王芳",), "other-2": (" 王 芳",)},
            [([("other-1", "王芳"), ("other-2", "王 芳")], [])],
        ),
        ({"other-1": ("",), "other-2": ("",)}, []),
        ({"other-1": (" ",), "other-2": ("　",), "slate": ("p01", "p02")}, []),
        ({"other-1": ("王芳",), "other-2": ("王方",)}, []),
        ({"slate": ("p01",), "other-1": ("周启明",)}, [([("other-1", "周启明")], ["p01"])]),
        ({"slate": ("p01",), "other-2": ("zhou q",)}, []),
        ({"slate": ("p02",), "other-1": ("周启明",)}, []),
        ({"slate": ("p01",), "other-1": ("周启明 财政所",)}, []),
        (
            {"other-1": ("买买提·吐尔逊",), "other-2": ("买买提•吐尔逊",)},
            [([("other-1", "买买提·吐尔逊"), ("other-2", "买买提•吐尔逊")], [])],
        ),
        (
            {"other-1": ("周启明",), "other-2": ("Zhou Qiming",)},
            [([("other-1", "周启明"), ("other-2", "Zhou Qiming")], [])],
        ),
    ],
)
def test_a_name_that_stands_more_than_once_is_known_with_its_places(
    answers: ANSWERS, clashes: list[object]
) -> None:
    assert told(NAMES, answers) == clashes


NAME = st.sampled_from(["", " ", "王芳", "王 芳", "周启明", "ZHOU QIMING", "林嵘"])
TICKS = st.lists(st.sampled_from([each.id for each in NAMES.people]), unique=True)


@given(st.sampled_from([NAMES, without_english()]), NAME, NAME, TICKS)
def test_an_empty_line_never_names_anybody(
    meeting: Meeting, first: str, second: str, ticks: list[str]
) -> None:
    answers = {"other-1": (first,), "other-2": (second,), "slate": tuple(ticks)}
    for lines, ticked in told(meeting, answers):
        assert all(text for _, text in lines)
        assert len(lines) > 1 or ticked
    assert told(meeting, {"other-1": (" ",), "other-2": ("",), "slate": tuple(ticks)}) == []


def test_ticked_and_written_names_are_counted_together() -> None:
    answers = {"slate": ("p01", "p02"), "other-1": ("王芳",), "other-2": (" ",), "order": ("p03",)}
    assert naming.names_on(PAPER, answers) == 3
    assert naming.names_on(PAPER, {"slate": (ABSTAIN,)}) == 0


# On the screens


def words(visit: Visit) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", visit.html)))


def test_without_english_two_ticks_and_empty_lines_can_be_cast() -> None:
    visit = Visit(FakeBoard(without_english())).to_papers()
    visit.fill(("slate", "p01"), ("slate", "p02"))
    visit.fill_fields(("item-other-1", ""), ("item-other-2", ""))
    visit.fill_fields(("item-order:1", ""), ("item-order:2", ""))
    assert visit.page == "review"
    assert 'class="trouble"' not in visit.html
    assert visit.post("/review", ("do", "next")).page == "fingerprint"


def test_a_name_on_the_list_that_is_ticked_too_is_refused_with_line_and_person() -> None:
    visit = Visit(FakeBoard(without_english())).to_papers()
    visit.fill(("slate", "p01"))
    visit.fill_fields(("item-other-1", ""), ("item-other-2", "周 启明"), do="stay")
    said = "另推他人 2“周 启明”、已选的周启明：同一姓名在本票上出现了不止一次"
    assert said in words(visit)
    visit.get("/review")
    assert f"——{said}" in words(visit)
    assert "写在这里的不计入" not in words(visit)
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    assert said in words(visit)


@pytest.mark.parametrize(
    ("meeting", "text", "who"),
    [
        (with_namesakes, "zhou qi", "周启明、陈志远"),
        (of_one_name, "王芳", "王芳（财政所）、王芳（农业办）"),
    ],
)
def test_a_name_of_two_people_of_the_list_is_asked_about_with_both(
    meeting: Callable[[], Meeting], text: str, who: str
) -> None:
    visit = Visit(FakeBoard(meeting())).to_papers().fill()
    visit.fill_fields(("item-other-1", ""), ("item-other-2", text), do="stay")
    asked = f"另推他人 2“{text}”：名单上有 2 人同名：{who}。"
    assert asked in words(visit)
    assert 'id="ask-other-2-known" role="status" hidden' in visit.html, "said of nobody"
    visit.get("/review")
    assert asked in words(visit)
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    assert visit.voter.unsigned is None


def test_a_character_that_only_looks_like_another_is_refused_with_the_right_one() -> None:
    visit = Visit(FakeBoard(with_names())).to_papers().fill()
    visit.fill_fields(("item-other-1", "⽅志明"), ("item-other-2", ""))
    said = "另推他人 1：第 1 个字“⽅”只是看起来像“方”。请删去，重新输入“方”。"
    assert (visit.path, visit.problem) == ("/paper/2", "choices-wrong")
    assert said in words(visit)
    assert 'value="⽅志明"' in visit.html, "nothing is put right unasked"
    visit.fill_fields(("item-other-1", "方志明"), ("item-other-2", "⺀"))
    assert "第 1 个字“⺀”是部首，不是姓名用字" in words(visit)
    visit.fill_fields(("item-other-1", "方志明"), ("item-other-2", ""))
    assert visit.path == "/paper/3"


def test_what_is_typed_is_told_about_and_not_kept() -> None:
    visit = Visit(FakeBoard(with_names())).to_papers().fill(("slate", "p01"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', visit.html)
    assert token is not None
    form = {"csrf_token": token[1], "item-other-1": "周启明", "item-other-2": "⽅"}
    notes = visit.browser.post("/paper/2/notes", data=form)
    said = notes.get_data(as_text=True)
    assert "另推他人 1“周启明”、已选的周启明" in said
    assert "只是看起来像“方”" in said
    assert set(visit.voter.answers) == {"slate"}
    assert visit.browser.post("/paper/1/notes", data=form).status_code == 404
    unknown = visit.browser.post("/paper/2/notes", data={**form, "item-slate": "p02"})
    assert unknown.status_code == 400
