"""Much of one kind is counted, not listed, and takes nothing away from what can be read."""

from __future__ import annotations

import shutil
from pathlib import Path

from tally.findings.finding import Finding
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.meeting.contents import MOST_NAMED
from tally.verify.verdict import Verdict
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.remade_sums import NAME


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def found(verdict: Verdict, code: str) -> list[Finding]:
    return [each for each in verdict.findings if each.code == code]


def test_sums_that_cannot_be_read_do_not_push_out_one_that_can(
    summed: Held, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(summed.out, tmp_path / "out"))
    for number in range(MOST_NAMED):
        (path / f"sums/a{number:02}").mkdir()
    verdict = verdict_of(path)
    assert [each.where for each in found(verdict, "sum-missing")] == ["sum.json"] * MOST_NAMED
    assert verdict.sums[-1].name == NAME
    assert verdict.sums[-1].opening is not None
    (path / "sums/more").mkdir()
    (path / "sums/most").mkdir()
    verdict = verdict_of(path)
    *named, rest = found(verdict, "sum-missing")
    assert len(named) == MOST_NAMED
    assert (rest.where, rest.detail.split()[:3]) == ("sums", ["and", "2", "more"])
    assert NAME in [each.name for each in verdict.sums]


def test_things_in_the_place_of_folders(published: Path) -> None:
    (published / "sums").mkdir()
    for number in range(MOST_NAMED):
        (published / f"sums/a{number:02}").write_bytes(b"")
    named = found(verdict_of(published), "file-special")
    assert [each.where for each in named] == [f"sums/a{at:02}" for at in range(MOST_NAMED)]
    for name in ("more", "most"):
        (published / "sums" / name).write_bytes(b"")
    *named, rest = found(verdict_of(published), "file-special")
    assert len(named) == MOST_NAMED
    assert rest.detail.split()[:3] == ["and", "2", "more"]


def test_names_of_boxes_and_files_that_nobody_knows(published: Path) -> None:
    for number in range(MOST_NAMED):
        (published / f"boxes/a{number:02}").mkdir()
        (published / f"{number:02}").write_bytes(b"")
    verdict = verdict_of(published)
    assert len(found(verdict, "box-unknown")) == MOST_NAMED
    assert len(found(verdict, "file-unexpected")) == MOST_NAMED
    for name in ("boxes/more", "boxes/most", "more", "most"):
        (published / name).mkdir()
    verdict = verdict_of(published)
    for code in ("box-unknown", "file-unexpected"):
        *named, rest = found(verdict, code)
        assert len(named) == MOST_NAMED
        assert rest.detail.split()[:3] == ["and", "2", "more"]
