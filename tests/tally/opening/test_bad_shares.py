"""A share made wrong on purpose: named, kept as evidence, and the count goes on without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import piaoxiang
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.record import read_record
from meeting import stored_file
from tally.folder.acts import acts_bytes, parse_acts
from tally.keys.encrypted_file import Cost
from tally.opening.bad_acts import bad_acts, set_aside
from tally.opening.work_folder import WorkFolder
from tests.tally.fixtures.cheating_tellers import (
    garbage,
    honest_share,
    secret_of,
    with_factors,
    with_shares,
)
from tests.tally.fixtures.hall_display import given
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall

BOX = "r1-A"
BAD = "bound-proof"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    monkeypatch.setattr(Cost.__init__, "__defaults__", (1 << 14, 8, 1))

    def command(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = stopped.value.code
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


@pytest.fixture
def work(fresh: Hall, tmp_path: Path) -> WorkFolder:
    """Closed boxes; nobody has opened anything."""
    return fresh.write_work(tmp_path / "work")


def record_path(work: WorkFolder) -> Path:
    return work.folder.path / "boxes" / BOX / "record.bel"


def give(hall: Hall, work: WorkFolder, teller: int, *, bad: bool = False) -> bytes:
    """Put a teller's share at the end of the record, really signed; gives its text."""
    path = record_path(work)
    data, election = path.read_bytes(), hall.elections[BOX]
    record = read_record(data)
    tally = EncryptedTally.parse(election, record.encrypted_tally_bytes or b"")
    share = honest_share(hall, election, tally, teller)
    if bad:
        key, alpha = hall.trustees.owner(teller).public_key, tally.questions[0][1].alpha
        false = garbage(election, secret_of(hall, teller), key, alpha)
        share = with_factors(share, 0, {1: false})
    beside = path.with_name("acts.json")
    before = parse_acts(election.group, beside.read_bytes()) if beside.exists() else ()
    data, acts = with_shares(hall, data, tally, {teller: share})
    path.write_bytes(data)
    beside.write_bytes(acts_bytes((*before, *acts)))
    return share.to_json().encode()


def owners(work: WorkFolder) -> list[int]:
    record = read_record(record_path(work).read_bytes())
    return [each.owner for each in record.partial_decryptions]


def evidence(work: WorkFolder) -> dict[str, bytes]:
    place = record_path(work).with_name("set-aside")
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.exists() else {}


def decrypt(run: Run, hall: Hall, work: WorkFolder, teller: int, *more: str) -> Said:
    path = hall.folder / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n")
    key = ("--key", hall.key_paths[teller - 1], "--passphrase-file", path)
    return run("teller", "decrypt", work.folder.path, *key, *given(work.folder.path), *more)


@pytest.mark.parametrize("held", [1 << 20, 0])
def test_the_next_teller_sets_a_bad_share_aside_and_goes_on(
    run: Run, fresh: Hall, work: WorkFolder, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of more bytes than are held stay on the disk."""
    monkeypatch.setattr(stored_file, "_HELD", held)
    closed = record_path(work).read_bytes()
    false = give(fresh, work, 1, bad=True)
    whole = record_path(work).read_bytes()
    acts = record_path(work).with_name("acts.json").read_bytes()
    said = decrypt(run, fresh, work, 3, "--box", BOX)
    assert said.code == 0
    assert f"the share of teller 1 何静宜 does not hold ({BAD}) and was set aside" in said.out
    assert owners(work) == [3]
    kept = evidence(work)
    (height,) = (name.removesuffix(".part") for name in kept if name.endswith(".part"))
    assert kept == {f"{height}.part": whole[len(closed) :], f"{height}.acts.json": acts}
    assert false in kept[f"{height}.part"]
    again = decrypt(run, fresh, work, 2)
    assert again.code == 0
    assert decrypt(run, fresh, work, 3).code == 0
    assert run("count", work.folder.path, "--yes").code == 0


def test_the_count_sets_it_aside_and_goes_on_while_enough_are_left(
    run: Run, fresh: Hall, work: WorkFolder
) -> None:
    for teller in (2, 3):
        fresh.open_box(work, "r1-B", teller)
        give(fresh, work, teller)
    give(fresh, work, 1, bad=True)
    said = run("count", work.folder.path, "--yes")
    assert said.code == 0
    assert f"teller 1 何静宜 does not hold ({BAD})" in said.out
    assert owners(work) == [2, 3]
    assert len(evidence(work)) == 2
    out = work.folder.path.with_name("out")
    assert run("publish", work.folder.path, out).code == 0
    assert run("verify", out).code == 0
    assert not (out / "boxes" / BOX / "set-aside").exists()


def test_when_too_few_are_left_it_says_so(run: Run, fresh: Hall, work: WorkFolder) -> None:
    for teller in (2, 3):
        fresh.open_box(work, "r1-B", teller)
    give(fresh, work, 2)
    give(fresh, work, 1, bad=True)
    said = run("count", work.folder.path, "--yes")
    assert said.code == 2
    assert f"teller 1 何静宜 does not hold ({BAD})" in said.out
    assert "tellers who have opened it: 1; needed: 2" in said.err
    assert owners(work) == [2]
    assert not (work.folder.path / "outcome.json").exists()
    assert decrypt(run, fresh, work, 3, "--box", BOX).code == 0
    assert run("count", work.folder.path, "--yes").code == 0


def test_who_stood_after_a_bad_share_gives_theirs_again(
    run: Run, fresh: Hall, work: WorkFolder
) -> None:
    fresh.open_box(work, "r1-B", 2)
    fresh.open_box(work, "r1-B", 3)
    give(fresh, work, 1, bad=True)
    give(fresh, work, 2)
    give(fresh, work, 3)
    said = run("count", work.folder.path, "--yes")
    assert said.code == 2
    for name in ("2 罗永辉", "3 苏敏"):
        assert f"the share of teller {name} stood after one that does not hold" in said.out
    assert owners(work) == []
    for teller in (2, 3):
        assert decrypt(run, fresh, work, teller, "--box", BOX).code == 0
    assert run("count", work.folder.path, "--yes").code == 0


def test_drop_share_names_it_or_says_that_there_is_none(
    run: Run, fresh: Hall, work: WorkFolder
) -> None:
    drop = ("tally", "drop-share", work.folder.path, "--box", BOX)
    none = run(*drop)
    assert (none.code, "no share and no shuffle was set aside" in none.out) == (0, True)
    give(fresh, work, 3)
    before = record_path(work).read_bytes()
    assert "no share and no shuffle was set aside" in run(*drop).out
    assert (record_path(work).read_bytes(), evidence(work)) == (before, {})
    give(fresh, work, 1, bad=True)
    said = run(*drop)
    assert said.code == 0
    assert f"the share of teller 1 何静宜 does not hold ({BAD})" in said.out
    assert record_path(work).read_bytes() == before
    assert owners(work) == [3]
    assert run("tally", "drop-share", work.folder.path, "--box", "r9-Z").code == 2


def test_shares_without_acts_are_set_aside_too(fresh: Hall, work: WorkFolder) -> None:
    give(fresh, work, 1)
    record_path(work).with_name("acts.json").unlink()
    found = set_aside(work, work.box(BOX))
    assert [(each.owner, each.codes) for each in found] == [(1, ("not-bound",))]
    assert owners(work) == []


def test_a_box_with_another_fault_is_left_as_it_is(fresh: Hall, work: WorkFolder) -> None:
    give(fresh, work, 1, bad=True)
    path = record_path(work).with_name("checkpoint.txt")
    path.write_bytes(path.read_bytes().replace(b"piaoxiang/", b"piaoxianG/"))
    before = record_path(work).read_bytes()
    assert bad_acts(work.examined(work.box(BOX))) == ()
    assert set_aside(work, work.box(BOX)) == ()
    assert record_path(work).read_bytes() == before
    assert evidence(work) == {}
