"""Figures of the hall that are corrected after the count: both versions are published, and why."""

from __future__ import annotations

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
from tally.problem import ROOM, Problem
from tally.verify.folder import verify_folder
from tally.verify.words.verdict import verdict_lines
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures.held_meeting import FIGURES, Held, again
from tests.tally.fixtures.published_pages import page, parsed
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper.figures_cases import CORRECTED, TOO_FEW_ISSUED

REASONS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=9)


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
    assert {each.code for each in verdict.findings} == {"figures-corrected", "slips-missing"}
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


@given(st.lists(st.tuples(st.integers(0, 24), REASONS), min_size=1, max_size=6))
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
    assert {each.code for each in verdict.findings} == {"figures-corrected", "slips-missing"}
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
