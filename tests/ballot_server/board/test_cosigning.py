"""An observer's device in front of the real board, and in front of boards that cheat."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from crypto.board.checkpoint import make_checkpoint, open_checkpoint, read_checkpoint
from crypto.board.cosignature import Cosigner, check_cosignature
from crypto.board.server_key import ServerKey
from crypto.record.record import read_record
from meeting.published.setups import meeting_fingerprint
from tally.words.figures_and_names import short_hash
from tests.ballot_server.fixtures.observer import NAME, Change, Device, forged, vote
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


def test_empty_and_closed_boxes_are_cosigned_and_open_ones_not(
    device: Device, client: FlaskClient, loaded: Loaded
) -> None:
    code, said = device.begin()
    assert (code, said.count("lists no ballots yet; cosigned")) == (0, 2)
    cosigner = Cosigner.parse(said.splitlines()[-1])
    assert cosigner.name == NAME
    assert device.key.stat().st_mode & 0o777 == 0o600
    names = {box: device.checkpoint(f"{box}.opening.txt").setup_hash for box in (BOX, OTHER_BOX)}
    assert meeting_fingerprint(names) == loaded.board.meeting_fingerprint()
    assert "The meeting fingerprint is the one that was given" in said
    vote(client, loaded, 0, 12)
    before = device.held()
    code, said = device.cosign()
    assert (code, f"Box {BOX} " in said) == (0, True)
    assert "not cosigned between the first listed ballots and the closing" in said
    assert device.held() == before
    close(loaded.board, BOX)
    code, said = device.cosign()
    assert (code, "closed; cosigned" in said) == (0, True)
    note = (device.out / f"{BOX}.closing.txt").read_bytes()
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert open_checkpoint(note, loaded.board.key.public).size == len(record.events) == 15
    assert short_hash(record.head.hash) in said
    assert check_cosignature(note, cosigner) > 1_700_000_000
    assert (device.out / "meeting.json").read_bytes() == client.get("/api/meeting").data


def test_a_ballot_that_is_cast_and_not_listed_yet_is_not_said_to_be_missing(
    device: Device, client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    vote(client, loaded, 0, 2)
    code, said = device.begin()
    assert (code, said.count("：公告板尚未列出选票，已联署。")) == (0, 2)
    vote(client, loaded, 2, 4)
    held = device.held()
    code, said = device.cosign()
    before = "尚未列出选票（选票分批列出，至迟封箱时全部列出）。此前已联署，这次未另签。"
    assert (code, said.count(f"：公告板{before}")) == (0, 2)
    assert device.held() == held
    close(loaded.board, BOX)
    assert "：已封箱，已联署。" in device.cosign()[1]
    code, said = device.cosign()
    assert (code, "：已封箱。此前已联署，这次未另签。" in said) == (0, True)


def test_twice_is_the_same_and_a_lost_folder_comes_back(
    device: Device, client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    device.begin()
    vote(client, loaded, 0, 3)
    close(loaded.board, BOX)
    device.cosign()
    held = device.held()
    assert {f"{BOX}.opening.txt", f"{BOX}.closing.txt", f"{OTHER_BOX}.opening.txt"} < set(held)
    assert device.cosign()[0] == 0
    assert device.held() == held
    device.out.rename(tmp_path / "lost")
    assert device.cosign("--name", NAME)[0] == 0
    assert device.held() == held


@pytest.mark.parametrize(
    ("changed", "detail", "sentence"),
    [
        ({"root": bytes(32)}, "merkle-consistency", "are the evidence"),
        ({"size": 2}, "an earlier checkpoint had 3", "does not prove"),
        ({"setup_hash": "0" * 64}, "expected piaoxiang/small-2026/", "does not prove"),
    ],
)
def test_a_server_that_contradicts_itself_is_refused_with_both_notes(
    device: Device, loaded: Loaded, changed: dict[str, object], detail: str, sentence: str
) -> None:
    close(loaded.board, BOX)
    device.begin()
    close(loaded.board, OTHER_BOX)
    before = device.held()
    device.board.lies[f"{BOX}/checkpoint"] = forged(loaded, **changed)
    code, said = device.cosign()
    assert (code, detail in said, sentence in said) == (2, True, True)
    (kept,) = device.refused()
    assert str(kept) in said
    assert str(device.out / f"{BOX}.closing.txt") in said
    server = loaded.board.key.public
    assert open_checkpoint(kept.read_bytes(), server) != device.checkpoint(f"{BOX}.closing.txt")
    assert device.held() == before | {kept.name: kept.read_bytes()}, "the other box neither"
    assert device.cosign()[0] == 2
    assert device.refused() == [kept]


@pytest.mark.parametrize("lie", [404, 503, lambda _proof: b"{}", lambda _proof: bytes(1 << 16)])
def test_a_server_that_cannot_prove_that_it_only_grew_is_refused(
    device: Device, client: FlaskClient, loaded: Loaded, lie: Change | int
) -> None:
    device.begin()
    vote(client, loaded, 0, 12)
    device.board.lies[f"{BOX}/consistency"] = lie
    code, said = device.cosign()
    assert (code, "does not prove that it continues" in said) == (2, True)
    (kept,) = device.refused()
    assert open_checkpoint(kept.read_bytes(), loaded.board.key.public).size == 6
    device.board.lies.clear()
    assert device.cosign()[0] == 0, "an honest answer mends it"


def test_a_rewritten_board_has_no_proof(
    device: Device, client: FlaskClient, loaded: Loaded
) -> None:
    """The proof of another chain does not lead from what was signed to what is shown."""
    device.begin()
    vote(client, loaded, 0, 12)
    device.board.lies[f"{BOX}/checkpoint"] = forged(loaded, root=bytes(32))
    code, said = device.cosign()
    assert (code, "merkle-consistency" in said, len(device.refused())) == (2, True, 1)


def test_what_is_not_signed_or_not_what_was_signed_is_refused(
    device: Device, loaded: Loaded, client: FlaskClient
) -> None:
    vote(client, loaded, 0, 12)
    stranger = ServerKey.generate()
    other = client.get(f"/api/boxes/{OTHER_BOX}/record.bel").data
    lies: list[tuple[str, Change, str]] = [
        ("checkpoint", lambda note: make_checkpoint(stranger, read_checkpoint(note)).encode(), ""),
        ("checkpoint", forged(loaded, meeting="other"), "a checkpoint of other"),
        ("checkpoint", lambda _note: b"\xff", ""),
        ("record.bel", lambda _record: other, "not the one that it signed"),
        ("record.bel", lambda record: record[:-700], "not the one that it signed"),
        ("record.bel", lambda _record: b"", "not the one that it signed"),
    ]
    for name, lie, detail in lies:
        device.board.lies = {f"{BOX}/{name}": lie}
        code, said = device.begin()
        assert (code, "Nothing was cosigned" in said, detail in said) == (2, True, True), name
        assert set(device.held()) == {"meeting.json"}


def test_bad_input_is_a_sentence_and_nothing_is_written(
    device: Device, tmp_path: Path, loaded: Loaded
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear observer")
    for given in (("--name", "two words"), ("--name", ""), ()):
        assert device.cosign(*given)[0] == 2
    assert device.cosign("--name", NAME, meeting="0" * 64)[0] == 2
    assert device.cosign("--name", NAME, meeting="12")[0] == 2
    assert device.cosign("--name", NAME, "--out", letter)[0] == 2
    assert device.cosign("--name", NAME, "--key", letter)[0] == 2
    assert device.cosign("--name", NAME, "--key", tmp_path / "no" / "liu.key")[0] == 2
    assert device.held() == {}
    device.begin()
    held = device.held()
    assert device.cosign("--name", "observer.example/wang")[0] == 2
    (device.out / f"{BOX}.opening.txt").write_text("another's")
    code, said = device.cosign()
    assert (code, "is not overwritten" in said) == (2, True)
    (device.out / f"{BOX}.opening.txt").unlink()
    for damaged in (held["liu.key"][:-9], damaged_memory(held["liu.key"]), b"{}", b"\xff"):
        device.key.write_bytes(damaged)
        code, said = device.cosign()
        assert (code, "not a whole cosigner's key file" in said) == (2, True)
        assert device.key.read_bytes() == damaged
    assert loaded.board.key.public.text not in held["liu.key"].decode()


def damaged_memory(data: bytes) -> bytes:
    """A note in the memory says one event more."""
    value = json.loads(data)
    value["notes"][0]["note"] = value["notes"][0]["note"].replace("\n1\n", "\n2\n", 1)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def test_another_meeting_is_remembered_apart(
    device: Device, tmp_path: Path, new_app: Callable[[Loaded], FlaskClient]
) -> None:
    device.begin()
    second = loaded_server(config_in(tmp_path / "second"))
    try:
        there = replace(device, loaded=second, board=device.board)
        device.board.app = new_app(second).application
        code, said = there.cosign()
        assert (code, "exists already and is not overwritten" in said) == (2, True)
        assert there.cosign("--out", tmp_path / "second-seen")[0] == 0
    finally:
        second.board.store.dispose()
    assert len(json.loads(device.key.read_bytes())["notes"]) == 4
