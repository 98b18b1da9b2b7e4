"""Boxes opened as one, plans and exceptions, judged by the second verifier."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.interop.fixtures.second_verifier import agree, run, unnoted
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall, build_hall
from tests.tally.fixtures.summed_meeting import hold_summed, small_groups_hall
from tests.tally.tamper import sum_cases

NOTES = {"in-sum", "round-excepted"}
"""What only notes that a box or round was opened as it should be."""


@pytest.fixture(scope="module")
def summed(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A meeting in which two boxes were opened as one, by the plan."""
    folder = tmp_path_factory.mktemp("summed")
    return hold_summed(small_groups_hall(folder / "ceremony"), folder, "r1-A", "r1-B")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Two rounds; in the first, the two boxes together have fewer ballots than the minimum."""
    ballots = {"r1-A": 2, "r1-B": 2, "r2-A": 6, "r2-B": 6}
    folder = tmp_path_factory.mktemp("few")
    return build_hall(folder / "ceremony", rounds=2, ballots=ballots, name="few-2026")


def judged(folder: Path) -> Findings:
    findings = Findings()
    check_folder(folder, findings)
    return findings


def test_a_meeting_with_a_sum_is_valid_for_both(summed: Held) -> None:
    """The outcome, too, is computed again byte for byte: groups as one, and the sum itself."""
    findings = verify_folder(open_folder(summed.out)).findings
    assert not [each for each in findings if each.level != Level.NOTE]
    status, lines = run(summed.out)
    assert (status, unnoted(lines)) == (0, ["valid"])
    assert sum("[in-sum]" in line for line in lines) == 2
    assert json.loads((summed.out / "outcome.json").read_bytes())["sums"][0]["group"] == "A+B"


@pytest.mark.parametrize("code", [each for each in sum_cases.CASES if each not in NOTES])
def test_both_refuse_a_sum(summed: Held, tmp_path: Path, code: str) -> None:
    agree(code, sum_cases.CASES[code](summed, tmp_path / "out"), judged(tmp_path / "out"))


@pytest.mark.parametrize("code", [each for each in sum_cases.FEW if each not in NOTES])
def test_both_refuse_a_round_of_few_ballots(few: Hall, tmp_path: Path, code: str) -> None:
    agree(code, sum_cases.FEW[code](few, tmp_path / "out"), judged(tmp_path / "out"))


def test_both_accept_an_exception_of_all(few: Hall, tmp_path: Path) -> None:
    sum_cases.FEW["round-excepted"](few, tmp_path / "out")
    theirs = judged(tmp_path / "out")
    assert theirs.verdict == "unfinished", theirs.problems
    assert "round-excepted" in {code for _place, code, _sentence in theirs.notes}


@pytest.mark.parametrize("told", sum_cases.ALSO)
def test_both_say_the_same_of_a_sum(summed: Held, tmp_path: Path, told: str) -> None:
    expected, make = sum_cases.ALSO[told]
    make(summed, tmp_path / "out")
    found = {code for _place, code, _sentence in judged(tmp_path / "out").problems}
    assert found == expected
