"""A command scans a record once, and writes only where what it verified still lies."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crypto.canonical import sha256_hex
from crypto.errors import Refused
from crypto.opening.decryption import partial_decryption
from crypto.record.record import Record, read_record, scan_record
from crypto.record.stored import Source
from meeting import stored_file
from meeting.files import Content
from meeting.problem import Problem
from tally.counting.counting import count_box
from tally.folder.steady_folder import SteadyFolder
from tally.keys.key_file import KeyFile
from tally.next_steps.openings import after_opening_step
from tally.opening import share
from tally.opening.planned import planned_round
from tally.opening.work_folder import WorkFolder
from tally.verify.record.box import no_progress
from tests.tally.fixtures.hall_display import read_off
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.typed_commands import Terminal

BOX = "r1-A"


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often records were scanned, by the SHA-256 of their bytes."""
    counted: Counter[str] = Counter()
    scan = scan_record

    def counting(data: Source) -> tuple[Record | None, list[Refused]]:
        counted[sha256_hex(data[:])] += 1
        return scan(data)

    monkeypatch.setattr("crypto.record.record.scan_record", counting)
    monkeypatch.setattr("tally.folder.scanned_record.scan_record", counting)
    return counted


@pytest.fixture(params=["in memory", "on the disk"])
def work(
    fresh: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> WorkFolder:
    if request.param == "on the disk":
        monkeypatch.setattr(stored_file, "_HELD", 0)
    return fresh.write_work(tmp_path / "work")


def record_of(work: WorkFolder, hall: Hall) -> bytes:
    return work.record_path(hall.box(BOX)).read_bytes()


def by_another(work: WorkFolder, tmp_path: Path, act: Callable[[WorkFolder], object]) -> None:
    """Somebody else works on a copy of the folder and carries it back."""
    copy = tmp_path / "carried"
    shutil.copytree(work.folder.path, copy)
    act(WorkFolder.open(copy))
    shutil.copytree(copy, work.folder.path, dirs_exist_ok=True)


def test_opening_a_box_scans_every_record_once(
    fresh: Hall, work: WorkFolder, scans: Counter[str]
) -> None:
    planned_round(work, work.meeting.rounds[0])
    ready = share.prepare(work, fresh.box(BOX), fresh.key(1), no_progress)
    share.release(work, ready, fresh.key(1))
    after_opening_step(work)
    assert len(scans) == len(work.meeting.boxes())
    assert set(scans.values()) == {1}
    grown = work.scanned(fresh.box(BOX))
    assert grown is not None
    assert grown.sound() == read_record(record_of(work, fresh))


def test_counting_scans_every_record_once(
    fresh: Hall, work: WorkFolder, scans: Counter[str]
) -> None:
    for teller in (1, 2):
        fresh.open_box(work, BOX, teller)
    scans.clear()
    counting = WorkFolder.open(work.folder.path)
    count_box(counting, fresh.box(BOX), no_progress).written()
    after_opening_step(counting)
    assert set(scans.values()) == {1}


def test_a_share_that_came_in_after_verifying_is_never_lost(
    fresh: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    file = fresh.key(1)
    ready = share.prepare(work, fresh.box(BOX), file, no_progress)
    by_another(work, tmp_path, lambda other: fresh.open_box(other, BOX, 2))
    before = record_of(work, fresh)
    acts = work.record_path(fresh.box(BOX)).with_name("acts.json").read_bytes()
    with pytest.raises(Problem) as caught:
        share.release(work, ready, file)
    assert caught.value.code == "file-changed"
    assert record_of(work, fresh) == before
    assert work.record_path(fresh.box(BOX)).with_name("acts.json").read_bytes() == acts
    assert KeyFile.open(file.path, PASSPHRASE).key.openings == ()
    fresh.open_box(WorkFolder.open(work.folder.path), BOX, 1)
    record = read_record(record_of(work, fresh))
    assert [each.owner for each in record.partial_decryptions] == [2, 1]


CHANGES: dict[str, Callable[[Path], object]] = {
    "the record is longer": lambda path: path.write_bytes(path.read_bytes() + bytes(512)),
    "the record is another": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
    "the record is gone": Path.unlink,
    "acts.json came": lambda path: path.with_name("acts.json").write_bytes(b"{}"),
    "the checkpoint is another": lambda path: path.with_name("checkpoint.txt").write_bytes(b""),
    "a sum was begun": lambda path: (path.parents[2] / "sums/r1-A+B").mkdir(parents=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_released_into_a_folder_that_changed_meanwhile(
    change: str, fresh: Hall, work: WorkFolder
) -> None:
    file = fresh.key(1)
    ready = share.prepare(work, fresh.box(BOX), file, no_progress)
    CHANGES[change](work.record_path(fresh.box(BOX)))
    before = everything(work)
    with pytest.raises(Problem) as caught:
        share.release(work, ready, file)
    assert caught.value.code == "file-changed"
    assert "verified anew" in caught.value.text("en")
    assert "重新核验" in caught.value.text("zh")
    assert everything(work) == before
    assert KeyFile.open(file.path, PASSPHRASE).key.openings == ()


def everything(work: WorkFolder) -> dict[str, bytes]:
    """Every file of the work folder."""
    path = work.folder.path
    return {
        str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()
    }


def test_a_change_while_the_share_is_computed_is_noticed(
    fresh: Hall, work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = share.prepare(work, fresh.box(BOX), fresh.key(1), no_progress)
    path = work.record_path(fresh.box(BOX))

    def meanwhile(*given: object) -> object:
        path.write_bytes(path.read_bytes() + bytes(512))
        return partial_decryption(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("tally.opening.share.partial_decryption", meanwhile)
    closed = path.read_bytes()
    with pytest.raises(Problem) as caught:
        share.release(work, ready, fresh.key(1))
    assert caught.value.code == "file-changed"
    assert path.read_bytes() == closed + bytes(512)
    assert not path.with_name("acts.json").exists()


def test_nothing_follows_a_box_folder_that_was_exchanged_for_a_link(
    fresh: Hall, work: WorkFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is exchanged after the last look: the bytes behind the link are the very same."""
    ready = share.prepare(work, fresh.box(BOX), fresh.key(1), no_progress)
    place, elsewhere = work.record_path(fresh.box(BOX)).parent, tmp_path / "elsewhere"
    shutil.copytree(place, elsewhere)
    before = {each.name: each.read_bytes() for each in elsewhere.iterdir()}
    write = SteadyFolder._write

    def exchanged(self: SteadyFolder, name: str, data: Content) -> None:
        if not place.is_symlink():
            shutil.rmtree(place)
            place.symlink_to(elsewhere)
        write(self, name, data)

    monkeypatch.setattr(SteadyFolder, "_write", exchanged)
    with pytest.raises(Problem) as caught:
        share.release(work, ready, fresh.key(1))
    assert caught.value.code == "file-unwritable"
    assert {each.name: each.read_bytes() for each in elsewhere.iterdir()} == before


def test_figures_that_somebody_else_entered_are_not_replaced(work: WorkFolder) -> None:
    assert work.folder.optional("figures.json") is None
    (work.folder.path / "figures.json").write_bytes(b"theirs")
    with pytest.raises(Problem) as caught:
        work.write("figures.json", b"mine")
    assert caught.value.code == "file-changed"
    assert (work.folder.path / "figures.json").read_bytes() == b"theirs"


def test_what_a_command_wrote_itself_is_no_change(fresh: Hall, work: WorkFolder) -> None:
    for teller in (1, 2, 3):
        fresh.open_box(work, BOX, teller)
    work.write("outcome.json", b"one")
    work.write("outcome.json", b"two")
    work.refuse_changed(*work.meeting.boxes())


def test_a_stick_that_was_elsewhere_while_the_teller_compared_is_refused(
    fresh: Hall,
    work: WorkFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE)

    def typed_after_another_opened_it() -> Iterator[str]:
        groups = read_off(work.folder.path)
        by_another(work, tmp_path, lambda other: fresh.open_box(other, BOX, 2))
        yield groups

    where, key = work.folder.path, fresh.key(1).path
    opening = ("teller", "decrypt", where, "--box", BOX)
    command = (*opening, "--key", key, "--passphrase-file", passphrase)
    refused = Terminal(capsys, monkeypatch).run(*command, answers=typed_after_another_opened_it())
    after = read_record(record_of(work, fresh))
    assert (refused.code, len(refused.asked)) == (2, 1)
    assert "Somebody or something else has changed this" in refused.err
    assert str(work.record_path(fresh.box(BOX)).parent) in refused.err
    assert [each.owner for each in after.partial_decryptions] == [2]
    assert Terminal(capsys, monkeypatch).run(*command, answers=[]).code == 0
    after = read_record(record_of(work, fresh))
    assert [each.owner for each in after.partial_decryptions] == [2, 1]
