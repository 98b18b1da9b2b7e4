"""A sum of boxes of which one cannot be added up: the box is named, and nothing is opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.meeting.sums import read_sums, sum_of_box
from tally.verify.verdict import Verdict, Word, sum_json
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.remade_sums import NAME, definition_in, opening_in, write

Change = Callable[[Parts], Parts]

UNREAD: dict[str, Change] = {
    "its election": lambda parts: replace(parts, election=b"{}"),
    "still voting": lambda parts: replace(parts, closed=False, tally=None),
    "not yet added up": lambda parts: replace(parts, tally=None),
}


@pytest.fixture
def folder(summed: Held, tmp_path: Path) -> Path:
    return Path(shutil.copytree(summed.out, tmp_path / "out"))


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def graver(verdict: Verdict, box: str) -> set[str]:
    found = verdict.findings
    return {each.code for each in found if each.box == box and each.level is not Level.NOTE}


@pytest.mark.parametrize("box", ["r1-A", "r1-B"])
@pytest.mark.parametrize("change", UNREAD)
def test_a_box_that_cannot_be_added_up_ends_the_sum(folder: Path, box: str, change: str) -> None:
    path = folder / "boxes" / box / "record.bel"
    path.write_bytes(UNREAD[change](Parts.of(path.read_bytes())).record())
    verdict = verdict_of(folder)
    (found,) = verdict.sums
    assert verdict.word is Word.INVALID
    assert graver(verdict, NAME) == {"sum-box-differs"}
    assert (found.opening, found.begun) == (None, False)
    assert sum_json(found).keys() == {"name", "sum", "boxes", "ballots"}


@pytest.mark.parametrize("box", ["r1-A", "r1-B"])
@pytest.mark.parametrize("data", [None, b"no archive"])
def test_a_box_that_is_not_here_ends_the_sum(folder: Path, box: str, data: bytes | None) -> None:
    path = folder / "boxes" / box / "record.bel"
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    verdict = verdict_of(folder)
    assert verdict.word is (Word.UNFINISHED if data is None else Word.INVALID)
    assert graver(verdict, NAME) == set()
    assert graver(verdict, box)
    assert verdict.sums[0].opening is None


def test_an_opening_that_cannot_be_read_opens_nothing(folder: Path) -> None:
    (folder / "sums" / NAME / "opening.json").write_bytes(b"{}")
    verdict = verdict_of(folder)
    assert graver(verdict, NAME) == {"json-fields"}
    assert (verdict.sums[0].acts, verdict.sums[0].opening) == (None, None)


def test_a_sum_has_begun_with_the_first_act(summed: Held, folder: Path) -> None:
    definition, opening = definition_in(folder), opening_in(summed.hall, folder)
    for changed, begun in (
        (replace(opening, result=None), True),
        (replace(opening, shares=(), result=None), False),
    ):
        write(folder, NAME, definition, changed)
        (found,) = verdict_of(folder).sums
        assert found.begun is begun
        assert found.opening is not None
        assert found.opening.result is None


def test_a_box_is_in_the_sum_that_names_it(folder: Path) -> None:
    (folder / "sums/another").mkdir()
    (folder / "sums/another/sum.json").write_bytes(b"{}")
    sums = read_sums(open_folder(folder))
    assert list(sums) == ["another", NAME]
    assert sums["another"].findings.bad
    assert [sum_of_box(sums, box) for box in ("r1-A", "r1-B", "r1-C")] == [NAME, NAME, ""]


def test_a_definition_that_cannot_be_read_hides_no_other_finding(folder: Path) -> None:
    (folder / "sums" / NAME / "sum.json").write_bytes(b"{}")
    verdict = verdict_of(folder)
    assert graver(verdict, NAME) == {"json-fields"}
    assert {box: graver(verdict, box) for box in ("r1-A", "r1-B", "r1-C")} == {
        "r1-A": set(),
        "r1-B": set(),
        "r1-C": set(),
    }
