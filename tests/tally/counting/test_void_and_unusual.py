"""Figures of the hall are published as they are: rounds that are void, and unusual figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from meeting.language import gettext_for
from tally.folder.source import open_folder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held, again
from tests.tally.fixtures.published_pages import page, parsed
from tests.tally.tamper.figures_cases import TOO_FEW_ISSUED, UNUSUAL

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
    assert {each.code for each in verdict.findings} == {"round-void", "slips-missing"}
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
