"""`count --publish`: both at once, each ballot verified once, the folder that `publish` makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crypto.election.election import Election
from tally.opening.work_folder import WorkFolder
from tally.verify.record import box as verifying
from tally.verify.record.ballots import check_ballots
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.typed_commands import Terminal


@pytest.fixture
def work(fresh: Hall, tmp_path: Path) -> Path:
    """Boxes that two tellers have opened."""
    opened = fresh.write_work(tmp_path / "work")
    for teller in (1, 2):
        for box in fresh.meeting.boxes():
            fresh.open_box(opened, box.id, teller)
    return opened.folder.path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the ballots of each box were verified."""
    counted: Counter[str] = Counter()

    def counting(election: Election, *given: object) -> object:
        counted[election.fingerprint] += 1
        return check_ballots(election, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verifying, "check_ballots", counting)
    return counted


def files_in(path: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()
    }


def test_every_ballot_is_verified_once_and_the_folder_is_that_of_publish(
    work: Path,
    tmp_path: Path,
    looks: Counter[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal(capsys, monkeypatch)
    said = terminal.run("count", work, "--yes", "--publish", tmp_path / "result")
    assert said.code == 0
    assert set(looks.values()) == {1}
    assert len(looks) == len(WorkFolder.open(work).meeting.boxes())
    assert f"Published in {tmp_path / 'result'}." in said.out
    assert "piaoxiang publish" not in said.out
    assert terminal.run("publish", work, tmp_path / "again").code == 0
    assert set(looks.values()) == {2}, "publish by itself takes nobody's word"
    assert files_in(tmp_path / "result") == files_in(tmp_path / "again")
    assert terminal.run("verify", tmp_path / "result").code == 0


def test_a_place_that_is_not_empty_is_refused_before_anything_is_counted(
    work: Path,
    tmp_path: Path,
    looks: Counter[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files_in(work)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("kept")
    terminal = Terminal(capsys, monkeypatch)
    said = terminal.run("count", work, "--yes", "--publish", tmp_path / "taken")
    assert (said.code, looks) == (2, Counter())
    assert "This place is not empty" in said.err
    assert files_in(work) == before
    assert (tmp_path / "taken" / "letter.txt").read_text() == "kept"
