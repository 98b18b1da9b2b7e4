"""A box is opened once, alone or in one sum, and sums that cannot be are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tally.folder.sum import parse_sum
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedOpening
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall, build_hall
from tests.tally.fixtures.summed_meeting import (
    refused,
    refused_alone,
    release,
    sum_path,
    with_own_keys,
)

NAME = "r1-A+B"


@pytest.fixture
def hall(groups: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(groups, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> WorkFolder:
    return hall.write_work(tmp_path / "work")


def again(work: WorkFolder, folder: Path) -> WorkFolder:
    """The work folder as it was fetched: the boxes without what was done with them since."""
    shutil.copytree(work.folder.path, folder)
    shutil.rmtree(folder / "sums", ignore_errors=True)
    return WorkFolder.open(folder)


def test_the_key_remembers_every_box_of_the_sum(summed: Held) -> None:
    definition = parse_sum((summed.out / "sums" / NAME / "sum.json").read_bytes())
    file = KeyFile.open(summed.hall.key_paths[0], PASSPHRASE)
    remembered = {each.box: each for each in file.key.openings}
    for part in definition.boxes:
        fingerprint = summed.hall.elections[part.id].fingerprint
        assert remembered[part.id] == RememberedOpening(
            part.id, part.setup, fingerprint, definition.hash, definition.hash
        )
    assert remembered["r1-C"].sum == ""


def test_the_key_remembers_before_anything_leaves_the_machine(
    hall: Hall, work: WorkFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise Problem("disk-full", "The disk is full.")

    clean = again(work, tmp_path / "clean")
    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "write_sum", full)
        assert refused(work, hall, 1, "r1-A", "r1-B") == "disk-full"
    assert {each.box for each in hall.key(1).key.openings} == {"r1-A", "r1-B"}
    assert set(hall.key(1).key.plans) == {"r1"}
    release(clean, hall, 1, "r1-A", "r1-B")


def test_a_small_box_is_not_opened_alone(hall: Hall, work: WorkFolder) -> None:
    assert refused_alone(work, hall, "r1-A", 1) == "box-in-sum"


def test_once_in_a_sum_never_alone_and_in_no_other_sum(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    release(work, hall, 1, "r1-A", "r1-B")
    clean = again(work, tmp_path / "clean")
    for folder in (work, clean):
        for teller in (1, 2):
            assert refused_alone(folder, hall, "r1-B", teller) == "box-in-sum"
            assert refused(folder, hall, teller, "r1-A", "r1-C") == "sum-unplanned"
            assert refused(folder, hall, teller, "r1-A", "r1-B", "r1-C") == "sum-unplanned"
            assert refused(folder, hall, teller, "r1-B") == "sum-unplanned"
    release(clean, hall, 1, "r1-A", "r1-B")  # the same once more is no second opening


def test_a_ballot_more_or_less_is_another_plan_and_another_sum(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    """Opening the sum with n ballots and then with n - 1 would show one vote."""
    release(work, hall, 1, "r1-A", "r1-B")
    hall.cast["r1-A"].pop()
    fewer = hall.write_work(tmp_path / "fewer")
    assert refused(fewer, hall, 1, "r1-A", "r1-B") == "second-plan"
    shutil.copytree(sum_path(work, NAME), sum_path(fewer, NAME))
    fewer = WorkFolder.open(fewer.folder.path)
    assert refused(fewer, hall, 2, "r1-A", "r1-B") == "sum-not-valid"


def test_a_box_that_is_not_there_is_in_no_sum(hall: Hall, work: WorkFolder) -> None:
    assert refused(work, hall, 1, "r1-A", "r1-Z") == "box-unknown"


def test_boxes_of_two_rounds_are_not_added_up(tmp_path: Path) -> None:
    ballots = {"r1-A": 3, "r1-B": 6, "r2-A": 3, "r2-B": 6}
    hall = build_hall(tmp_path / "ceremony", rounds=2, ballots=ballots)
    work = hall.write_work(tmp_path / "work")
    assert refused(work, hall, 1, "r1-A", "r2-A") == "sum-unplanned"
    release(work, hall, 1, "r2-A", "r2-B")  # each round has a plan of its own
    assert set(hall.key(1).key.plans) == {"r2"}
