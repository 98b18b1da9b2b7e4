"""Meetings that continue another: the second verifier judges them as ours does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tally.findings.finding import Finding
from tests.interop.second_verifier.canonical import parse, sha256_hex
from tests.interop.second_verifier.checked import Checked
from tests.interop.second_verifier.continues import Before, check_before
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_continues, check_folder
from tests.interop.test_second_verifier_given import ours_told, theirs_told
from tests.tally.fixtures.two_meetings import Two, first_held, second_held
from tests.tally.tamper import continuing_cases

HELD = {"continues-stage", "continues-differs", "continues-key"}
"""Meetings that have to be held for a case."""
LINK = {"before-not-valid", "slips-missing", *continuing_cases.CASES}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """An election with a tie, and the vote among the tied."""
    folder = tmp_path_factory.mktemp("continued")
    return second_held(first_held(folder / "first"), folder)


def told(later: Path, earlier: Path | None) -> set[tuple[str, bool]]:
    """What the second verifier says of the link, if it has nothing else to say."""
    findings = Findings()
    check_continues(check_folder(later, findings), earlier, findings)
    found = theirs_told(findings)
    assert {code for code, _noted in found} <= LINK
    return {(code, noted) for code, noted in found if code != "slips-missing"}


def test_every_case_is_compared() -> None:
    assert set(continuing_cases.CASES) > HELD


@pytest.mark.slow
@pytest.mark.parametrize("code", continuing_cases.CASES)
def test_both_judge_a_meeting_that_continues_another(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    given: list[tuple[Path, Path | None]] = []

    def kept(later: Path, earlier: Path | None) -> list[Finding]:
        given.append((later, earlier))
        return judged(later, earlier)

    judged = continuing_cases.judged
    monkeypatch.setattr(continuing_cases, "judged", kept)
    found = ours_told(continuing_cases.CASES[code](two, tmp_path))
    found = {(each, noted) for each, noted in found if each in continuing_cases.CASES}
    assert code in {each for each, _noted in found}
    if code == "continues-reused":
        assert found == reused(two)
    else:
        assert found == told(*given[0])


def reused(two: Two) -> set[tuple[str, bool]]:
    """The second meeting, its own box counted among those of the first."""
    first, second = (check_folder(each.out, Findings()) for each in (two.first, two.second))
    assert isinstance(first, Checked)
    assert isinstance(second, Checked)
    hashes = (sha256_hex(first.text), sha256_hex(first.outcome))
    boxes = [*first.boxes, *second.boxes]
    findings = Findings()
    before = Before(first.meeting, parse(first.outcome), *hashes, boxes)
    check_before(second.meeting, second.boxes, before, findings)
    return theirs_told(findings)
