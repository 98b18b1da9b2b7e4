"""`piaoxiang check-ballot`: an honest kiosk's opening matches, a cheating one's does not."""

from __future__ import annotations

import json
import shutil
import textwrap
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import segno

from crypto.ballots.ballot import parse_ballot, prepare_ballot
from crypto.base64_texts import unpadded
from crypto.board.server_key import ServerKey, short_form
from crypto.board.spoiling import sign_spoiled
from crypto.election.credential import public_credential
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from meeting.published.box_setup import SetupTexts
from tally.commands.observers import check_ballot
from tally.opening.work_folder import WorkFolder
from tests.tally.fixtures.check_desk import BOX, KNOWN_SEED, SEED, Check, Desk
from tests.tally.fixtures.small_hall import TIMESTAMP


def test_what_was_encrypted_is_said_in_the_words_of_the_paper(check: Check, desk: Desk) -> None:
    opened = desk.opened(desk.choice(1))
    item = desk.hall.box(BOX).items(desk.hall.meeting)[0]
    said = check(opened.to_text(), "--fingerprint", opened.fingerprint[:16])
    assert said.code == 0
    assert f"{item.prompt}：{item.options[0].label}" in said.out
    assert "这是您当时选的吗" in said.out
    assert "拆开之前显示的是这个指纹吗" not in said.out
    without = check(desk.opened(desk.choice(0)).to_text())
    assert without.code == 0
    assert f"{item.prompt}：弃权" in without.out
    assert "拆开之前显示的是这个指纹吗" in without.out


def test_a_picture_and_a_file_will_do(check: Check, desk: Desk, tmp_path: Path) -> None:
    text = desk.opened(desk.choice(2)).to_text()
    picture, file = tmp_path / "photo.png", tmp_path / "code.txt"
    segno.make(text, error="m", micro=False).save(str(picture), scale=5, border=4)
    file.write_text(text + "\n")
    assert check(picture) == check(file) == check(text)
    assert check(picture).code == 0


def test_english(check: Check, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    said = check(desk.opened(desk.choice(1)).to_text())
    assert "Is this what you had chosen?" in said.out


def test_a_kiosk_that_flips_a_choice_is_caught(check: Check, desk: Desk) -> None:
    """Behind the fingerprint stands option 2; the code claims that it was option 1."""
    flipped, honest = desk.opened(desk.choice(2)), desk.opened(desk.choice(1))
    said = check(replace(flipped, choices=honest.choices).to_text())
    assert said.code == 1
    assert "证据" in said.out
    assert "opened-mismatch" in said.out


def test_a_mistyped_fingerprint_is_first_of_all_one_to_look_at_again(
    check: Check, desk: Desk
) -> None:
    opened = desk.opened(desk.choice(1))
    typed = list(opened.fingerprint[:16])
    typed[5] = "x" if typed[5] != "x" else "y"
    said = check(opened.to_text(), "--fingerprint", "".join(typed))
    assert said.code == 1
    assert 0 < said.out.index("再看一看您的记录") < said.out.index("证据")
    assert "另一个指纹" not in said.out


def test_a_kiosk_that_opens_another_ballot_is_caught_by_the_noted_fingerprint(
    check: Check,
    desk: Desk,
) -> None:
    """It shows an honest ballot instead of the one whose fingerprint it had shown before."""
    noted = desk.opened(desk.choice(2)).fingerprint
    other = desk.opened(desk.choice(1), seed=b"o" * 32)
    said = check(other.to_text(), "--fingerprint", " ".join(textwrap.wrap(noted[:16], 4)))
    assert said.code == 1
    assert "另一个指纹" in said.out


def test_a_ballot_that_was_cast_is_refused_and_nothing_of_it_is_said(
    check: Check, desk: Desk
) -> None:
    """Two attacks that the release before let pass.

    The clash: a kiosk casts one voter's ballot, shows its fingerprint and receipt to the next
    voter of the same choices as well, and opens it to whoever checks. The sale: a voter's own
    program keeps the seed of the ballot that it casts, and this command tells the buyer what it
    says. Even a server that signs for both is caught, by the record.
    """
    election, choices = desk.hall.elections[BOX], desk.hall.cast[BOX][0]
    private = desk.hall.slips[BOX].private_credentials[0]
    public = public_credential(election.group, election.uuid, private)
    unsigned = prepare_ballot(election, public, choices, KNOWN_SEED)
    sealed = (parse_ballot(election, each.data) for each in desk.record.ballots)
    (cast,) = (each for each in sealed if each.credential == public)
    assert cast.fingerprint == unsigned.fingerprint, "the seed of this ballot is known"
    item = desk.hall.box(BOX).items(desk.hall.meeting)[0]
    said = check(
        desk.spoiled(unsigned, choices, KNOWN_SEED).to_text(), "--fingerprint", cast.fingerprint
    )
    assert (said.code, "这张票已经投出" in said.out) == (1, True)
    assert item.prompt not in said.out


@pytest.mark.parametrize("right", [True, False])
def test_without_the_servers_word_nothing_is_said_of_the_ballot(
    check: Check, desk: Desk, *, right: bool
) -> None:
    """Neither what it holds, nor whether seed and choices are those of the fingerprint."""
    honest = desk.opened(desk.choice(1))
    other = ServerKey.generate()
    credential = honest.credential_of(desk.hall.elections[BOX])
    text = desk.hall.elections[BOX].group.encode(credential)
    words = (
        sign_spoiled(other, honest.setup, honest.fingerprint, text).signature,
        sign_spoiled(desk.hall.server, honest.setup, honest.fingerprint, "another").signature,
        sign_spoiled(desk.hall.server, "00" * 32, honest.fingerprint, text).signature,
        sign_spoiled(desk.hall.server, honest.setup, "A" * 43, text).signature,
        unpadded(desk.hall.server.sign(f"piaoxiang-spoiled|{honest.setup}".encode())),
    )
    seed = honest.seed if right else bytes(32)
    for word in words:
        said = check(replace(honest, word=word, seed=seed).to_text())
        assert (said.code, "opened-word" in said.out) == (1, True)
        assert "opened-mismatch" not in said.out
        assert desk.hall.box(BOX).items(desk.hall.meeting)[0].prompt not in said.out


def test_a_code_without_the_word_is_called_old(check: Check, desk: Desk) -> None:
    text = desk.opened(desk.choice(1)).to_text()
    said = check(text.rpartition(":")[0].replace("PXC2", "PXC1"))
    assert (said.code, "早先版本" in said.err) == (2, True)


def test_a_record_that_is_not_closed_does_not_tell_what_was_cast(
    check: Check, desk: Desk, tmp_path: Path
) -> None:
    """Of a folder of before the vote, or of the middle of it: nobody is told that all is well."""
    (tmp_path / "boxes" / BOX).mkdir(parents=True)
    (tmp_path / "meeting.json").write_bytes(desk.hall.definition)
    setup = RecordBuilder.start(
        TIMESTAMP,
        desk.record.election_bytes,
        desk.record.trustees_bytes,
        desk.record.credentials_bytes,
    )
    (tmp_path / "boxes" / BOX / "record.bel").write_bytes(setup.appended_bytes())
    text = desk.opened(desk.choice(1)).to_text()
    said = check(text, "--meeting", tmp_path, folder=False)
    assert (said.code, "尚未" in said.err) == (2, True)


@pytest.mark.parametrize("what", ["seed", "credential", "slip"])
def test_another_seed_or_slip_is_caught(check: Check, desk: Desk, what: str) -> None:
    honest = desk.opened(desk.choice(1))
    election = desk.hall.elections[BOX]
    foreign = election.group.base_power(99)
    unsigned = prepare_ballot(election, foreign, desk.choice(1), SEED)
    cheating = {
        "seed": replace(honest, seed=b"s" * 32),
        "credential": replace(honest, credential=b"\x05"),
        "slip": desk.spoiled(unsigned, desk.choice(1)),
    }[what]
    assert check(cheating.to_text()).code == 1


def test_a_board_is_asked_for_the_papers_and_the_fingerprint_alone(
    check: Check,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    told = {"code": "ballot-unknown"}
    setups = {"election": desk.record.election_bytes, "trustees": desk.record.trustees_bytes}
    texts = {name: data.decode() for name, data in setups.items()}
    texts["credentials"] = desk.record.credentials_bytes.decode()
    names = WorkFolder.open(desk.folder).setups()
    boxes = [
        {"id": each, "setup": names[each], "state": "closed"}
        for each in sorted(names, key=lambda box: box != BOX)
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path} {request.url.query!r}")
        if request.url.path == "/api/meeting":
            return httpx.Response(200, content=desk.hall.definition)
        if request.url.path.endswith("/proof"):
            return httpx.Response(404, json={"code": told["code"]})
        found = {"boxes": boxes} if request.url.path == "/api/boxes" else texts
        compact = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
        return httpx.Response(200, content=compact.encode())

    monkeypatch.setattr(
        check_ballot,
        "board_client",
        lambda url: httpx.Client(base_url=url, transport=httpx.MockTransport(answer)),
    )
    text = desk.opened(desk.choice(1)).to_text()
    good = check(text, "--server", "http://board", *desk.compared, folder=False)
    assert good.code == 0
    fingerprint = quote(desk.opened(desk.choice(1)).fingerprint, safe="")
    *first, last = asked
    assert first == [f"GET {path} b''" for path in _ASKED]
    assert last == f"GET /api/boxes/{BOX}/proof b'fingerprint={fingerprint}'"
    told["code"] = "ballot-waiting"
    waits = check(text, "--server", "http://board", folder=False)
    assert (waits.code, "这张票已经投出" in waits.out) == (1, True)
    told["code"] = "storage-busy"
    busy = check(text, "--server", "http://board", folder=False)
    assert (busy.code, "没有回答" in busy.err) == (2, True)
    told["code"] = "ballot-unknown"
    for changed in ({"credentials": "[]"}, {"trustees": "[]"}, lies_of_the_tellers(desk)):
        own, known = dict(texts), boxes[0]["setup"]
        texts.update(changed)
        boxes[0]["setup"] = SetupTexts(*(each.encode() for each in texts.values())).name
        refused = check(
            replace(desk.opened(desk.choice(1)), setup=boxes[0]["setup"]).to_text(),
            *("--server", "http://board"),
            folder=False,
        )
        assert (refused.code, "票箱与公布的会议不符" in refused.err) == (2, True), changed.keys()
        texts.update(own)
        boxes[0]["setup"] = known
    boxes[0]["setup"] = "00" * 32
    assert "不属于本次会议" in check(text, "--server", "http://board", folder=False).err


def lies_of_the_tellers(desk: Desk) -> dict[str, str]:
    """The meeting's own election and credentials, under keys that the board holds alone."""
    group = desk.hall.elections[BOX].group
    own = Trustees(group, (Single(make_trustee_key(group, 7)),))
    election = replace(desk.hall.elections[BOX], public_key=own.joint_key(group))
    return {"election": election.to_json(), "trustees": own.to_json()}


_ASKED = ("/api/meeting", "/api/boxes", f"/api/boxes/{BOX}/setup")


def test_unusable_input_is_named(check: Check, desk: Desk, tmp_path: Path) -> None:
    text = desk.opened(desk.choice(1)).to_text()
    empty, noise = tmp_path / "empty.png", tmp_path / "noise.jpg"
    segno.make("PXR1:something").save(str(empty), scale=5)
    noise.write_bytes(b"\xff\xd8 no picture")
    foreign = replace(desk.opened(desk.choice(1)), setup="ab" * 32).to_text()
    for opened, *options in (
        (text[:-1] + "!",),
        (tmp_path / "missing.png",),
        (empty,),
        (noise,),
        (foreign,),
        (text, "--fingerprint", "abc"),
        (text, "--fingerprint", desk.opened(desk.choice(1)).fingerprint[:15]),
        (text, "--meeting-fingerprint", "00" * 32),
        (text, "--meeting-fingerprint", ""),
        (text, "--server", "http://board"),
    ):
        said = check(opened, *options)
        assert said.code == 2, (opened, said)
        assert said.err.startswith("✗ ")
        assert "Traceback" not in said.err
    assert check(text, folder=False).code == 2
    text_file = tmp_path / "说明.txt"
    text_file.write_text("选票拆开后的说明")
    assert "请用 JPEG 或 PNG" in check(text_file).err


def test_the_code_of_a_receipt_or_a_slip_is_called_so(check: Check, tmp_path: Path) -> None:
    slip = "PX3:AAAA:very-secret"
    receipt = tmp_path / "receipt.png"
    segno.make("PXR1:something").save(str(receipt), scale=5)
    for given in (slip, receipt):
        said = check(given)
        assert said.code == 2
        assert "这是投票回执（或票码条）的二维码" in said.err
        assert "secret" not in said.err


def test_the_meetings_fingerprint_is_taken_in_both_its_forms(check: Check, desk: Desk) -> None:
    text = desk.opened(desk.choice(1)).to_text()
    option, found = desk.compared
    short = short_form(bytes.fromhex(found))
    for given in (found, found.upper(), short, short.replace(" ", ""), f"PXM1:{found}"):
        said = check(text, option, given)
        assert (said.code, short in said.out) == (0, True)
    other = short_form(bytes.fromhex("00" * 32))
    assert "这不是所给会议指纹的那场会议" in check(text, option, other).err


def test_where_a_record_is_missing_no_fingerprint_is_compared(
    check: Check, desk: Desk, tmp_path: Path
) -> None:
    folder = shutil.copytree(desk.folder, tmp_path / "some")
    for box in desk.hall.meeting.boxes():
        if box.id != BOX:
            (folder / "boxes" / box.id / "record.bel").unlink()
    text = desk.opened(desk.choice(1)).to_text()
    assert check(text, "--meeting", folder, folder=False).code == 0
    said = check(text, "--meeting", folder, *desk.compared, folder=False)
    assert (said.code, "缺少某个票箱的记录" in said.err) == (2, True)
