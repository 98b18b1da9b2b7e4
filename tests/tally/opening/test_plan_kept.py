"""A round is opened by one plan: what a teller who carries the folder could get before, and cannot.

`hall` has three groups with three, five and six ballots, and a minimum of five: by the plan A and B
are opened as one, C alone. Two of three tellers open.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tally.keys.key_file import KeyFile
from tally.opening import share, shuffle
from tally.opening.planned import planned_for, planned_round
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record.box import no_progress
from tests.tally.fixtures.opened_alone import open_alone
from tests.tally.fixtures.remade_sums import opened, sum_of, write
from tests.tally.fixtures.small_hall import PASSPHRASE, TIMESTAMP, Hall, build_hall
from tests.tally.fixtures.summed_meeting import refused, refused_alone, release, with_own_keys
from tests.tally.fixtures.written_hall import HONEST, PAPERS, THREE


@pytest.fixture
def hall(groups: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(groups, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> WorkFolder:
    return hall.write_work(tmp_path / "work")


def copy_of(work: WorkFolder, folder: Path) -> WorkFolder:
    return WorkFolder.open(Path(shutil.copytree(work.folder.path, folder)))


def exchanged(hall: Hall, work: WorkFolder, box: str, data: bytes) -> WorkFolder:
    """The folder with another record of a box, which the server has signed as well."""
    place = work.record_path(hall.box(box))
    place.write_bytes(data)
    place.with_name("checkpoint.txt").write_bytes(hall.checkpoint(read_record(data)))
    return WorkFolder.open(work.folder.path)


def why(hall: Hall, work: WorkFolder, teller: int) -> Problem:
    """Why this teller has no plan for the round."""
    with pytest.raises(Problem) as caught:
        planned_for(work, work.meeting.rounds[0], hall.key(teller))
    return caught.value


def test_one_folder_for_each_honest_teller_shows_no_small_box(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    """The attack: teller 2 carries the folder, and has two.

    In one, teller 1 opened B alone (a README-true `decrypt`); in the other, teller 3 opened A and B
    as one. With teller 2's own shares both were decrypted, and A's three ballots were the
    difference: no key file had seen both. Now nobody's tool opens B alone, whatever folder it is.
    """
    other = copy_of(work, tmp_path / "other")
    assert refused_alone(other, hall, "r1-B", 1) == "box-in-sum"
    assert hall.key(1).key.openings == ()
    release(work, hall, 3, "r1-A", "r1-B")
    assert refused_alone(work, hall, "r1-B", 1) == "box-in-sum"


def test_a_folder_without_the_small_box_opens_nothing(hall: Hall, work: WorkFolder) -> None:
    """The same, with A taken out of teller 1's folder, so that nothing seems to need B."""
    shutil.rmtree(work.record_path(hall.box("r1-A")).parent)
    work = WorkFolder.open(work.folder.path)
    for box in ("r1-B", "r1-C"):
        assert refused_alone(work, hall, box, 1) == "record-missing"
    assert "r1-A" in why(hall, work, 1).where


def test_a_folder_in_which_the_small_box_is_open_opens_nothing(
    hall: Hall, work: WorkFolder
) -> None:
    """The same, with A as it was before it was closed."""
    data = RecordBuilder.start(
        TIMESTAMP,
        hall.elections["r1-A"].to_json().encode(),
        hall.trustees.to_json().encode(),
        hall.slips["r1-A"].public_list().encode(),
    ).appended_bytes()
    work = exchanged(hall, work, "r1-A", data)
    for box in ("r1-B", "r1-C"):
        assert refused_alone(work, hall, box, 1) == "box-open"
    assert "Box r1-A is still open" in why(hall, work, 1).text("en")


def test_a_closing_that_is_not_the_halls_has_another_plan_and_leads_to_one_only(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    """The same, with the server's help: A closed a second time, with more ballots.

    Teller 1 sees another fingerprint than the hall; who does not compare it opens B by that plan,
    and never by the true one after it, whatever lies in the folder.
    """
    (planned,) = (planned_round(work, each) for each in work.meeting.rounds)
    votes = list(hall.cast["r1-A"])
    hall.cast["r1-A"] = votes * 2
    other = exchanged(hall, copy_of(work, tmp_path / "other"), "r1-A", hall.closed_record("r1-A"))
    (false,) = (planned_round(other, each) for each in other.meeting.rounds)
    assert false.plan.hash != planned.plan.hash
    hall.open_box(other, "r1-B", 1)
    assert refused(work, hall, 1, "r1-A", "r1-B") == "second-plan"
    assert refused_alone(work, hall, "r1-C", 1) == "second-plan"
    assert why(hall, work, 1).code == "second-plan"
    release(work, hall, 3, "r1-A", "r1-B")
    assert refused_alone(other, hall, "r1-B", 3) == "second-plan"


def test_what_was_opened_in_another_way_stops_everybody(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    """A share of B alone, or a sum that the plan does not know, in the folder of the others."""
    alone = copy_of(work, tmp_path / "alone")
    open_alone(hall, alone.folder.path, "r1-B", 2)
    summed = copy_of(work, tmp_path / "summed")
    definition = sum_of(hall, summed.folder.path, "r1-A", "r1-C")
    write(summed.folder.path, "r1-A+C", definition, opened(hall, summed.folder.path, definition))
    for path, found in ((alone.folder.path, "r1-B"), (summed.folder.path, "r1-A+C")):
        folder = WorkFolder.open(path)
        assert refused(folder, hall, 1, "r1-A", "r1-B") == "plan-differs"
        assert refused_alone(folder, hall, "r1-C", 1) == "plan-differs"
        assert f"{found} was opened in another way" in why(hall, folder, 1).text("en")
    assert hall.key(1).key.openings == ()


def test_a_bad_share_in_one_box_does_not_stop_the_others(hall: Hall, work: WorkFolder) -> None:
    hall.open_box(work, "r1-C", 1)
    path = work.record_path(hall.box("r1-C")).with_name("acts.json")
    path.write_bytes(path.read_bytes().replace(b'"owner":1', b'"owner":2'))
    work = WorkFolder.open(work.folder.path)
    release(work, hall, 2, "r1-A", "r1-B")


def test_the_key_remembers_the_plan_before_a_share_or_a_shuffle_leaves(
    hall: Hall, work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise Problem("disk-full", "The disk is full.")

    (planned,) = (planned_round(work, each) for each in work.meeting.rounds)
    file = hall.key(1)
    ready = share.prepare(work, hall.box("r1-C"), file, no_progress)
    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "write_acts", full)
        with pytest.raises(Problem, match="full"):
            share.release(work, ready, file)
    kept = KeyFile.open(file.path, PASSPHRASE).key
    assert kept.plans == {"r1": planned.plan.hash}
    assert [each.box for each in kept.openings] == ["r1-C"]


def test_a_shuffle_binds_to_the_plan_too(tmp_path: Path) -> None:
    ballots = {"r1-A": 6, "r1-B": 6}
    hall = build_hall(tmp_path / "ceremony", PAPERS, people=THREE, ballots=ballots)
    for cast in hall.cast.values():
        cast[:] = HONEST[:6]
    work = hall.write_work(tmp_path / "work")
    file = hall.key(1)
    ready = shuffle.prepare_shuffle(work, hall.box("r1-A"), file, no_progress)
    shuffle.shuffle(work, ready, file)
    hall.cast["r1-B"].pop()
    other = exchanged(hall, work, "r1-B", hall.closed_record("r1-B"))
    assert why(hall, other, 1).code == "second-plan"
    with pytest.raises(Problem) as caught:
        shuffle.prepare_shuffle(other, hall.box("r1-B"), hall.key(1), no_progress)
    assert caught.value.code == "second-plan"


def test_a_plan_is_agreed_to_for_ever(hall: Hall) -> None:
    file = hall.key(1)
    file.save(file.key.planning("r1", "a" * 64).planning("r2", "b" * 64))
    kept = KeyFile.open(file.path, PASSPHRASE).key
    assert kept.planning("r1", "a" * 64) == kept
    with pytest.raises(Problem) as caught:
        kept.planning("r1", "c" * 64)
    assert caught.value.code == "second-plan"
    assert replace(kept, plans={}).planning("r1", "c" * 64).plans == {"r1": "c" * 64}
