"""Slips accounted for: printed = voted + cancelled + missing, and no cancelled one has voted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tally.findings.finding import Finding, Level
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper import cancelled_cases
from tests.tally.tamper.cancelled_cases import BOX, listed, unused, whole


def problems(found: list[Finding]) -> set[str]:
    return {each.code for each in found if each.level is not Level.NOTE}


def test_a_whole_list_leaves_nothing_missing_in_its_box(tiny: Held, tmp_path: Path) -> None:
    found = listed(whole)(tiny, tmp_path / "out")
    assert not problems(found)
    missing = [each for each in found if each.code == "slips-missing"]
    assert [each for each in missing if BOX in str(each)] == []


def test_without_a_list_every_unused_slip_is_missing(tiny: Held, tmp_path: Path) -> None:
    found = cancelled_cases.CASES["slips-missing"](tiny, tmp_path / "out")
    [told] = [each for each in found if each.code == "slips-missing" and BOX in str(each)]
    printed, voted = tiny.hall.box(BOX).slips, len(tiny.hall.cast[BOX])
    missing = len(unused(tiny)) - 1
    assert told.detail == (
        f"printed {printed} = voted {voted} + cancelled 1 (audited 1, left over 0) + missing "
        f"{missing}"
    )


@pytest.mark.parametrize("told", cancelled_cases.ALSO)
def test_what_is_wrong_with_a_list_is_named(tiny: Held, tmp_path: Path, told: str) -> None:
    case, expected = cancelled_cases.ALSO[told]
    assert problems(case(tiny, tmp_path / "out")) == expected
