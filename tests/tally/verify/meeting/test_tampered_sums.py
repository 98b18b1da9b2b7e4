"""Sums of boxes that somebody tampered with: what the verifier says of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.opened_alone import open_alone
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper import sum_cases


@pytest.mark.parametrize("name", sum_cases.ALSO)
def test_what_is_found(summed: Held, tmp_path: Path, name: str) -> None:
    expected, make = sum_cases.ALSO[name]
    found = make(summed, tmp_path / "out")
    assert {each.code for each in found if each.level is not Level.NOTE} == expected


def test_an_exception_opens_its_boxes_as_one_and_none_of_them_alone(
    few: Hall, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    sum_cases.excepted()(few, path)
    open_alone(few, path, "r1-A", 1, 3)
    found = verify_folder(open_folder(path), workers=1).findings
    assert ("minimum-group", "r1-A") in {(each.code, each.box) for each in found}


def test_an_exception_that_not_everybody_signed_is_only_noted_while_all_is_closed(
    few: Hall, tmp_path: Path
) -> None:
    found = sum_cases.excepted(lambda e: e, 1, 2)(few, tmp_path / "out")
    levels = {each.code: each.level for each in found}
    assert levels["exception-incomplete"] is Level.NOTE
    assert levels["not-opened"] is Level.NOTE


def test_a_place_says_which_share_it_is(summed: Held, tmp_path: Path) -> None:
    _expected, make = sum_cases.ALSO["a false factor"]
    wrong = next(each for each in make(summed, tmp_path / "out") if each.code == "bound-proof")
    assert (wrong.box, wrong.where) == ("r1-A+B", "shares[1]")


def test_boxes_of_a_sum_without_result_are_no_count(summed: Held, tmp_path: Path) -> None:
    sum_cases.CASES["sum-unfinished"](summed, tmp_path / "out")
    verdict = verify_folder(open_folder(tmp_path / "out"), workers=1)
    assert verdict.word is Word.UNFINISHED
    assert "outcome-not-compared" in {each.code for each in verdict.findings}


def test_an_outcome_that_says_something_else_of_the_sum(summed: Held, tmp_path: Path) -> None:
    sum_cases.folder(lambda _held, _path: None)(summed, tmp_path / "out")
    path = tmp_path / "out/outcome.json"
    changed = edited(path.read_bytes(), lambda v: v["sums"][0].__setitem__("ballots", 10))
    path.write_bytes(changed)
    verdict = verify_folder(open_folder(tmp_path / "out"), workers=1)
    assert {e.code for e in verdict.findings if e.level is Level.PROBLEM} == {"outcome-differs"}


def test_the_verdict_for_programs_names_the_sum(summed: Held) -> None:
    value = verify_folder(open_folder(summed.out), workers=1).to_json()
    (found,) = value["sums"]
    assert (found["name"], found["boxes"], found["ballots"]) == ("r1-A+B", ["r1-A", "r1-B"], 8)
    assert (found["shares"], found["bound"], found["shuffles"]) == (2, True, 0)
    assert sum(found["result"][0]) == 8
    assert [box["shares"] for box in value["boxes"]] == [0, 0, 2]


def test_a_verdict_without_sums_says_nothing_of_them(tiny: Held) -> None:
    assert "sums" not in verify_folder(open_folder(tiny.out), workers=1).to_json()


@pytest.mark.parametrize("name", ["sum-papers", "sum-too-small"])
def test_a_sum_that_must_not_be(few: Hall, tmp_path: Path, name: str) -> None:
    verdict_codes = {
        each.code
        for each in sum_cases.FEW[name](few, tmp_path / "out")
        if each.level is Level.PROBLEM
    }
    assert verdict_codes == {name}
