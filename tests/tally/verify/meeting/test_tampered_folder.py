"""Files of a published folder that were changed, removed or added."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from meeting.organiser.figures import BoxFigures
from meeting.problem import Problem
from tally.findings.finding import Level
from tally.folder.figures import figures_bytes, parse_figures
from tally.folder.source import open_folder
from tally.opening.sign_figures import sign_figures
from tally.opening.work_folder import WorkFolder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def places(verdict: Verdict) -> set[tuple[str, str]]:
    return {(each.code, each.where) for each in verdict.findings if each.level is not Level.NOTE}


@pytest.mark.parametrize("name", ["index.html", "report.en.html", "report.css", "README.txt"])
def test_a_page_that_says_something_else_is_named(published: Path, name: str) -> None:
    path = published / name
    path.write_bytes(path.read_bytes().replace(b"1", b"7", 1))
    verdict = verdict_of(published)
    assert places(verdict) == {("report-differs", name)}
    assert verdict.word is Word.INVALID


def test_an_outcome_that_does_not_follow_is_named(published: Path) -> None:
    path = published / "outcome.json"
    path.write_bytes(edited(path.read_bytes(), lambda v: v | {"rounding": "none"}))
    assert places(verdict_of(published)) == {("outcome-differs", "outcome.json")}


@pytest.mark.parametrize("name", ["index.html", "outcome.json", "README.txt"])
def test_a_missing_page_leaves_it_unfinished(published: Path, name: str) -> None:
    (published / name).unlink()
    verdict = verdict_of(published)
    assert places(verdict) == {("file-missing", name)}
    assert verdict.word is Word.UNFINISHED


def test_changed_figures_no_longer_fit_the_outcome(tiny: Held, published: Path) -> None:
    changed = {"r1-A": BoxFigures(8, 7), "r1-B": BoxFigures(8, 6)}
    (published / "figures.json").write_bytes(figures_bytes(tiny.hall.meeting, changed))
    found = places(verdict_of(published))
    assert ("outcome-differs", "outcome.json") in found
    assert ("report-differs", "index.html") in found


def test_figures_that_do_not_reconcile_are_refused(tiny: Held, published: Path) -> None:
    impossible = {"r1-A": BoxFigures(8, 10), "r1-B": BoxFigures(8, 6)}
    (published / "figures.json").write_bytes(figures_bytes(tiny.hall.meeting, impossible))
    assert places(verdict_of(published)) == {
        ("figures-disagree", "r1-A"),
        ("figures-other", "figures-signed.json"),
    }


BAD_FIGURES = (
    b'{"version":2,"boxes":{"r9-Z":{"present":1,"issued":1}}}',
    b'{"version":2,"boxes":{},"earlier":[]}',
    b'{"version":2,"boxes":{},"earlier":[{"boxes":{}}]}',
    b'{"version":2,"boxes":{},"earlier":[{"reason":"x","boxes":{"r1-A":{}}}]}',
)


@pytest.mark.parametrize("name", ["figures.json", "outcome.json"])
def test_a_file_of_another_version_is_said_to_be_one(
    tiny: Held, published: Path, name: str
) -> None:
    """It may be right; but this program cannot tell, so the folder is not called valid."""
    path = published / name
    path.write_bytes(edited(path.read_bytes(), lambda value: value | {"version": 3}))
    if name == "figures.json":
        assert ("figures-other", "figures-signed.json") in places(verdict_of(published))
        for teller in (1, 3):
            sign_figures(WorkFolder.open(published), tiny.hall.key(teller))
    verdict = verdict_of(published)
    assert places(verdict) == {("file-other-version", name)}
    assert (verdict.word, verdict.exit_code) == (Word.UNFINISHED, 1)


def test_figures_are_read_strictly(tiny: Held, published: Path) -> None:
    for bad in (b"{}", *BAD_FIGURES, b"\xff"):
        (published / "figures.json").write_bytes(bad)
        assert verdict_of(published).word is Word.INVALID
    good = {"r1-B": BoxFigures(3, 2)}
    assert parse_figures(tiny.hall.meeting, figures_bytes(tiny.hall.meeting, good)).boxes == good


def test_a_missing_record_is_named(published: Path) -> None:
    (published / "boxes/r1-B/record.bel").unlink()
    verdict = verdict_of(published)
    assert ("record-missing", "record.bel") in places(verdict)
    assert verdict.word is Word.UNFINISHED


def test_boxes_that_change_places_are_not_the_meetings(published: Path) -> None:
    one, other = published / "boxes/r1-A", published / "boxes/r1-B"
    one.rename(published / "aside")
    other.rename(one)
    (published / "aside").rename(other)
    verdict = verdict_of(published)
    wrong = {each.box for each in verdict.findings if each.code == "election-not-meeting"}
    assert wrong == {"r1-A", "r1-B"}


def test_one_record_in_both_places_is_noticed(published: Path) -> None:
    shutil.rmtree(published / "boxes/r1-B")
    shutil.copytree(published / "boxes/r1-A", published / "boxes/r1-B")
    found = {code for code, _where in places(verdict_of(published))}
    assert {"election-shared", "credential-shared", "election-not-meeting"} <= found


def test_a_box_that_the_meeting_has_not_is_named(published: Path) -> None:
    shutil.copytree(published / "boxes/r1-A", published / "boxes/r2-A")
    assert places(verdict_of(published)) == {("box-unknown", "boxes/r2-A")}


def test_another_meeting_definition_does_not_fit_the_boxes(published: Path) -> None:
    path = published / "meeting.json"
    path.write_bytes(edited(path.read_bytes(), lambda v: v | {"minimum_group": 6}))
    verdict = verdict_of(published)
    found = [each for each in verdict.findings if each.code == "election-not-meeting"]
    assert {(each.box, each.where) for each in found} == {
        ("r1-A", "election.description"),
        ("r1-B", "election.description"),
    }


def test_a_meeting_that_is_none_is_refused_outright(published: Path) -> None:
    (published / "meeting.json").write_bytes(b"{}")
    with pytest.raises(Problem):
        open_folder(published)


def test_other_tellers_in_one_box_are_noticed(tiny: Held, published: Path, tmp_path: Path) -> None:
    other = build_hall(tmp_path / "other")
    data = other.closed_record("r1-B")
    (published / "boxes/r1-B/record.bel").write_bytes(data)
    found = {code for code, _where in places(verdict_of(published))}
    assert "tellers-differ" in found
    assert tiny.hall.trustees != other.trustees
