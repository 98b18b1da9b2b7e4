"""The console: a real server is started, its boxes opened and closed, and it is stopped."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from flask import Flask

from desk.accounts.role import Role
from desk.holding.server_process import NOTE, ServerProcess
from desk.processes.command import run
from desk.registering.slips import Slips
from tests.desk.fixtures.browser import PASSPHRASE, Browser, with_account
from tests.desk.fixtures.published_meeting import AT, publish

PAGE = f"{AT}/console"


@pytest.fixture
def folder(browser: Browser) -> Iterator[Path]:
    """A published meeting; whatever server was started for it is stopped."""
    found = publish(browser)
    yield found
    ServerProcess(found).stop()


def loaded(folder: Path, tmp_path: Path) -> None:
    slips = Slips(folder)
    trustees = slips.opening / "trustees.json"
    pdf = tmp_path / "slips.pdf"
    run("zh", "registrar", "slips", slips.opening, "--trustees", trustees, "--out", pdf)
    run("zh", "server", "load", folder / "server", slips.prepared)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def do(browser: Browser, what: str, form: dict[str, str] | None = None) -> int:
    return browser.post(f"{PAGE}/{what}", form or {}, page=PAGE).status_code


def test_a_day_from_the_start_of_the_server_to_closed_boxes(
    app: Flask, browser: Browser, folder: Path, tmp_path: Path
) -> None:
    loaded(folder, tmp_path)
    assert do(browser, "copy") == 409, "nothing runs yet"
    port = free_port()
    assert do(browser, "start", {"for": "here", "port": str(port)}) == 303
    first = ServerProcess(folder).running()
    assert first is not None
    assert do(browser, "start", {"for": "here", "port": str(port)}) == 303
    assert ServerProcess(folder).running() == first, "one server, however often it is started"

    assert do(browser, "open", {"box": "r9-Z"}) == 404
    assert do(browser, "open") == 303
    boxes = httpx.get(f"{first.url}/api/boxes").json()["boxes"]
    assert {each["state"] for each in boxes} == {"open"}
    told = browser.post(f"{PAGE}/open", {}, page=PAGE)
    assert told.status_code == 422, "they are open"
    assert "Traceback" not in told.text

    assert do(browser, "last-voters") == 303
    assert 'name="undo"' in browser.get(PAGE).text
    assert do(browser, "last-voters", {"undo": "1"}) == 303
    assert 'name="undo"' not in browser.get(PAGE).text

    sent = browser.post(f"{PAGE}/copy", {}, page=PAGE)
    with ZipFile(BytesIO(sent.data)) as archive:
        names = archive.namelist()
        assert archive.read("meeting.json") == (folder / "opening/meeting.json").read_bytes()
    assert {f"boxes/{each['id']}.bel" for each in boxes} < set(names)

    sent.close()

    with_account(app, "王芳", Role.CONSOLE)
    with_account(app, "看客", Role.OBSERVER)
    for name, passphrase in (("", ""), ("王芳", "wrong words here"), ("看客", PASSPHRASE)):
        assert do(browser, "close", {"name": name, "passphrase": passphrase}) == 422
    assert {each["state"] for each in httpx.get(f"{first.url}/api/boxes").json()["boxes"]} == {
        "open"
    }
    assert do(browser, "close", {"name": "王芳", "passphrase": PASSPHRASE}) == 303
    assert "监票人" in browser.get(PAGE).text
    assert {each["state"] for each in httpx.get(f"{first.url}/api/boxes").json()["boxes"]} == {
        "closed"
    }

    assert do(browser, "stop") == 303
    assert ServerProcess(folder).running() is None
    journal = browser.get("/journal").text
    for line in (
        *("server-started", "boxes-opened", "last-voters-undone", "records-copied"),
        *("boxes-closed", "second: 王芳", "server-stopped"),
    ):
        assert line in journal


@pytest.mark.usefixtures("folder")
def test_nobody_closes_as_both_people(app: Flask) -> None:
    alone = with_account(app, "王芳", Role.CONSOLE)
    alone.sign_in("王芳")
    sent = alone.post(f"{PAGE}/close", {"name": "王芳", "passphrase": PASSPHRASE}, page=PAGE)
    assert sent.status_code == 422
    assert "另一个人" in sent.text


@pytest.mark.usefixtures("folder")
def test_codes_of_kiosks_are_shown_once_and_kept_nowhere(browser: Browser) -> None:
    sent = browser.post(f"{PAGE}/kiosks", {"names": "东门\n西门"})
    assert sent.status_code == 200
    assert sent.headers["Cache-Control"] == "no-store"
    assert sent.text.count('class="code-once"') == 2
    after = browser.get(f"{PAGE}/kiosks").text
    assert "code-once" not in after
    assert "东门" in after
    assert "kiosks-invited" in browser.get("/journal").text


@pytest.mark.parametrize("port", ["", "x", "80", "70000", "-1", "٨٠٠٠"])
def test_a_port_that_is_none_starts_nothing(browser: Browser, folder: Path, port: str) -> None:
    assert do(browser, "start", {"port": port}) == 422
    assert not (folder / NOTE).exists()


def test_a_port_that_is_taken_is_said(browser: Browser, folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = browser.post(f"{PAGE}/start", {"for": "here", "port": str(port)}, page=PAGE)
    assert told.status_code == 422
    assert str(port) in told.text
    assert ServerProcess(folder).running() is None


def test_a_process_that_is_no_server_of_this_folder_is_never_stopped(folder: Path) -> None:
    note = f'{{"host":"127.0.0.1","port":8000,"process":{os.getpid()}}}'
    (folder / NOTE).write_text(note, encoding="utf-8")
    server = ServerProcess(folder)
    assert server.running() is None
    server.stop()
