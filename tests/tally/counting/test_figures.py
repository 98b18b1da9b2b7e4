"""Figures of the hall as they are: rounds that are void, unusual figures, and corrections."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.language import gettext_for
from meeting.organiser.figures import BoxFigures
from tally.counting.correction import corrected
from tally.findings.finding import Level
from tally.folder.figures import EarlierFigures, HallFigures, figures_bytes, parse_figures
from tally.folder.source import open_folder
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.denominators import group_figures
from tally.outcome.outcome import outcome_of
from tally.outcome.void_rounds import impossibilities, remarks, void_reasons
from tally.problem import ROOM, Problem
from tally.report.report import render_report
from tally.verify.folder import verify_folder
from tally.verify.words.verdict import verdict_lines
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures.held_meeting import FIGURES, Held, again
from tests.tally.fixtures.sample_outcomes import PLAIN, A
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper.figures_cases import CORRECTED, TOO_FEW_ISSUED, UNUSUAL

REASONS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=9)
NUMBERS = st.integers(0, 24)


def page(folder: Path, name: str = "index.html") -> str:
    text = (folder / name).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def parsed(folder: Path) -> Any:
    return json.loads((folder / "outcome.json").read_bytes())


# what figures mean


@given(NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS)
def test_figures_are_refused_void_unusual_or_in_order(
    ballots: int, present: int | None, issued: int | None
) -> None:
    """Of 20 entitled with 20 slips: only more than 20 slips is refused."""
    box = PLAIN.boxes()[0]
    figures = group_figures(box, ballots, opened=True, present=present, issued=issued)
    refused = bool(list(impossibilities(box, figures)))
    assert refused == (max(ballots, issued or 0) > 20)
    people = 20 if present is None else present
    void = ballots > people or (issued is not None and ballots > issued)
    assert bool(list(void_reasons(box, figures))) == void
    unusual = present is not None and (present > 20 or (issued is not None and issued > present))
    assert bool(list(remarks(box, figures))) == unusual


@pytest.mark.parametrize(
    ("ballots", "present", "issued", "pairs"),
    [
        (6, 5, 5, [("returned", "issued", 6, 5), ("returned", "present", 6, 5)]),
        (6, 6, 5, [("returned", "issued", 6, 5)]),
        (6, 5, 6, [("returned", "present", 6, 5)]),
        (21, None, None, [("returned", "entitled", 21, 20)]),
        (20, None, None, []),
        (6, 6, 6, []),
    ],
)
def test_why_a_round_is_void(
    ballots: int, present: int | None, issued: int | None, pairs: list[tuple[object, ...]]
) -> None:
    box = replace(PLAIN.boxes()[0], slips=30)
    figures = group_figures(box, ballots, opened=True, present=present, issued=issued)
    found = [(one.more, one.than, one.found, one.limit) for one in void_reasons(box, figures)]
    assert found == pairs


# a round that is void


@pytest.fixture(scope="module")
def void(full: Held, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return again(full, tmp_path_factory.mktemp("void"), TOO_FEW_ISSUED)


def test_a_void_round_has_its_figures_and_no_result(void: Path) -> None:
    (round_one,) = parsed(void)["rounds"]
    assert round_one["void"] == [
        {"box": "r1-A", "more": "returned", "than": "issued", "found": 6, "limit": 5}
    ]
    assert round_one["tables"] == []
    assert round_one["figures"]["all"] == {
        "entitled": 16, "present": 15, "issued": 11, "returned": 12,
    }  # fmt: skip


def test_a_void_round_is_verified_as_what_it_is(void: Path) -> None:
    verdict = verify_folder(open_folder(void), workers=1)
    assert verdict.exit_code == 0
    assert {each.code for each in verdict.findings} == {"round-void"}
    assert verdict.to_json()["void_rounds"] == ["r1"]


def test_the_reports_say_that_the_round_is_void(void: Path) -> None:
    chinese, english = page(void), page(void, "report.en.html")
    assert "本轮投票无效。A票收回 6 张，多于发出的 5 张。" in chinese
    assert "THIS ROUND IS VOID. Ballot A: ballots received 6, slips issued only 5." in english
    assert "收回 12 有效 — 无效 —" in chinese
    for name in ("陈志远", "称职以上率", "如何得出"):
        assert name not in chinese


def test_a_void_round_cannot_be_published_as_a_good_one(
    full: Held, void: Path, tmp_path: Path
) -> None:
    """What was counted is the same; only the figures say that nothing follows from it."""
    good = (full.out / "outcome.json").read_bytes()
    out = Path(shutil.copytree(void, tmp_path / "out"))
    (out / "outcome.json").write_bytes(good)
    found = verify_folder(open_folder(out), workers=1).findings
    assert {each.code for each in found if each.where == "outcome.json"} == {"outcome-differs"}


def test_a_round_is_void_for_itself_alone() -> None:
    meeting = replace(PLAIN, rounds=(PLAIN.rounds[0], replace(PLAIN.rounds[0], id="r2")))
    counts = tuple(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 4, None) for box in meeting.boxes())
    first, second = outcome_of(meeting, "0" * 64, counts, {"r1-A": BoxFigures(4, 3)}).rounds
    assert (bool(first.figures.void), first.tables) == (True, ())
    assert (bool(second.figures.void), bool(second.tables)) == (False, True)


def test_without_figures_more_ballots_than_entitled_make_a_round_void() -> None:
    groups = tuple(replace(group, size=5, slips=7) for group in PLAIN.groups)
    meeting = replace(PLAIN, groups=groups)
    counts = tuple(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 6, None) for box in meeting.boxes())
    outcome = outcome_of(meeting, "0" * 64, counts, {})
    assert [one.than for one in outcome.rounds[0].figures.void] == ["entitled", "entitled"]
    assert "实到人数未填" in render_report(outcome, "zh").decode()
    hall = {box.id: BoxFigures(6, 6) for box in meeting.boxes()}
    entered = outcome_of(meeting, "0" * 64, counts, hall).rounds[0].figures
    assert (entered.void, [one.than for one in entered.remarks]) == ((), ["entitled"] * 2)


# unusual figures


def test_unusual_figures_are_published_with_a_remark(full: Held, tmp_path: Path) -> None:
    out = again(full, tmp_path, UNUSUAL)
    (round_one,) = parsed(out)["rounds"]
    assert round_one["remarks"] == [
        {"box": "r1-A", "more": "issued", "than": "present", "found": 8, "limit": 7}
    ]
    assert round_one["tables"]
    assert "数字说明：A票发出 8 张，多于实到的 7 人。" in page(out)
    assert "About the figures: Ballot A: slips issued 8, people present only 7." in page(
        out, "report.en.html"
    )
    verdict = verify_folder(open_folder(out), workers=1)
    assert (verdict.exit_code, verdict.void_rounds) == (0, ())
    last = list(verdict_lines(verdict, [], gettext_for(ROOM, "en")))[-1]
    assert last.startswith("VALID, but unusual figures of the hall: 1 — ")
    assert "every figure" not in last


def test_a_rate_over_the_entitled_is_more_than_one_where_more_came() -> None:
    """Ten of ten voted, of eight who are entitled: the figure is what it is."""
    groups = tuple(replace(group, size=8) for group in PLAIN.groups)
    papers = tuple(replace(paper, denominator="entitled") for paper in PLAIN.papers)
    meeting = replace(PLAIN, groups=groups, papers=papers)
    box = meeting.boxes()[0]
    result = (*A[:5], (0, 10, 5))
    opened = BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 10, read_result(meeting, box, 10, result))
    other = BoxCount(meeting.boxes()[1], "1" * 64, "3" * 64, "2" * 64, 3, None)
    hall = {"r1-A": BoxFigures(10, 10)}
    outcome = outcome_of(meeting, "0" * 64, (opened, other), hall)
    value = outcome.rounds[0].tables[-1].items[0].option_rate("chen").value
    assert value is not None
    assert value.rounded == "125.00%"
    assert "125.00%" in render_report(outcome, "zh").decode()


# corrections


def test_a_correction_is_published_with_both_versions(full: Held, tmp_path: Path) -> None:
    out = again(full, tmp_path, CORRECTED)
    value = parsed(out)
    (earlier,) = value["earlier"]
    assert earlier["reason"] == CORRECTED.earlier[0].reason
    (before,) = earlier["rounds"]
    assert [before["figures"]["groups"][0][name] for name in ("present", "issued")] == [7, 5]
    assert "valid" not in before["figures"]["all"]
    assert before["void"][0]["found"] == 6
    assert value["rounds"][0]["tables"]
    text = page(out)
    assert "第 1 次更正 更正理由：误将 A 票发出数填成 5" in text
    assert "更正前实到 更正后实到 更正前发出 更正后发出 A票 7 7 5 7 更正前的数字" in text
    assert "按更正前的数字，本轮投票无效。" in text
    verdict = verify_folder(open_folder(out), workers=1)
    assert verdict.exit_code == 0
    assert {each.code for each in verdict.findings} == {"figures-corrected"}
    last = list(verdict_lines(verdict, [], gettext_for(ROOM, "zh")))[-1]
    assert last.startswith("记录核验通过，但会场数字有更正：1 次——")


@pytest.mark.parametrize("change", ["reason", "figures", "gone"])
def test_a_correction_cannot_be_told_otherwise(full: Held, tmp_path: Path, change: str) -> None:
    """outcome.json says of the figures before what figures.json says, and nothing else."""

    def edit(value: Any) -> None:
        if change == "gone":
            del value["earlier"]
        elif change == "reason":
            value["earlier"][0]["reason"] = "更正"
        else:
            value["earlier"][0]["rounds"][0]["figures"]["all"]["issued"] += 1

    out = again(full, tmp_path, CORRECTED)
    file = out / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), edit))
    found = verify_folder(open_folder(out), workers=1).findings
    assert {each.code for each in found if each.level is not Level.NOTE} == {"outcome-differs"}


@given(st.lists(st.tuples(NUMBERS, REASONS), min_size=1, max_size=6))
def test_no_figures_are_lost_by_corrections(steps: list[tuple[int, str]]) -> None:
    hall = HallFigures({"r1-A": BoxFigures(30, 30)})
    seen = [30]
    for present, reason in steps:
        if present == seen[-1]:
            continue
        hall = corrected(hall, {"r1-A": BoxFigures(present, 1)}, reason, counted=True)
        seen.append(present)
    told = [*(each.boxes for each in hall.earlier), hall.boxes]
    assert [each["r1-A"].present for each in told] == seen
    data = figures_bytes(PLAIN, hall.boxes, hall.earlier)
    assert parse_figures(PLAIN, data) == hall


FIRST = HallFigures({"r1-A": BoxFigures(5, 5)})
OTHER = {"r1-A": BoxFigures(6, 6)}


@pytest.mark.parametrize(
    ("before", "now", "reason", "code"),
    [
        (FIRST, OTHER, None, "figures-reason-missing"),
        (FIRST, OTHER, "  ", "figures-reason"),
        (FIRST, OTHER, "x" * 201, "figures-reason"),
        (FIRST, OTHER, "a\u202eb", "figures-reason"),
        (FIRST, FIRST.boxes, "needless", "figures-reason-needless"),
        (HallFigures({}), OTHER, "needless", "figures-reason-needless"),
        (
            replace(FIRST, earlier=(EarlierFigures("x", OTHER),) * 100),
            OTHER,
            "once more",
            "figures-corrections",
        ),
    ],
)
def test_what_is_no_correction_is_refused(
    before: HallFigures, now: dict[str, BoxFigures], reason: str | None, code: str
) -> None:
    with pytest.raises(Problem) as caught:
        corrected(before, now, reason, counted=bool(before.boxes))
    assert caught.value.code == code
    assert caught.value.text("zh") != caught.value.text("en")
    if code == "figures-reason-missing":
        assert "r1-A：实到 " in caught.value.text("zh")


def test_figures_that_come_after_the_count_are_a_correction(full: Held, tmp_path: Path) -> None:
    """Counted without figures first: whoever enters them now knows the counts."""
    nothing = HallFigures({})
    with pytest.raises(Problem) as caught:
        corrected(nothing, FIGURES, None, counted=True)
    assert caught.value.code == "figures-reason-missing"
    assert "未填" in caught.value.text("zh")
    assert corrected(nothing, FIGURES, None, counted=False) == HallFigures(FIGURES)
    late = corrected(nothing, FIGURES, "签到表到齐后补填", counted=True)
    assert late == HallFigures(FIGURES, (EarlierFigures("签到表到齐后补填", {}),))
    out = again(full, tmp_path, late)
    (earlier,) = parsed(out)["earlier"]
    assert "present" not in earlier["rounds"][0]["figures"]["groups"][0]
    text = page(out)
    assert "更正理由：签到表到齐后补填" in text
    assert "A票 未填 7 未填 7" in text
    assert "Ballot A not entered 7 not entered 7" in page(out, "report.en.html")
    verdict = verify_folder(open_folder(out), workers=1)
    assert verdict.exit_code == 0
    assert {each.code for each in verdict.findings} == {"figures-corrected"}
    second = Findings()
    check_folder(out, second)
    assert second.verdict == "valid", second.problems


def test_figures_of_one_box_that_come_later_are_a_correction(full: Held, tmp_path: Path) -> None:
    first = HallFigures({"r1-A": FIGURES["r1-A"]})
    out = again(full, tmp_path, corrected(first, FIGURES, "补填 B 票", counted=True))
    assert "B票 未填 8 未填 6" in page(out)


def test_a_reason_is_escaped_in_the_report(full: Held, tmp_path: Path) -> None:
    earlier = (EarlierFigures("<b>{{ 7*7 }} {reason}</b>", TOO_FEW_ISSUED.boxes),)
    out = again(full, tmp_path, HallFigures(FIGURES, earlier))
    source = (out / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;{{ 7*7 }} {reason}&lt;/b&gt;" in source
