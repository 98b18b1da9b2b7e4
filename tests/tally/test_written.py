"""A meeting with names in writing, a ranking and scores, from the shuffles to the verdict.

Its voters are those of `written_hall`. What must come out was added up by hand.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crypto.election.write_in import write_in_vector
from tally.counting.counting import count_box
from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.single_count import WriteInCount
from tally.problem import Problem
from tally.report.report import render_report
from tally.verify.folder import verify_folder
from tally.verify.record.box import no_progress
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.written_hall import MARKED, STRANGE
from tests.tally.tamper.written_cases import OUTCOMES, judged


@pytest.fixture(scope="module")
def round_one(written: Held) -> Any:
    return json.loads((written.out / "outcome.json").read_bytes())["rounds"][0]


def votes(names: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(each["name"], each["votes"]) for each in names]


def test_names_are_counted_per_line_per_group_and_together(round_one: Any) -> None:
    table = round_one["singles"][0]
    assert (table["id"], table["paper"], table["form"]) == ("other-1", "slate", "write_in")
    first, second = table["items"]
    in_a, in_b = first["groups"]
    assert (in_a["ballots"], in_a["valid"], in_a["nothing"], in_a["invalid"]) == (8, 6, 1, 2)
    assert in_a["reasons"] == {"single-answer-marked": 1, "write-in-form": 1}
    assert votes(in_a["names"]) == [("欧阳娜娜", 4), ("王五", 1)]
    assert (in_b["valid"], in_b["nothing"], in_b["invalid"], in_b["reasons"]) == (7, 2, 0, {})
    assert (first["all"]["nothing"], first["all"]["invalid"]) == (3, 2)
    assert votes(second["all"]["names"]) == [("林嵘", 2), ("欧阳娜娜", 2), ("王五", 2)]
    assert second["all"]["nothing"] == 9
    assert votes(table["names"]) == [
        ("欧阳娜娜", 8), ("王五", 4), ("林嵘", 2), ("Li Si", 1), ("丁一", 1),
    ]  # fmt: skip


def test_a_name_of_the_list_is_said_to_be_one_and_not_added_to_it(round_one: Any) -> None:
    names = round_one["singles"][0]["names"]
    assert [each["name"] for each in names if "listed" in each] == ["林嵘"]
    assert names[2]["listed"] == ["lin"]
    ticked = round_one["tables"][0]["items"][0]["all"]["votes"]
    assert ticked == {"chen": 10, "lin": 6, "zhao": 4}


def test_rankings_are_counted_per_place(round_one: Any) -> None:
    (item,) = round_one["singles"][1]["items"]
    assert [rule["enforced"] for rule in item["rules"]] == ["proved", "kiosk-enforced"]
    everything = item["all"]
    assert everything["places"] == {"chen": [7, 2], "lin": [4, 5], "zhao": [1, 4]}
    assert (everything["ballots"], everything["nobody"], everything["invalid"]) == (15, 2, 1)
    assert everything["reasons"] == {"ranking-twice": 1}


def test_scores_are_listed_with_sum_and_exact_mean(round_one: Any) -> None:
    table = round_one["singles"][2]
    assert table["rounding"] == "points-2-half-up"
    in_b = table["items"][0]["groups"][1]["scores"]
    assert in_b["zhao"] == {
        "tenths": [1000, 870, 870, 870, 850, 333, 10],
        "sum": 4803,
        "mean": {"numerator": 4803, "denominator": 70, "shown": "68.61"},
    }
    in_a = table["items"][0]["groups"][0]
    assert (in_a["valid"], in_a["reasons"]) == (7, {"score-range": 1})


def test_names_on_the_whole_paper_are_summed_up_per_group(round_one: Any) -> None:
    (limit,) = round_one["limits"]
    assert limit["rules"] == [
        {
            "rule": "names", "enforced": "kiosk-enforced",
            "minimum": 0, "maximum": 3, "rechecked": "sum",
        }
    ]  # fmt: skip
    assert limit["groups"] == [
        {"group": "A", "ticked": 11, "written": 8, "most": 24, "kept": True},
        {"group": "B", "ticked": 9, "written": 8, "most": 21, "kept": True},
    ]


def test_the_folder_is_valid_and_names_the_marked_answer(written: Held) -> None:
    verdict = verify_folder(open_folder(written.out), workers=1)
    assert verdict.exit_code == 0
    found = [(each.code, each.box) for each in verdict.findings if each.code != "slips-missing"]
    assert found == [("single-answer-marked", "r1-A")]
    rules = verdict.to_json()["boxes"][0]["rules"]
    assert {each["rule"] for each in rules} == {
        "limits", "abstain", "author", "name", "names", "once", "ranking", "scores",
    }  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_that_says_something_else_is_refused(
    written: Held, tmp_path: Path, name: str
) -> None:
    found = judged(written, tmp_path / "out", OUTCOMES[name])
    assert {each.code for each in found if each.level is not Level.NOTE} == {"outcome-differs"}


# the report


def told(written: Held, name: str) -> str:
    page = (written.out / name).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_chinese_report_has_the_three_tables(written: Held) -> None:
    text = told(written, "index.html")
    for words in (
        "另推他人得票表 · 另推他人 1、另推他人 2", "排序推荐汇总表", "评委评分表",
        "欧阳娜娜 6 2 8", "与名单上的林 嵘同名", "第 1 名", "未排任何人", "未列入名次",
        "99.9 99.9 96.0", "1134.8 ÷ 14 = 81.06",
        "未填写 12 + 写有姓名 16 + 无效 2 = 30 行", "没有并入名单上的得票",
        "编码方式可能给选票做了记号 1 份；不是可读文字 1 份", "同一人排在两个名次 1 份",
        "评分超过 100 分 1 份", "A票勾选 11 + 另推 8 = 19，不超过 24",
        "至少 2 名监票人先后各自混洗了这些填答", "计票时只能核验总数",
    ):  # fmt: skip
        assert words in text, words


def test_who_ticked_nobody_may_have_written_a_name(written: Held) -> None:
    """A blank list beside written lines is called neither an abstention nor a vote."""
    (slate,) = written.outcome.rounds[0].tables
    blank = slate.items[0].all.abstain
    assert blank
    chinese, english = told(written, "index.html"), told(written, "report.en.html")
    assert f"其中名单上未勾选 {blank} 张（另推的姓名见另推他人得票表）" in chinese
    assert f"{blank} ticked nobody on the list (names written in" in english
    assert "其中弃权" not in chinese
    assert "abstained" not in english


def test_the_english_report_holds_no_chinese_but_names(written: Held) -> None:
    text = told(written, "report.en.html")
    chinese = set(re.findall("[\u4e00-\u9fff]+", text))
    names = {"欧阳娜娜", "王五", "林嵘", "丁一"}
    assert chinese == {"中文", *names, *written.hall.meeting.tellers}
    for words in ("same name as Lin Rong on the list", "Every score, the highest first"):
        assert words in text
    assert "none of the rules of these papers" not in text


def test_what_invalid_answers_hold_is_not_printed(written: Held) -> None:
    """The name on the marked line stands once in all: on the same line of the other box."""
    marked = STRANGE[MARKED][1]
    assert tuple(marked) == write_in_vector("丁一")
    table = written.outcome.rounds[0].singles[0]
    assert dict(table.all.names)["丁一"] == 1  # type: ignore[union-attr]
    for name in ("index.html", "report.en.html", "outcome.json"):
        assert "\ufffd" not in (written.out / name).read_text(encoding="utf-8")


def with_names(written: Held, *names: str) -> Outcome:
    """The outcome as if these names stood on the first line of box r1-A."""
    first, *others = written.outcome.boxes
    assert first.items is not None
    line = WriteInCount(len(names), 0, tuple((name, 1) for name in names), ())
    items = (first.items[0], line, *first.items[2:])
    counts = (replace(first, items=items), *others)
    return outcome_of(written.hall.meeting, "0" * 64, counts, {})


def test_written_names_are_escaped(written: Held) -> None:
    page = render_report(with_names(written, "<b>x</b>", "{{ 7*7 }}", "{names}%s"), "zh").decode()
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "{names}%s" in page


def test_a_name_of_the_list_with_braces_breaks_no_sentence(written: Held) -> None:
    meeting = written.hall.meeting
    slate = meeting.papers[0]
    options = (replace(slate.items[0].options[0], label="{x}"), *slate.items[0].options[1:])
    papers = (
        replace(slate, items=(replace(slate.items[0], options=options), *slate.items[1:])),
        *meeting.papers[1:],
    )
    outcome = with_names(written, "{x}")
    changed = replace(meeting, papers=papers)
    counts = tuple(replace(each, box=changed.box(each.box.id)) for each in outcome.boxes)
    page = render_report(outcome_of(changed, "0" * 64, counts, {}), "zh").decode()
    assert "“{x}”与本票名单上的人同名" in page


def test_more_names_than_a_paper_allows_are_an_alert(written: Held) -> None:
    meeting = written.hall.meeting
    papers = (replace(meeting.papers[0], at_most=1), *meeting.papers[1:])
    changed = replace(meeting, papers=papers)
    counts = tuple(replace(each, box=changed.box(each.box.id)) for each in written.outcome.boxes)
    outcome = outcome_of(changed, "0" * 64, counts, {})
    page = render_report(outcome, "zh").decode()
    alert = re.search('<p class="alert">(.*?)</p>', page)
    assert alert is not None
    assert "A票勾选 11 + 另推 8 = 19，超过 8" in alert[1]
    assert "所有选票照常计票" in alert[1]
    assert '<p class="alert">' not in (written.out / "index.html").read_text(encoding="utf-8")


# refusals


def refused(hall: Hall, work: WorkFolder) -> str:
    with pytest.raises(Problem) as caught:
        count_box(work, hall.box("r1-B"), no_progress)
    assert caught.value.code == "box-unshuffled"
    return caught.value.text("zh")


def test_a_box_that_too_few_shuffled_is_neither_opened_nor_counted(
    written: Held, tmp_path: Path
) -> None:
    hall, path = written.hall, tmp_path / "work"
    shutil.copytree(written.closed, path)
    work = WorkFolder.open(path)
    assert refused(hall, work).startswith("票箱 r1-B 还没有监票人混洗；")
    hall.shuffle_boxes(work, (3,))
    assert refused(hall, work).startswith("票箱 r1-B 已由 1 名监票人混洗；")
