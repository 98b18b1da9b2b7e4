"""Forms of meetings of every kind: what they are called, what stands in them, what adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.presets import load_preset, preset_names
from tally.forms.form import Across, Bar, Cell, Down, Form, Forms, Table, Told
from tally.forms.saying import ORDERS
from tests.meeting.fixtures.preset_cases import meeting_of
from tests.tally.fixtures.invented_counts import invented
from tests.tally.fixtures.read_forms import made, pages

FIRST = [name for name in preset_names() if not load_preset(name).example.of]
"""Presets of which an example can be made; the others are its later stages."""


def form(forms: Forms, title: str) -> Form:
    return next(each for each in forms.forms if each.title == title)


def tables(form: Form) -> list[Table]:
    return [part for part in form.parts if isinstance(part, Table)]


def told(form: Form) -> str:
    return "\n".join(part.text for part in form.parts if isinstance(part, Told))


def adds_up(table: Table) -> None:
    """Every sum is that of the cells that it names, and every bar is of all ballots."""
    lines = [row.lines[0] for row in table.rows]
    for number, line in enumerate(lines):
        for at, cell in enumerate(line):
            if isinstance(cell, Across):
                first, last = cell.columns
                assert sum(map(count, line[first : last + 1])) == cell.value
            if isinstance(cell, Down):
                above = [row[at] for row in lines[:number]]
                assert sum(map(count, above)) == cell.value
        bars = [cell for cell in line if isinstance(cell, Bar)]
        sums = [cell.value for cell in line if isinstance(cell, Across)]
        if bars and sums:
            assert [sum(bar.votes) + bar.rest for bar in bars] == sums


def count(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


@pytest.mark.parametrize("name", FIRST)
def test_every_preset_has_forms_that_add_up_in_every_order(name: str, tmp_path: Path) -> None:
    found = invented(meeting_of(name, tmp_path))
    for order in ORDERS:
        forms = made(found, order=order).forms
        names = [each.name for each in forms]
        assert len(set(names)) == len(names)
        for each in forms:
            for table in tables(each):
                assert {len(line) for row in table.rows for line in row.lines} == {
                    len(table.columns)
                }
                adds_up(table)


def test_the_report_and_two_evaluations(tmp_path: Path) -> None:
    meeting = meeting_of("report_and_evaluations", tmp_path)
    forms = made(invented(meeting))
    report = form(forms, "干部选拔任用工作民主评议汇总表")
    grades, problems = tables(report)
    assert [column.head for column in grades.columns][3:7] == ["好", "较好", "一般", "差"]
    assert [row.lines[0][1] for row in problems.rows][:2] == ["没有", "执行程序不严格"]
    (people,) = tables(form(forms, "新提拔任用干部民主评议汇总表"))
    assert [column.head for column in people.columns] == [
        "序号", "姓名", "性别", "出生年月", "原任职务", "现任职务", "任职时间", "",
        "满意", "基本满意", "不满意", "不了解", "弃权", "有效",
        "存在", "不存在", "不了解", "弃权", "有效", "备注",
    ]  # fmt: skip
    assert {column.over for column in people.columns} == {
        "", "对任用的评价", "是否存在拉票、跑官、买官",
    }  # fmt: skip
    about = people.rows[0].lines[0][2:7]
    assert about == ("男", "1970.01", "县农业农村局办公室主任", "县农业农村局 副局长", "2026.01")
    assert "多到基层听意见" in str(tables(form(forms, "意见建议汇总表"))[0].rows)


def test_a_flag_names_those_whom_it_marks_and_nobody_else(tmp_path: Path) -> None:
    found = invented(meeting_of("report_and_evaluations", tmp_path))
    flag = next(each for each in found.steps if each.step.id == "canvassing-suspected")
    marked = {each.person for each in flag.judged if each.why == "flagged"}
    assert 0 < len(marked) < len(flag.people)
    names = {p.display_name for p in found.meeting.people if p.id in marked}
    others = {p.display_name for p in found.meeting.people} - names
    said = next(
        line
        for line in told(form(made(found), "计票结果报告单")).splitlines()
        if line.startswith("拉票、跑官、买官提示：")
    )
    assert all(name in said for name in names)
    assert not any(name in said for name in others)
    assert said.endswith(f"（{len(names)}人）。")


def test_the_posts_of_a_paper_stand_in_one_form_with_both_channels(tmp_path: Path) -> None:
    meeting = meeting_of("full_slate", tmp_path)
    posts = next(paper for paper in meeting.papers if paper.kind == "posts")
    slate = form(made(invented(meeting)), "全额定向推荐情况汇总表")
    assert len(tables(slate)) >= len(posts.items)
    first = tables(slate)[0]
    assert list(dict.fromkeys(column.over for column in first.columns if column.over)) == [
        "会议投票", "个别谈话",
    ]  # fmt: skip
    assert "另推他人得票表" in str([table.caption for table in tables(
        form(made(invented(meeting)), "后备干部推荐情况汇总表")
    )])  # fmt: skip


def test_people_stand_in_the_order_of_strokes(tmp_path: Path) -> None:
    found = invented(meeting_of("plenary_vote", tmp_path))
    (table,) = tables(form(made(found, order="strokes"), "全委会表决汇总表"))
    # 7, 8 (横), 8 (撇), 11 strokes
    names = [row.lines[0][1] for row in table.rows]
    assert names == ["陈伟强", "林海波", "周启明", "黄永生"]


@pytest.mark.parametrize("name", ["plenary_vote", "ranked_recommendation", "judges_panel"])
def test_poppler_reads_every_form(name: str, tmp_path: Path) -> None:
    forms = made(invented(meeting_of(name, tmp_path)))
    text = "".join("".join(pages(forms, tmp_path)).split())
    for each in forms.forms:
        assert "".join(each.title.split()) in text


def test_a_round_that_was_not_held_has_reports_and_no_votes(tmp_path: Path) -> None:
    meeting = meeting_of("two_thirds_vote", tmp_path)
    few = {box.id: box.group.size // 2 for box in meeting.boxes()}
    forms = made(invented(meeting, present=few, returned=few))
    assert [each.name for each in forms.forms] == [
        "出席情况", "选票分发情况", "选票收回情况", "计票结果", "推导",
    ]  # fmt: skip
    attendance = next(
        part for part in forms.forms[0].parts if isinstance(part, Told) and part.strong
    )
    assert "第一轮无效：人数不足法定人数。" in attendance.text
    assert tables(form(forms, "计票结果报告单")) == []
