"""A teller opens a box: only a sound and closed one, only once, and remembered before released."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.errors import ParseError
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from meeting.problem import Problem
from tally.counting.counting import count_box
from tally.keys.key_file import KeyFile
from tally.opening import share
from tally.opening.work_folder import WorkFolder
from tally.outcome.box_count import ItemCount
from tally.verify.record.box import no_progress
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall, build_hall


@pytest.fixture
def work(fresh: Hall, tmp_path: Path) -> WorkFolder:
    return fresh.write_work(tmp_path / "work")


class PowerCutError(Exception):
    """The machine stopped here."""


def cut_the_power(*_args: object) -> None:
    raise PowerCutError


def prepared(work: WorkFolder, hall: Hall, teller: int, box: str = "r1-A") -> share.ReadyBox:
    return share.prepare(work, hall.box(box), hall.key(teller), no_progress)


def refused(work: WorkFolder, hall: Hall, teller: int = 1, box: str = "r1-A") -> Problem:
    with pytest.raises(Problem) as caught:
        prepared(work, hall, teller, box)
    return caught.value


def record_of(work: WorkFolder, hall: Hall, box: str = "r1-A") -> bytes:
    return work.record_path(hall.box(box)).read_bytes()


def put(work: WorkFolder, hall: Hall, parts: Parts, box: str = "r1-A") -> None:
    """Another record for a box, signed by the server as if it were the right one."""
    place = work.record_path(hall.box(box))
    place.write_bytes(parts.record())
    checkpoint = hall.checkpoint(read_record(parts.record()))
    place.with_name("checkpoint.txt").write_bytes(checkpoint)


def test_two_of_three_tellers_open_a_box(fresh: Hall, work: WorkFolder) -> None:
    for teller in (2, 3):
        fresh.open_box(work, "r1-A", teller)
    count = count_box(work, fresh.box("r1-A"), no_progress).written()
    cast = fresh.cast["r1-A"]
    assert count.items is not None
    first = count.items[0]
    assert isinstance(first, ItemCount)
    assert (first.abstain, *first.votes) == tuple(
        sum(column) for column in zip(*(choices[0] for choices in cast), strict=True)
    )
    assert read_record(record_of(work, fresh)).stage is Stage.FINISHED


def test_one_teller_is_not_enough(fresh: Hall, work: WorkFolder) -> None:
    fresh.open_box(work, "r1-A", 1)
    with pytest.raises(Problem) as caught:
        count_box(work, fresh.box("r1-A"), no_progress)
    assert caught.value.code == "box-shares"
    assert "1 位" in caught.value.text("zh")


def test_all_three_tellers_may_open(fresh: Hall, work: WorkFolder) -> None:
    for teller in (3, 1, 2):
        fresh.open_box(work, "r1-A", teller)
    assert count_box(work, fresh.box("r1-A"), no_progress).written().items is not None


def test_a_share_stands_in_the_record_once(fresh: Hall, work: WorkFolder) -> None:
    fresh.open_box(work, "r1-A", 1)
    before = record_of(work, fresh)
    ready = prepared(work, fresh, 1)
    assert ready.done
    share.release(work, ready, fresh.key(1))
    assert record_of(work, fresh) == before


def test_the_opening_is_remembered_before_anything_leaves(
    fresh: Hall, work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkFolder, "write_acts", cut_the_power)
    file = fresh.key(1)
    ready = prepared(work, fresh, 1)
    before = record_of(work, fresh)
    with pytest.raises(PowerCutError):
        share.release(work, ready, file)
    assert record_of(work, fresh) == before
    remembered = KeyFile.open(file.path, PASSPHRASE).key.openings
    assert [each.head for each in remembered] == [ready.head]


def test_after_a_crash_between_acts_and_record_the_same_opening_goes_on(
    fresh: Hall, work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = prepared(work, fresh, 1)
    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "append", cut_the_power)
        with pytest.raises(PowerCutError):
            share.release(work, ready, fresh.key(1))
    fresh.open_box(work, "r1-A", 1)
    fresh.open_box(work, "r1-A", 2)
    assert count_box(work, fresh.box("r1-A"), no_progress).written().items is not None
    assert work.verified(fresh.box("r1-A")).bound


def test_a_share_that_a_crash_kept_back_does_not_stop_the_count(
    fresh: Hall, work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for teller in (1, 2):
        fresh.open_box(work, "r1-A", teller)
    ready = prepared(work, fresh, 3)
    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "append", cut_the_power)
        with pytest.raises(PowerCutError):
            share.release(work, ready, fresh.key(3))
    assert count_box(work, fresh.box("r1-A"), no_progress).written().items is not None
    assert work.verified(fresh.box("r1-A")).findings.found == []


def test_a_box_with_one_ballot_less_is_never_opened_again(fresh: Hall, work: WorkFolder) -> None:
    closed = record_of(work, fresh)
    fresh.open_box(work, "r1-A", 1)
    fresh.cast["r1-A"].pop()
    put(work, fresh, Parts.of(fresh.closed_record("r1-A")))
    work.record_path(fresh.box("r1-A")).with_name("acts.json").unlink()
    work = WorkFolder.open(work.folder.path)
    file = fresh.key(1)
    before = record_of(work, fresh)
    with pytest.raises(Problem) as caught:
        share.prepare(work, fresh.box("r1-A"), file, no_progress)
    assert caught.value.code == "second-plan"
    file.key = replace(file.key, plans={})  # of a release that knew no plans
    ready = share.prepare(work, fresh.box("r1-A"), file, no_progress)
    with pytest.raises(Problem) as caught:
        share.release(work, ready, file)
    assert caught.value.code == "second-opening"
    assert record_of(work, fresh) == before != closed


def test_a_box_that_is_still_open_is_refused(fresh: Hall, work: WorkFolder) -> None:
    put(work, fresh, replace(Parts.of(record_of(work, fresh)), closed=False, tally=None))
    assert refused(work, fresh).code == "box-open"


def test_a_box_below_the_minimum_is_refused(tmp_path: Path) -> None:
    hall = build_hall(tmp_path / "ceremony", ballots={"r1-A": 0, "r1-B": 4})
    work = hall.write_work(tmp_path / "work")
    for box in ("r1-A", "r1-B"):
        assert refused(work, hall, box=box).code == "minimum-group"
    assert hall.key(1).key.openings == ()


def test_an_altered_box_is_refused_with_its_problems(fresh: Hall, work: WorkFolder) -> None:
    path = work.record_path(fresh.box("r1-A"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    problem = refused(work, fresh)
    assert problem.code == "box-not-valid"
    assert "archive-hash" in problem.text("zh")


def test_without_the_servers_checkpoint_nothing_is_opened(fresh: Hall, work: WorkFolder) -> None:
    work.record_path(fresh.box("r1-A")).with_name("checkpoint.txt").unlink()
    assert "checkpoint-missing" in refused(work, fresh).text("en")


def test_a_finished_box_is_not_opened_further(tiny: Held, tmp_path: Path) -> None:
    path = Path(shutil.copytree(tiny.work, tmp_path / "work"))
    assert refused(WorkFolder.open(path), tiny.hall, 2).code == "box-counted"


def test_keys_of_others_are_refused(fresh: Hall, tiny: Held, work: WorkFolder) -> None:
    with pytest.raises(Problem) as caught:
        share.prepare(work, fresh.box("r1-A"), tiny.hall.key(1), no_progress)
    assert caught.value.code == "key-meeting"
    stranger = tiny.hall.key(1)
    own = fresh.key(1).key
    stranger.key = replace(own, seed=stranger.key.seed)
    with pytest.raises(ParseError) as foreign:
        share.prepare(work, fresh.box("r1-A"), stranger, no_progress)
    assert foreign.value.code == "seed-foreign"


def test_an_unfinished_key_is_refused(fresh: Hall, work: WorkFolder) -> None:
    file = fresh.key(1)
    file.key = replace(file.key, decryption_key=None)
    with pytest.raises(Problem) as caught:
        share.prepare(work, fresh.box("r1-A"), file, no_progress)
    assert caught.value.code == "key-unfinished"
