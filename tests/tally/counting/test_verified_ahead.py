"""Boxes that are verified side by side before the count: not verified twice, and none is spared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crypto.election.election import Election
from tally.counting.counting import count_box, verify_ahead
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record import box as verifying
from tally.verify.record.ballots import check_ballots
from tally.verify.record.box import no_progress
from tally.verify.record.cores import Cores
from tests.tally.fixtures.small_hall import build_hall

BALLOTS = {"r1-A": 5, "r1-B": 5, "r2-A": 5, "r2-B": 6}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four boxes that two tellers have opened."""
    folder = tmp_path_factory.mktemp("ahead")
    hall = build_hall(folder / "ceremony", rounds=2, ballots=BALLOTS)
    work = hall.write_work(folder / "work")
    for teller in (1, 2):
        for box in hall.meeting.boxes():
            hall.open_box(work, box.id, teller)
    return work.folder.path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often this process verified the ballots of each election."""
    counted: Counter[str] = Counter()

    def counting(election: Election, *given: object) -> object:
        counted[election.fingerprint] += 1
        return check_ballots(election, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verifying, "check_ballots", counting)
    return counted


def open_with(path: Path, cores: Cores) -> WorkFolder:
    work = WorkFolder.open(path)
    object.__setattr__(work, "cores", cores)
    return work


def test_what_was_verified_ahead_is_counted_as_if_it_had_not_been(
    opened: Path, looks: Counter[str]
) -> None:
    work = WorkFolder.open(opened)
    boxes = tuple(work.meeting.boxes())
    alone = [count_box(work, box, no_progress).count for box in boxes]
    assert sum(looks.values()) == len(boxes)
    looks.clear()
    told: list[tuple[str, int, int]] = []
    with Cores(2) as cores:
        work = open_with(opened, cores)
        verify_ahead(work, lambda box: lambda done, count: told.append((box.id, done, count)))
        ahead = Counter(looks)  # this process did some of them itself
        assert max(ahead.values(), default=0) <= 1
        assert [count_box(work, box, no_progress).count for box in boxes] == alone
    assert told == [(name, count, count) for name, count in BALLOTS.items()]
    assert looks == ahead, "what was verified ahead is not verified once more"


def test_a_box_that_changed_after_it_was_verified_ahead_does_not_count(opened: Path) -> None:
    work = WorkFolder.open(opened)
    record = work.record_path(work.box("r2-A"))
    before = record.read_bytes()
    at = before.index(b'"alpha":"') + 12
    try:
        with Cores(2) as cores:
            work = open_with(opened, cores)
            verify_ahead(work, lambda _box: no_progress)
            record.write_bytes(before[:at] + bytes((before[at] ^ 1,)) + before[at + 1 :])
            with pytest.raises(Problem) as raised:
                count_box(work, work.box("r2-A"), no_progress)
            assert raised.value.code == "box-not-valid"
            count_box(work, work.box("r1-A"), no_progress)
    finally:
        record.write_bytes(before)
