"""A teller's own tool verifies what is new since its last look, and notices what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.record.record import read_record
from meeting.problem import Problem
from tally.folder.acts import acts_bytes, parse_acts
from tally.keys.key_file import KeyFile
from tally.opening import share
from tally.opening.work_folder import WorkFolder
from tally.verify.record import box as verifying
from tally.verify.record import verified_before
from tally.verify.record.ballots import check_ballots
from tally.verify.record.box import no_progress
from tally.verify.record.verified_before import MOST_NOTES, VerifiedBefore
from tests.tally.fixtures.box_check import BOX
from tests.tally.fixtures.hall_display import read_off
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.typed_commands import Terminal


class Looks(Counter[str]):
    """How often the ballots of each box were verified, by the fingerprint of its election."""

    def of(self, hall: Hall, box: str = BOX) -> int:
        return self[hall.elections[box].fingerprint]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    counted = Looks()

    def counting(election: Election, *given: object) -> object:
        counted[election.fingerprint] += 1
        return check_ballots(election, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verifying, "check_ballots", counting)
    return counted


@pytest.fixture
def work(fresh: Hall, tmp_path: Path) -> WorkFolder:
    return fresh.write_work(tmp_path / "work")


def look(hall: Hall, work: WorkFolder, teller: int) -> share.ReadyBox:
    """A command of its own by which this teller gets ready to open the box, and does not."""
    file = hall.key(teller)
    ready = share.prepare(WorkFolder.open(work.folder.path), hall.box(BOX), file, no_progress)
    file.save_notes()
    return ready


def refused(hall: Hall, work: WorkFolder, teller: int) -> str:
    with pytest.raises(Problem) as caught:
        look(hall, work, teller)
    return f"{caught.value.code}: {caught.value.text('en')}"


def open_again(hall: Hall, work: WorkFolder, teller: int) -> None:
    hall.open_box(WorkFolder.open(work.folder.path), BOX, teller)


def test_a_teller_verifies_the_ballots_once_and_every_teller_does(
    fresh: Hall, work: WorkFolder, looks: Looks
) -> None:
    look(fresh, work, 1)
    look(fresh, work, 1)
    assert looks.of(fresh) == 1
    look(fresh, work, 2)
    assert looks.of(fresh) == 2, "nobody takes another's word"
    open_again(fresh, work, 1)
    open_again(fresh, work, 2)
    assert looks.of(fresh) == 2
    assert WorkFolder.open(work.folder.path).verified(fresh.box(BOX)).bound


def test_what_is_ready_to_be_opened_is_the_same_as_at_the_first_look(
    fresh: Hall, work: WorkFolder
) -> None:
    assert look(fresh, work, 1) == look(fresh, work, 1)


def ballots_swapped(work: WorkFolder, hall: Hall) -> None:
    """One ballot with another's signature, in a sound chain that the server signed."""
    path = work.record_path(hall.box(BOX))
    parts = Parts.of(path.read_bytes())
    one, two = parts.ballots[:2]
    cut = one.index(b',"signature":')
    forged = one[:cut] + two[two.index(b',"signature":') :]
    put(path, hall, replace(parts, ballots=(forged, *parts.ballots[1:])))


def a_ballot_less(work: WorkFolder, hall: Hall) -> None:
    path = work.record_path(hall.box(BOX))
    parts = Parts.of(path.read_bytes())
    put(path, hall, replace(parts, ballots=parts.ballots[1:]))


def another_tally(work: WorkFolder, hall: Hall) -> None:
    path = work.record_path(hall.box(BOX))
    parts = Parts.of(path.read_bytes())
    assert parts.tally is not None
    other = Parts.of(hall.closed_record("r1-B")).tally
    assert other is not None
    put(path, hall, replace(parts, tally=(other[0], *parts.tally[1:])))


def a_byte(work: WorkFolder, hall: Hall) -> None:
    """In a ballot's text, where nothing but its hash in the archive tells."""
    path = work.record_path(hall.box(BOX))
    data = bytearray(path.read_bytes())
    at = data.index(b'"alpha":"') + 12
    data[at] ^= 1
    path.write_bytes(bytes(data))


def put(path: Path, hall: Hall, parts: Parts) -> None:
    data = parts.record()
    path.write_bytes(data)
    path.with_name("checkpoint.txt").write_bytes(hall.checkpoint(read_record(data)))


CHANGES: dict[str, tuple[Callable[[WorkFolder, Hall], None], str]] = {
    "a ballot with another's signature": (ballots_swapped, "ballot-hash"),
    "a ballot less": (a_ballot_less, "tally-num-tallied"),
    "another box's tally": (another_tally, "tally-differs"),
    "a byte": (a_byte, "archive-hash"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_that_is_changed_after_the_first_look_is_noticed(
    change: str, fresh: Hall, work: WorkFolder
) -> None:
    look(fresh, work, 1)
    tamper, code = CHANGES[change]
    tamper(work, fresh)
    assert f"box-not-valid: Box {BOX} does not hold" in (told := refused(fresh, work, 1))
    assert code in told
    assert told == refused(fresh, work, 2), "whoever sees it for the first time is told the same"


def test_a_bound_proof_that_is_exchanged_after_the_first_look_is_noticed(
    fresh: Hall, work: WorkFolder
) -> None:
    open_again(fresh, work, 1)
    look(fresh, work, 2)
    place = work.record_path(fresh.box(BOX)).with_name("acts.json")
    (act,) = parse_acts(fresh.elections[BOX].group, place.read_bytes())
    assert act.bound is not None
    place.write_bytes(acts_bytes((replace(act, bound=act.signature),)))
    assert "bound-proof" in refused(fresh, work, 2)


def test_a_signature_that_is_gone_after_the_first_look_is_noticed(
    fresh: Hall, work: WorkFolder
) -> None:
    open_again(fresh, work, 1)
    look(fresh, work, 2)
    work.record_path(fresh.box(BOX)).with_name("acts.json").unlink()
    assert "not-bound" in refused(fresh, work, 2)


def test_a_box_that_does_not_hold_leaves_no_note(fresh: Hall, work: WorkFolder) -> None:
    ballots_swapped(work, fresh)
    refused(fresh, work, 1)
    assert fresh.key(1).key.verified == ()


NOTES: dict[str, Callable[[tuple[str, ...]], object]] = {
    "of nothing": lambda _notes: (),
    "damaged": lambda notes: tuple(each[:-1] for each in notes),
    "no hashes": lambda _notes: ("", "verified", "票"),
    "the bare hash of an event": lambda notes: tuple(map(sha256_hex, notes)),
    "of no list": lambda _notes: {"verified": True},
    "of other things": lambda _notes: (1, True, ["x"]),
}


@pytest.mark.parametrize("notes", NOTES)
def test_notes_that_are_none_are_passed_over(
    notes: str, fresh: Hall, work: WorkFolder, looks: Looks
) -> None:
    look(fresh, work, 1)
    file = fresh.key(1)
    wrong = NOTES[notes](file.key.verified)
    if not isinstance(wrong, tuple):
        wrong = (wrong,)
    file.save(replace(file.key, verified=wrong))
    look(fresh, work, 1)
    assert looks.of(fresh) == 2
    look(fresh, work, 1)
    assert looks.of(fresh) == 2


def test_what_another_version_of_the_program_verified_is_verified_afresh(
    fresh: Hall, work: WorkFolder, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(fresh, work, 1)
    monkeypatch.setattr(verified_before, "own_program", lambda: "another release")
    look(fresh, work, 1)
    assert looks.of(fresh) == 2
    monkeypatch.undo()


def test_an_older_key_file_that_is_put_back_verifies_afresh(
    fresh: Hall, work: WorkFolder, looks: Looks
) -> None:
    path = fresh.key_paths[0]
    older = path.read_bytes()
    look(fresh, work, 1)
    path.write_bytes(older)
    look(fresh, work, 1)
    assert looks.of(fresh) == 2


def test_notes_are_lost_and_not_missed_where_they_cannot_be_written(
    fresh: Hall, work: WorkFolder, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_given: object, **_named: object) -> None:
        raise Problem("file-unwritable", "This file cannot be written: {reason}.", reason="full")

    with monkeypatch.context() as patch:
        patch.setattr("tally.keys.key_file.write_atomically", refusing)
        look(fresh, work, 1)
    assert fresh.key(1).key.verified == ()
    look(fresh, work, 1)
    assert looks.of(fresh) == 2


def test_a_key_file_keeps_the_newest_notes() -> None:
    before = VerifiedBefore()
    before.take(str(each) for each in range(MOST_NOTES))
    before.learn("ballots", "new")
    assert len(before.notes) == MOST_NOTES
    assert before.notes[0] == "1"
    again = VerifiedBefore()
    again.take(before.notes)
    assert again.knows("ballots", "new")
    assert not again.knows("shuffle", "new")
    assert not again.knows("ballots", "new", "beside")


def test_whoever_declines_is_not_kept_waiting_when_asked_again(
    fresh: Hall,
    work: WorkFolder,
    looks: Looks,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE)
    opening = ("teller", "decrypt", work.folder.path, "--box", BOX)
    command = (*opening, "--key", fresh.key(1).path, "--passphrase-file", passphrase)
    terminal = Terminal(capsys, monkeypatch)
    groups = read_off(work.folder.path)
    looks.clear()
    assert terminal.run(*command, answers=[""]).code == 130
    assert terminal.run(*command, answers=[groups]).code == 0
    assert looks.of(fresh) == 1
    assert len(KeyFile.open(fresh.key(1).path, PASSPHRASE).key.openings) == 1
