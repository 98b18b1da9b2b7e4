"""A device that cosigns, where the server or somebody on the way wants its word or its ruin."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from crypto.board.cosignature import Cosigner, check_cosignature
from crypto.board.note import LONGEST_NOTE, MOST_SIGNATURES, parse_note
from meeting.published.definition_file import parse_published, published
from meeting.published.setups import meeting_fingerprint
from tests.ballot_server.fixtures.observer import NAME, Device, vote
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded


def line(name: str, signed: bytes) -> bytes:
    return f"— {name} {base64.b64encode(signed).decode()}\n".encode()


def of_many(_own: Cosigner) -> bytes:
    return b"".join(line(f"other-{number}", bytes(68)) for number in range(MOST_SIGNATURES - 1))


def long(_own: Cosigner) -> bytes:
    return line("other", bytes((LONGEST_NOTE - 500) // 4 * 3))


def in_its_name(own: Cosigner) -> bytes:
    return line(own.name, own.key_id + bytes(72))


@pytest.mark.parametrize("added", [of_many, long, in_its_name])
def test_lines_below_the_servers_ruin_neither_the_cosignature_nor_the_memory(
    device: Device, client: FlaskClient, loaded: Loaded, added: object
) -> None:
    assert callable(added)
    own = Cosigner.parse(device.begin()[1].splitlines()[-1])
    vote(client, loaded, 0, 3)
    close(loaded.board, BOX)
    device.board.lies[f"{BOX}/checkpoint"] = lambda note: note + added(own)
    assert device.cosign()[0] == 0
    note = (device.out / f"{BOX}.closing.txt").read_bytes()
    assert check_cosignature(note, own) > 1_700_000_000
    assert len(parse_note(note)[1]) == 2
    device.board.lies.clear()
    assert device.cosign()[0] == 0, "the memory can be read again"


def test_an_older_note_that_somebody_replays_is_no_evidence_against_the_server(
    device: Device, client: FlaskClient, loaded: Loaded
) -> None:
    device.begin()
    old = client.get(f"/api/boxes/{BOX}/checkpoint").data
    of_another = client.get(f"/api/boxes/{OTHER_BOX}/checkpoint").data
    vote(client, loaded, 0, 3)
    close(loaded.board, BOX)
    device.cosign()
    for replayed in (old, of_another):
        # mypy infers no type for a lambda with a default, which holds the value of this round.
        device.board.lies[f"{BOX}/checkpoint"] = lambda _note, shown=replayed: shown  # type: ignore[misc]
        code, said = device.cosign()
        assert (code, "evidence" in said, "Ask again" in said) == (2, False, True)


def test_one_box_shown_in_the_place_of_another_is_not_cosigned(
    device: Device, client: FlaskClient
) -> None:
    """Else a device would remember two histories of one Setup apart, and sign both."""
    for name in ("checkpoint", "record.bel"):
        shown = client.get(f"/api/boxes/{BOX}/{name}").data
        device.board.lies[f"{OTHER_BOX}/{name}"] = lambda _own, shown=shown: shown  # type: ignore[misc]
    code, said = device.begin()
    assert (
        code,
        f"box {OTHER_BOX} is not this box" in said,
        f"itself small-2026 {BOX} " in said,
    ) == (
        2,
        True,
        True,
    )
    assert set(device.held()) == {"meeting.json"}


def test_the_boxes_of_one_meeting_are_not_cosigned_as_those_of_another(
    device: Device, client: FlaskClient, tmp_path: Path
) -> None:
    device.begin()
    held = device.held()
    meeting = parse_published(client.get("/api/meeting").data)
    other = published(replace(meeting, title_en="A corrected title"))
    device.board.lies["api/meeting"] = lambda _meeting: other
    code, said = device.cosign("--out", tmp_path / "other")
    assert (code, "is not this box of this meeting" in said) == (2, True)
    assert device.held() == held


def test_a_record_of_another_box_than_the_fingerprint_covers_is_not_cosigned(
    device: Device, loaded: Loaded
) -> None:
    """The list of boxes is the slips', what is to be signed is another: one of the two is a lie."""
    own, other = loaded.slips[BOX][0].setup, "0" * 64
    setups = {BOX: other, OTHER_BOX: loaded.slips[OTHER_BOX][0].setup}
    device.board.lies["api/boxes"] = lambda data: data.replace(own.encode(), other.encode())
    code, said = device.cosign("--name", NAME, meeting=meeting_fingerprint(setups))
    assert (code, "is not the box that it names in its list" in said) == (2, True)
    assert set(device.held()) == {"meeting.json"}


def test_an_old_copy_of_the_key_file_signs_nothing_beside_what_it_forgot(
    device: Device, client: FlaskClient, loaded: Loaded
) -> None:
    device.begin()
    old = device.key.read_bytes()
    vote(client, loaded, 0, 3)
    close(loaded.board, BOX)
    device.cosign()
    held = device.held()
    device.key.write_bytes(old)
    code, said = device.cosign()
    assert (code, f"{BOX}.closing.txt" in said) == (2, True)
    assert device.held() == held | {device.key.name: old}
    assert len(json.loads(old)["notes"]) == 2
