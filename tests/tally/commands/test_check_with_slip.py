"""`piaoxiang check-ballot` compares the slip too, and takes no code as a part of the command."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
import segno

import piaoxiang
from tests.tally.fixtures.check_desk import BOX, Check, Desk
from tests.tally.fixtures.typed_commands import Terminal


def test_the_slip_is_compared(check: Check, desk: Desk, tmp_path: Path) -> None:
    """The attack: a kiosk asks the server to void an accomplice's ballot, and opens it to all.

    The server's word is good and the choices are those of a voter who chose the same.
    """
    text, own = desk.opened(desk.choice(1)).to_text(), desk.scanned(0)
    picture, file = tmp_path / "slip.png", tmp_path / "slip.txt"
    segno.make(own, error="m", micro=False).save(str(picture), scale=5, border=4)
    file.write_text(desk.hall.slips[BOX].private_credentials[0] + "\n")
    for given in (own, picture, file):
        said = check(text, "--slip", given)
        assert (said.code, "用这张票码条做的" in said.out, "没有核对" in said.out) == (
            0,
            True,
            False,
        )
    assert "没有核对票码条" in check(text).out
    item = desk.hall.box(BOX).items(desk.hall.meeting)[0]
    for other in (desk.scanned(1), desk.scanned(0, "r1-B")):
        said = check(text, "--slip", other)
        assert (said.code, "不是用这张票码条做的" in said.out) == (1, True)
        assert item.prompt not in said.out


def test_a_slip_that_cannot_be_compared_is_said_to_be(
    check: Check, desk: Desk, tmp_path: Path
) -> None:
    text, own = desk.opened(desk.choice(1)).to_text(), desk.scanned(0)
    foreign = own.replace(own[4:12], "00000000" if own[4:12] != "00000000" else "11111111")
    for code, words in ((foreign, "另一个会议"), (own[:-3], "不是票码"), (text, "不是票码")):
        said = check(text, "--slip", code)
        assert (said.code, words in said.err) == (2, True), said
        assert own[-12:] not in said.err
    assert check(text, "--slip", tmp_path / "nothing.png").code == 2
    folder = shutil.copytree(desk.folder, tmp_path / "some")
    (folder / "boxes" / "r1-B" / "record.bel").unlink()
    said = check(text, "--meeting", folder, "--slip", own, folder=False)
    assert (said.code, "缺少某个票箱的记录" in said.err) == (2, True)


def test_a_code_in_the_command_is_refused_and_not_repeated(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attack: anybody on the computer lists its processes, and reads slips and choices."""
    text, place = desk.opened(desk.choice(1)).to_text(), ("--meeting", str(desk.folder))
    credential = desk.hall.slips[BOX].private_credentials[0]
    for words in (
        ("check-ballot", text, *place),
        ("check-ballot", credential, *place),
        ("check-ballot", "missing.png", "--slip", desk.scanned(0), *place),
        ("verify", str(desk.folder), "--opened", text),
    ):
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main(list(words))
        printed = capsys.readouterr()
        if "missing.png" not in words:
            assert (stopped.value.code, "不要写在命令里" in printed.err) == (2, True), words
        assert credential not in printed.err + printed.out
        assert text not in printed.err + printed.out


def test_codes_are_scanned_at_a_terminal(
    desk: Desk, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, place = desk.opened(desk.choice(1)).to_text(), ("--meeting", desk.folder)
    monkeypatch.setattr("sys.stdin", Keyboard())
    said = terminal.run("check-ballot", "-", *place, answers=(text, desk.scanned(0)))
    assert (said.code, "made for this slip" in said.out) == (0, True)
    assert [each.split()[0] for each in said.asked] == ["Scan", "Scan"]
    said = terminal.run("check-ballot", "-", *place, answers=(text, ""))
    assert (said.code, "slip was not compared" in said.out) == (0, True)


class Keyboard(io.StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


def test_nobody_scans_and_nothing_comes(check: Check, desk: Desk) -> None:
    said = check("-")
    assert (said.code, "没有人能扫码" in said.err) == (2, True)
    said = check(desk.opened(desk.choice(1)).to_text(), "--slip", "-")
    assert (said.code, "没有人能扫码" in said.err) == (2, True)
