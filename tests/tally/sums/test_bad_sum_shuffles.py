"""One teller of three delivers a bad shuffle of a sum, or damages its file: set aside, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.canonical import loads
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from meeting.definition.meeting import VoterGroup
from meeting.limits import LARGEST_SUM_OPENING
from tally.commands.tellers.box import decrypt_boxes, shuffle_boxes
from tally.folder.sum_opening import SumAct, SumOpening
from tally.opening.work_folder import WorkFolder
from tests.tally.fixtures.remade_sums import NAME, definition_in, opening_in, tally_of, write
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.summed_meeting import with_own_keys
from tests.tally.fixtures.written_hall import HONEST, ONE_OF_EACH, written_hall

BOXES = ("r1-A", "r1-B")
SMALL = (
    VoterGroup("A", "A票", "Ballot A", "", "", 8, 9, confirm_small="合并开箱"),
    VoterGroup("B", "B票", "Ballot B", "", "", 8, 8, confirm_small="合并开箱"),
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    folder = tmp_path_factory.mktemp("bad-sum-shuffles") / "ceremony"
    return written_hall(folder, honest=HONEST[:4], strange=ONE_OF_EACH, minimum=6, groups=SMALL)


@pytest.fixture
def hall(lines: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    return with_own_keys(lines, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> Path:
    return hall.write_work(tmp_path / "work").folder.path


def act(hall: Hall, work: Path, number: int, what: Callable[..., None]) -> None:
    """A teller's command on the sum, in a process of its own."""
    opened = WorkFolder.open(work)
    what(opened, tuple(map(opened.box, BOXES)), hall.key(number))


def with_bad_shuffle(hall: Hall, work: Path, opening: SumOpening, number: int) -> SumOpening:
    """A shuffle with the proof of another, really signed, after what is there."""
    election, tally = tally_of(work, BOXES)
    fingerprint = definition_in(work).fingerprint
    one, other = (make_shuffle(election, tally, fingerprint=fingerprint) for _ in range(2))
    text = replace(one, proofs=other.proofs).to_json()
    signing = signing_key(hall, number)
    unsigned = sign_act(election.group, signing, "")
    made = SumAct(number, loads(text, limit=LARGEST_SUM_OPENING), None, unsigned)
    message = act_message(opening.sum, opening.head, number, made.payload)
    signed = replace(made, signature=sign_act(election.group, signing, message))
    return replace(opening, shuffles=(*opening.shuffles, signed))


def signing_key(hall: Hall, number: int) -> int:
    return derive_keys(hall.elections["r1-A"].group, hall.key(number).key.seed).signing


def kept(work: Path) -> list[str]:
    place = work / "sums" / NAME / "set-aside"
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def test_a_bad_shuffle_of_a_sum(hall: Hall, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a teller shuffled before it stays; who comes after it goes on."""
    act(hall, work, 2, shuffle_boxes)
    before = opening_in(hall, work)
    write(work, NAME, definition_in(work), with_bad_shuffle(hall, work, before, 1))
    act(hall, work, 3, shuffle_boxes)
    said = capsys.readouterr().out
    assert "the shuffle of teller 1 何静宜 does not hold (shuffle-proof)" in said
    assert [each.owner for each in opening_in(hall, work).shuffles] == [2, 3]
    assert kept(work) == ["0.json"]
    act(hall, work, 2, decrypt_boxes)
    assert [each.owner for each in opening_in(hall, work).shares] == [2]


def test_a_file_of_a_sum_that_breaks_off_begins_anew(
    hall: Hall, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act(hall, work, 2, shuffle_boxes)
    path = work / "sums" / NAME / "opening.json"
    path.write_bytes(path.read_bytes()[:-1])
    act(hall, work, 3, shuffle_boxes)
    assert "something that tellers hand on here cannot be read" in capsys.readouterr().out
    assert [each.owner for each in opening_in(hall, work).shuffles] == [3]
    act(hall, work, 2, shuffle_boxes)
    act(hall, work, 2, decrypt_boxes)
    assert kept(work) == ["0.json"]


def test_an_entry_that_cannot_be_read_takes_nobody_elses_with_it(
    hall: Hall, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Teller 1 adds an entry of another form: what others shuffled and gave stays."""
    for number in (2, 3):
        act(hall, work, number, shuffle_boxes)
    act(hall, work, 2, decrypt_boxes)
    path = work / "sums" / NAME / "opening.json"
    path.write_bytes(path.read_bytes().replace(b'"shares":[', b'"shares":[{"owner":1},', 1))
    act(hall, work, 3, decrypt_boxes)
    assert "cannot be read (json-fields)" in capsys.readouterr().out
    opening = opening_in(hall, work)
    assert [each.owner for each in opening.shuffles] == [2, 3]
    assert [each.owner for each in opening.shares] == [2, 3]


def test_shares_before_enough_have_shuffled_are_taken_out(
    hall: Hall, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Teller 1 ends the shuffling of a sum with a share of their own."""
    for number in (2, 3):
        act(hall, work, number, shuffle_boxes)
    act(hall, work, 2, decrypt_boxes)
    opening = opening_in(hall, work)
    write(work, NAME, definition_in(work), replace(opening, shuffles=opening.shuffles[:1]))
    act(hall, work, 3, shuffle_boxes)
    said = capsys.readouterr().out
    assert "teller 2 罗永辉" in said
    assert [each.owner for each in opening_in(hall, work).shuffles] == [2, 3]
    assert opening_in(hall, work).shares == ()
