"""`piaoxiang registrar slips`: printed slips and the server's folder, or one thing to do."""

from __future__ import annotations

import stat
from pathlib import Path

import pypdfium2
import pytest

from crypto.board.server_key import short_form
from meeting.command_line.given_fingerprint import given_fingerprint
from meeting.command_line.wrong_folder import refuse_other_folder
from meeting.problem import Problem
from meeting.published.definition_file import published
from meeting.published.given_fingerprint import QR_PREFIX
from meeting.registrar.prepared_folder import load_prepared
from meeting.registrar.slip_code import PREFIX, parse_slip_code
from tests.fixtures.read_codes import codes_with
from tests.meeting.fixtures.commands import run
from tests.meeting.fixtures.township import (
    small_township,
    township,
    trustees_of,
)


@pytest.fixture(autouse=True)
def wide_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)  # where the slips go if nobody says where
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)


@pytest.fixture
def meeting_folder(tmp_path: Path) -> Path:
    """A small published meeting with the tellers' key beside it."""
    folder = tmp_path / "meeting"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(published(small_township()))
    (folder / "trustees.json").write_text(trustees_of().to_json(), encoding="utf-8")
    return folder


def test_slips_makes_the_pdf_and_the_folder_for_the_server(
    meeting_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trustees = meeting_folder / "trustees.json"
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees) == 0
    told = capsys.readouterr().out
    assert "`shred -u -- " in told
    assert "piaoxiang server load" in told
    for number, name in enumerate(township().tellers, start=1):
        check = f"piaoxiang teller check {meeting_folder / 'prepared'} --key teller-{number}.key"
        assert f"    # {number} {name}\n    {check}\n" in told
    pdf = meeting_folder.parent / "slips.pdf"
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    prepared = load_prepared(meeting_folder / "prepared")
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    codes = [
        code
        for page in document
        for code in codes_with(PREFIX, page.render(scale=2.5, grayscale=True).to_pil())
    ]
    document.close()
    assert len(codes) == sum(box.slips for box in prepared.meeting.boxes())
    credentials = {parse_slip_code(code, prepared.meeting_fingerprint).credential for code in codes}
    assert len(credentials) == len(codes)
    assert prepared.meeting_fingerprint in told
    assert short_form(bytes.fromhex(prepared.meeting_fingerprint)) in told
    for setup in prepared.setups.values():
        assert sum(f":{setup[:32]}:" in code for code in codes) > 0
    for file in meeting_folder.rglob("*.json"):
        content = file.read_text(encoding="utf-8")
        assert not any(credential in content for credential in credentials)
    assert not any(credential in told for credential in credentials)

    assert prepared.definition_hash in told, "the organiser's, to be compared with publish"
    file = meeting_folder / "meeting-fingerprint.txt"
    assert given_fingerprint(str(file)).fits(prepared.meeting_fingerprint)
    notice = pypdfium2.PdfDocument((meeting_folder / "notice.pdf").read_bytes())
    (drawn,) = codes_with(QR_PREFIX, notice[0].render(scale=2, grayscale=True).to_pil())
    printed = notice[0].get_textpage().get_text_bounded()
    assert len(notice) == 1
    notice.close()
    assert drawn == file.read_text(encoding="ascii").strip()
    short = short_form(bytes.fromhex(prepared.meeting_fingerprint))
    assert all(group in printed for group in short.split(" "))
    assert not any(credential in printed for credential in credentials)

    # A second time would make the printed slips worthless.
    before = pdf.read_bytes()
    other = meeting_folder.parent / "other.pdf"
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees, "--out", other) == 2
    assert "已制作过票码条" in capsys.readouterr().err
    assert not other.exists()
    assert pdf.read_bytes() == before


def test_an_existing_pdf_is_not_overwritten_and_no_folder_is_left(
    meeting_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = meeting_folder.parent / "slips.pdf"
    pdf.write_bytes(b"mine")
    trustees = meeting_folder / "trustees.json"
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees) == 2
    assert "slips.pdf" in capsys.readouterr().err
    assert pdf.read_bytes() == b"mine"
    assert not (meeting_folder / "prepared").exists()


@pytest.mark.parametrize(
    "place",
    [
        "meeting/slips.pdf",
        "meeting/later/../slips.pdf",
        "meeting/prepared/slips.pdf",
        "into/slips.pdf",
        "meeting/away/slips.pdf",
    ],
)
def test_the_slips_are_not_put_into_the_folder_that_goes_round(
    meeting_folder: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (meeting_folder / "away").symlink_to(meeting_folder.parent)
    (meeting_folder.parent / "into").symlink_to(meeting_folder)
    (meeting_folder / "later").mkdir()
    before = sorted(path.name for path in meeting_folder.iterdir())
    slips = ("registrar", "slips", "--trustees", meeting_folder / "trustees.json")
    assert run(*slips, meeting_folder, "--out", place) == 2
    told = capsys.readouterr().err
    assert "票码条不能放在会议文件夹里" in told
    assert "如 --out slips.pdf" in told
    assert sorted(path.name for path in meeting_folder.iterdir()) == before


def test_without_a_place_the_slips_do_not_go_into_the_folder_that_goes_round(
    meeting_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(meeting_folder)
    assert run("registrar", "slips", ".", "--trustees", "trustees.json") == 2
    assert "票码条不能放在会议文件夹里" in capsys.readouterr().err
    assert not (meeting_folder / "slips.pdf").exists()
    assert not (meeting_folder / "prepared").exists()


def test_other_tellers_get_no_slips(
    meeting_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trustees = meeting_folder / "trustees.json"
    trustees.write_text(trustees_of(threshold=3).to_json(), encoding="utf-8")
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees) == 2
    assert "3 人中 3 人" in capsys.readouterr().err
    assert sorted(path.name for path in meeting_folder.iterdir()) == [
        *("meeting.json", "trustees.json")
    ]


def test_slips_before_the_tellers_have_a_key_name_the_missing_step(
    meeting_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trustees = meeting_folder / "trustees.json"
    assert run("registrar", "slips", meeting_folder, "--trustees", tmp_path / "no.json") == 2
    again = f"piaoxiang registrar slips {meeting_folder} --trustees {trustees}"
    assert again in capsys.readouterr().err
    trustees.unlink()
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees) == 2
    assert f"piaoxiang teller assemble {meeting_folder}" in capsys.readouterr().err
    assert run("registrar", "slips", tmp_path, "--trustees", trustees) == 2
    assert f"--out {tmp_path}" in capsys.readouterr().err


def test_another_folder_than_the_prepared_one_is_named(meeting_folder: Path) -> None:
    with pytest.raises(Problem) as caught:
        refuse_other_folder(meeting_folder, lambda found: f"load {found}")
    assert caught.value.code == "prepared-not-yet"
    assert "piaoxiang registrar slips" in caught.value.text("zh")
    with pytest.raises(Problem) as caught:
        refuse_other_folder(meeting_folder / "prepared")
    assert caught.value.code == "prepared-not-yet"
    assert f"piaoxiang registrar slips {meeting_folder} " in caught.value.text("zh")
    trustees = meeting_folder / "trustees.json"
    assert run("registrar", "slips", meeting_folder, "--trustees", trustees) == 0
    with pytest.raises(Problem) as caught:
        refuse_other_folder(meeting_folder, lambda found: f"load {found}")
    assert caught.value.code == "prepared-inside"
    assert f"load {meeting_folder / 'prepared'}" in caught.value.text("zh")
    with pytest.raises(Problem) as caught:
        refuse_other_folder(meeting_folder.parent, lambda found: f"load {found}")
    assert caught.value.code == "prepared-none"
    assert "也不是会议文件夹" in caught.value.text("zh")
    assert "load opening/prepared" in caught.value.text("zh")
