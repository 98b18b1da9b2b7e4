"""Lines for names, rankings and scores: from a preset file to the questions of a ballot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crypto.election.single_question import SingleQuestion
from crypto.groups.named import group_named
from meeting.command_line.papers_told import papers_told, preset_told
from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import place
from meeting.definition.paper import (
    CHOICE,
    RANKING,
    SCORES,
    WRITE_IN,
    Paper,
    PaperItem,
    question_of,
)
from meeting.organiser.meeting_file import read_organised
from meeting.presets.file import read_preset
from meeting.problem import Problem
from meeting.published.definition_file import parse_published, published
from tests.meeting.fixtures.township import SERVER_KEY, attempted, copy_township, each_of

PRESET = """
schema = 1
id = "panel"
name = "评委会"

[settings.lines]
description = "另推他人行数"
default = 2

[[papers]]
id = "list"
kind = "recommendation"
title = "推荐票"
at_most = 4

[[papers.items]]
id = "slate"
about = "people_as_options"
prompt = "推荐人选"
maximum = 4

[[papers.items]]
id = "other"
about = "lines"
prompt = "另推他人 {n}"
prompt_en = "Somebody else, {n}"
maximum = "lines"

[[papers.items]]
id = "order"
about = "people_as_options"
form = "ranking"
prompt = "按顺序推荐三人"
minimum = 1
maximum = 3

[[papers]]
id = "scores"
kind = "score"
title = "评委评分票"

[[papers.items]]
id = "score"
about = "people_as_options"
form = "score"
prompt = "评分"

[[rounds]]
id = "r1"
name = "第一轮"
papers = ["list", "scores"]
"""


def organised(folder: Path) -> Path:
    """Write a meeting file that uses the preset above; return its path."""
    path = copy_township(folder)
    (folder / "panel.toml").write_text(PRESET, "utf-8")
    text = path.read_text("utf-8").replace('preset = "double_evaluation"', 'preset = "panel.toml"')
    for line in ("choose_up_to = 9", "write_in_lines = 2", "shuffles = 2"):
        text = text.replace(line, "")
    path.write_text(text, "utf-8")
    return path


def panel(folder: Path) -> Meeting:
    return replace(read_organised(organised(folder)).meeting, server_key=SERVER_KEY)


def test_a_preset_file_gives_lines_a_ranking_and_scores(tmp_path: Path) -> None:
    meeting = panel(tmp_path)
    items = {item.id: item for paper in meeting.papers for item in paper.items}
    assert [(name, item.form) for name, item in items.items()] == [
        ("slate", CHOICE),
        ("other-1", WRITE_IN),
        ("other-2", WRITE_IN),
        ("order", RANKING),
        ("score", SCORES),
    ]
    assert items["other-2"].prompt == "另推他人 2"
    assert items["other-2"].prompt_en == "Somebody else, 2"
    assert (items["order"].minimum, items["order"].maximum) == (1, 3)
    assert items["score"].minimum == items["score"].maximum == len(meeting.people)
    assert meeting.papers[0].at_most == 4
    assert meeting.required_shuffles == 2
    assert check_meeting(meeting) == []


def test_rankings_and_scores_are_told_with_their_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    told = list(papers_told(panel(tmp_path)))
    assert "    按顺序推荐三人：名单上的 12 人；排出 1 至 3 名" in told
    assert "    评分：名单上的 12 人；逐人评 0 至 100 分" in told
    preset = list(preset_told(read_preset(tmp_path / "panel.toml")))
    assert "    按顺序推荐三人：名单上的人；排出 1 至 3 名" in preset
    assert "    另推他人：lines 行，每行可写一人，也可不写" in preset


def test_the_questions_are_those_of_the_encodings(tmp_path: Path) -> None:
    meeting = panel(tmp_path)
    questions = meeting.boxes()[0].questions(meeting)
    lengths = [len(each.answers) for each in questions if isinstance(each, SingleQuestion)]
    assert lengths == [30, 30, 3, 2 * len(meeting.people)]


def test_a_published_meeting_keeps_the_forms(tmp_path: Path) -> None:
    meeting = panel(tmp_path)
    assert parse_published(published(meeting)) == meeting


def test_scores_of_many_people_become_several_questions(tmp_path: Path) -> None:
    people = "".join(f"[[people]]\nname = '第{n}人'\n" for n in range(1, 18))
    path = organised(tmp_path)
    path.write_text(path.read_text("utf-8").replace('people = "people.xlsx"', "") + people, "utf-8")
    items = read_organised(path).meeting.papers[1].items
    assert [(item.id, len(item.options)) for item in items] == [("score-1", 15), ("score-2", 2)]


def test_a_limit_on_all_names_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    path = organised(tmp_path)
    path.write_text(path.read_text("utf-8").replace("[settings]", "[settings]\nlines = 0"), "utf-8")
    paper = read_organised(path).meeting.papers[0]
    assert paper.at_most == 0
    assert [item.id for item in paper.items] == ["slate", "order"]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("threshold = 2", "threshold = 2\nshuffles = 1", "number-range", "tellers.shuffles"),
        ("threshold = 2", "threshold = 2\nshuffles = 4", "number-range", "tellers.shuffles"),
        (
            "schema = 1",
            'schema = 1\ncryptographic_group = "BELENIOS-2048"',
            *("group-single", "cryptographic_group"),
        ),
    ],
)
def test_the_organiser_learns_the_line_of_what_cannot_be(
    tmp_path: Path, old: str, new: str, code: str, where: str
) -> None:
    path = organised(tmp_path)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    problem = attempted(lambda: read_organised(path))
    assert isinstance(problem, Exception)
    assert (code, where) in {(each.code, each.where.split()[-1]) for each in each_of(problem)}


def with_item(meeting: Meeting, number: int, **changes: object) -> Meeting:
    """The meeting with one item of its first paper changed."""
    paper = meeting.papers[0]
    items = list(paper.items)
    items[number] = replace(items[number], **changes)  # type: ignore[arg-type]
    return with_paper(meeting, 0, items=tuple(items))


def with_paper(meeting: Meeting, number: int, **changes: object) -> Meeting:
    papers = list(meeting.papers)
    papers[number] = replace(papers[number], **changes)  # type: ignore[arg-type]
    return replace(meeting, papers=tuple(papers))


def found(meeting: Meeting) -> set[tuple[str, str]]:
    return {(problem.code, place(path)) for path, problem in check_meeting(meeting)}


def test_impossible_single_answers_are_refused_with_the_place(tmp_path: Path) -> None:
    meeting = panel(tmp_path)
    slate, line, _, order = meeting.papers[0].items
    at = "papers[0].items"
    cases = [
        (with_item(meeting, 1, form="essay"), "word-unknown", f"{at}[1].form"),
        (with_item(meeting, 1, form=SCORES), "word-unknown", f"{at}[1].form"),
        (with_item(meeting, 1, options=slate.options), "number-range", f"{at}[1].options"),
        (with_item(meeting, 1, maximum=2), "number-range", f"{at}[1].maximum"),
        (with_item(meeting, 1, minimum=1), "number-range", f"{at}[1].minimum"),
        (with_item(meeting, 1, abstain=True), "single-abstain", f"{at}[1].abstain"),
        (with_item(meeting, 3, maximum=13), "number-range", f"{at}[3].maximum"),
        (with_item(meeting, 3, minimum=4), "number-range", f"{at}[3].minimum"),
        (with_paper(meeting, 0, at_most=7), "number-range", "papers[0].at_most"),
        (with_paper(meeting, 0, items=(slate, order)), "at-most-needless", "papers[0].at_most"),
        (with_paper(meeting, 1, items=(line,)), "word-unknown", "papers[1].items[0].form"),
        (replace(meeting, required_shuffles=0), "number-range", "required_shuffles"),
        (replace(meeting, required_shuffles=4), "number-range", "required_shuffles"),
        (replace(meeting, group_name="BELENIOS-2048"), "group-single", "group_name"),
    ]
    for changed, code, where in cases:
        assert (code, where) in found(changed), (code, where)


def test_more_scores_than_a_question_holds_are_refused(tmp_path: Path) -> None:
    meeting = panel(tmp_path)
    scores = meeting.papers[1].items[0]
    many = tuple(replace(scores.options[0], id=f"x{n}") for n in range(16))
    changed = with_paper(meeting, 1, items=(replace(scores, options=many),))
    assert ("number-range", "papers[1].items[0].options") in found(changed)


@pytest.mark.parametrize("group_name", ["Ed25519", "RFC-3526-2048"])
def test_every_good_item_makes_a_question_of_its_group(tmp_path: Path, group_name: str) -> None:
    meeting = replace(panel(tmp_path), group_name=group_name)
    assert check_meeting(meeting) == []
    for paper, item in every_item(meeting):
        question = question_of(paper, item)
        if isinstance(question, SingleQuestion):
            question.check_group(group_named(group_name))


def every_item(meeting: Meeting) -> list[tuple[Paper, PaperItem]]:
    return [(paper, item) for paper in meeting.papers for item in paper.items]


def test_shuffles_are_refused_with_the_reason_where_nothing_is_shuffled(tmp_path: Path) -> None:
    path = copy_township(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(text.replace("write_in_lines = 2", "write_in_lines = 0"), "utf-8")
    with pytest.raises(Problem) as caught:
        read_organised(path)
    (problem,) = each_of(caught.value)
    assert problem.where.endswith("tellers.shuffles")
    assert "没有另推他人、排序或评分" in problem.text("zh")
