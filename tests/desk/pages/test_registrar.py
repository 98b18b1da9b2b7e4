"""The registrar's way: slips are made by the real command, printed once, destroyed, and loaded."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from desk.accounts.role import Role
from desk.pages.registrar import MUST_BE_TRUE
from desk.registering.slips import Slips
from tests.desk.fixtures.browser import Browser, with_account
from tests.desk.fixtures.published_meeting import AT, publish, tellers_accept

PAGE = f"{AT}/registrar"


def do(browser: Browser, what: str, form: dict[str, object] | None = None) -> int:
    return browser.post(f"{PAGE}/{what}", form or {}, page=PAGE).status_code


def make(browser: Browser, folder: Path) -> None:
    assert do(browser, "make") == 303
    job = browser.here.jobs.of(folder)
    assert job is not None
    job.wait()
    assert job.trouble is None
    assert job.percent > 0


def all_true(*watched: str) -> dict[str, object]:
    return {**dict.fromkeys(MUST_BE_TRUE, "on"), "tellers": list(watched)}


def test_slips_are_made_printed_once_destroyed_and_the_server_is_loaded(browser: Browser) -> None:
    folder = publish(browser)
    slips = Slips(folder)
    tellers = slips.meeting().tellers
    make(browser, folder)
    assert slips.secret.stat().st_mode & 0o777 == 0o700
    assert slips.pdf.stat().st_mode & 0o777 == 0o600
    page = browser.get(PAGE).text
    assert slips.fingerprint() in page
    assert "<svg" in page
    assert do(browser, "destroy", all_true(tellers[0])) == 409, "not before they were printed"
    assert do(browser, "load") == 409, "not while a file has the codes"

    printed = browser.post(f"{PAGE}/print", {}, page=PAGE)
    assert printed.data == slips.pdf.read_bytes()
    assert printed.data.startswith(b"%PDF")
    assert printed.headers["Cache-Control"] == "no-store"
    assert do(browser, "print") == 422
    assert do(browser, "print", {"reason": "卡纸"}) == 200

    half = {name: "on" for name in MUST_BE_TRUE if name != "printer"} | {"tellers": [tellers[0]]}
    told = browser.post(f"{PAGE}/destroy", half, page=PAGE)
    assert told.status_code == 422
    assert 'href="#printer"' in told.text
    assert do(browser, "destroy", all_true("nobody")) == 422
    assert slips.pdf.exists()
    assert do(browser, "destroy", all_true(tellers[0])) == 303
    assert list(slips.secret.iterdir()) == []
    assert do(browser, "print") == 409
    assert do(browser, "make") == 409, "new slips would make the printed ones worthless"

    assert do(browser, "load") == 303
    assert f"{AT}/console" in browser.get(PAGE).text
    journal = browser.get("/journal").text
    for line in ("slips-begun", "slips-shown", "卡纸", "slips-destroyed", "server-loaded"):
        assert line in journal
    assert tellers[0] in journal


def test_before_the_tellers_have_their_key_there_is_nothing_to_make(browser: Browser) -> None:
    folder = publish(browser, with_key=False)
    assert "尚未" in browser.get(PAGE).text
    assert browser.post(f"{PAGE}/make", {}, page="/accounts").status_code == 409
    tellers_accept(folder)
    assert f"{PAGE}/make" in browser.get(PAGE).text


def test_what_the_command_refuses_is_said_and_can_be_tried_again(browser: Browser) -> None:
    folder = publish(browser)
    trustees = folder / "opening" / "trustees.json"
    good = trustees.read_bytes()
    trustees.write_bytes(b"{}")
    assert do(browser, "make") == 303
    job = browser.here.jobs.of(folder)
    assert job is not None
    job.wait()
    page = browser.get(PAGE).text
    assert "trustees.json" in page
    assert "Traceback" not in page
    trustees.write_bytes(good)
    make(browser, folder)


def test_slips_whose_making_was_cut_short_are_destroyed_before_new_ones(browser: Browser) -> None:
    folder = publish(browser)
    slips = Slips(folder)
    slips.secret.mkdir(mode=0o700)
    slips.pdf.write_bytes(b"%PDF half")
    assert do(browser, "print") == 409
    make(browser, folder)
    assert slips.pdf.read_bytes() != b"%PDF half"
    assert "slips-destroyed" in browser.get("/journal").text


def test_what_is_destroyed_was_overwritten_in_its_place(tmp_path: Path) -> None:
    slips = Slips(tmp_path)
    slips.secret.mkdir()
    slips.pdf.write_bytes(b"secret" * 1000)
    other = tmp_path / "the same file under another name"
    other.hardlink_to(slips.pdf)
    slips.destroy()
    assert not slips.pdf.exists()
    assert other.stat().st_size == 6000
    assert b"secret" not in other.read_bytes()


def test_only_the_registrar_is_handed_the_slips(app: Flask, browser: Browser) -> None:
    make(browser, publish(browser))
    for role in set(Role) - {Role.REGISTRAR}:
        other = with_account(app, role, role)
        other.sign_in(role)
        sent = other.post(f"{PAGE}/print", {}, page=PAGE if role is Role.OBSERVER else "/")
        assert sent.status_code in {400, 403}
        assert b"%PDF" not in sent.data
        assert b"%PDF" not in other.get(f"{PAGE}/print").data
