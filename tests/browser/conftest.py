"""A real server, a real kiosk and a real Chromium, each a process of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from demo.enrolling import codes_in, enrolling
from demo.process import Service, free_port, run
from meeting.examples import TOWNSHIP_EN
from meeting.organiser.meeting_file import read_organised
from meeting.published.definition_file import published
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.slip_code import slip_code
from tests.browser.fixtures.screen import SCREEN, OpenScreen
from tests.kiosk.fixtures.prepared_boxes import prepared

CHROMIUM = Path("/usr/bin/chromium")
STAFF = "246802"


@dataclass
class Hall:
    """Where the kiosk is, and the codes of the slips that were drawn, by box."""

    server: Path
    board: str
    kiosk: str
    codes: dict[str, list[str]] = field(repr=False)


@contextmanager
def serving(log: Path, *words: str | Path) -> Iterator[str]:
    """Run a command that serves, until the end of the block; give its address."""
    service = Service.start(str(words[0]), *words, port=free_port(), log=log)
    try:
        yield service.url
    finally:
        service.stop()


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with opened_hall(tmp_path_factory.mktemp("hall")) as found:
        yield found


@pytest.fixture
def own_hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall for one test alone, which closes its boxes."""
    with opened_hall(tmp_path) as found:
        yield found


@contextmanager
def opened_hall(folder: Path) -> Iterator[Hall]:
    """The shipped example meeting on a real server with its boxes open, and one kiosk."""
    codes, words = made_hall(folder)
    with (
        serving(folder / "server.log", "server", "run", folder / "server") as board,
        serving(folder / "kiosk.log", "kiosk", "run", "--server", board, *words) as kiosk,
    ):
        yield Hall(folder / "server", board, kiosk, codes)


def made_hall(folder: Path) -> tuple[dict[str, list[str]], list[str | Path]]:
    """Make its server in `folder`; the slips' codes by box, and what its kiosk is told."""
    found = re.search(r"\b[0-9a-f]{64}\b", run("server", "init", folder / "server"))
    assert found is not None
    example = read_organised(TOWNSHIP_EN / "meeting.toml").meeting
    meeting = replace(example, server_key=found[0])
    definition = published(meeting)
    ready = folder / "prepared"
    ready.mkdir()
    (ready / "meeting.json").write_bytes(definition)
    slips: dict[str, tuple[str, ...]] = {}
    setups: dict[str, str] = {}
    for box in meeting.boxes():
        made = prepared(box.id, meeting)
        place = ready / "boxes" / box.id
        place.mkdir(parents=True)
        for name in ("election", "trustees", "credentials"):
            (place / f"{name}.json").write_bytes(getattr(made.texts, name))
        setups[box.id] = made.texts.name
        slips[box.id] = made.slips.private_credentials
    fingerprint = meeting_fingerprint(setups)
    codes = {
        box: [slip_code(fingerprint, setups[box], each) for each in credentials]
        for box, credentials in slips.items()
    }
    staff = folder / "staff-code"
    staff.write_text(STAFF)
    run("server", "load", folder / "server", ready)
    run("server", "open", folder / "server")
    (code,) = codes_in(run("server", "enrol", folder / "server"))
    return codes, [
        *("--staff-code-file", staff),
        *("--meeting-fingerprint", fingerprint),
        *enrolling(folder / "kiosk", code),
    ]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that kiosks run. Without it these tests fail: they never pass unseen."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; install the Debian package chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_screen(chromium: Browser, hall: Hall) -> Iterator[OpenScreen]:
    """A way to put a browser before the kiosk; its visit ends with the test."""
    contexts: list[BrowserContext] = []

    def opened(**looks: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": SCREEN, **looks}))
        page = contexts[-1].new_page()
        page.goto(hall.kiosk)
        expect(page.locator("[autofocus]")).to_be_focused()  # nobody scans before it is drawn
        return page

    yield opened
    for context in contexts:
        end_visit(context, hall.kiosk)
        context.close()


@pytest.fixture(scope="session")
def usual(chromium: Browser) -> Iterator[Page]:
    """A page that keeps the kiosk's typefaces from one test to the next, and no cookie."""
    page = chromium.new_page(viewport=SCREEN)
    yield page
    page.close()


@pytest.fixture
def screen(usual: Page, hall: Hall) -> Iterator[Page]:
    """The kiosk on that page; its visit ends with the test."""
    usual.goto(hall.kiosk)
    yield usual
    end_visit(usual.context, hall.kiosk)
    usual.context.clear_cookies()


def end_visit(context: BrowserContext, kiosk: str) -> None:
    """Leave the booth free for the next test, also after one that failed half-way."""
    for path, fields in (("/leave", {}), ("/locked", {"staff": STAFF})):
        token = re.search('name="csrf_token" value="([^"]+)"', context.request.get(kiosk).text())
        if token is not None:
            context.request.post(kiosk + path, form={"csrf_token": token[1], **fields})
