"""Closing in two steps with real processes: who finishes, who is held back, who is too late."""

from __future__ import annotations

import re
import time

import httpx
from playwright.sync_api import Browser, Page, expect

from demo.process import run
from tests.browser.conftest import Hall
from tests.browser.fixtures.screen import SCREEN, at, check, forward, past_table, scan

BOX = "r1-B"
SOON = 30_000  # milliseconds: a kiosk tells and asks every ten seconds


def in_booths(hall: Hall) -> int:
    """How many are in the booths with a slip of the box, as the command says it."""
    lines = run("server", "status", hall.server).splitlines()
    at_box = next(number for number, line in enumerate(lines) if line.startswith(f"{BOX} "))
    found = next(line for line in lines[at_box:] if re.search("投票机前|in the booths", line))
    return int(re.findall(r"\d+", found)[0])


def until(count: int, hall: Hall) -> None:
    deadline = time.monotonic() + SOON / 1000
    while in_booths(hall) != count:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def accepted(hall: Hall) -> int:
    boxes = httpx.get(f"{hall.board}/api/boxes", trust_env=False).json()["boxes"]
    return int(next(box["ballots"] for box in boxes if box["id"] == BOX))


def to_review(page: Page) -> None:
    at(page, "notice")
    forward(page)
    while page.locator("body[data-page=paper]").is_visible():
        past_table(page)
    at(page, "review")


def test_last_voters_finish_others_are_held_back_and_the_late_read_it(
    own_hall: Hall, chromium: Browser
) -> None:
    context = chromium.new_context(viewport=SCREEN)
    page = context.new_page()
    page.goto(own_hall.kiosk)
    first, second, *_ = own_hall.codes[BOX]
    assert in_booths(own_hall) == 0
    scan(page, first)
    at(page, "notice")
    until(1, own_hall)
    run("server", "last-voters", own_hall.server)
    to_review(page)
    forward(page)
    at(page, "fingerprint")
    page.locator("#cast").click()
    at(page, "receipt")
    assert accepted(own_hall) == 1
    forward(page)
    at(page, "start")
    until(0, own_hall)

    expect(page.locator(".ending")).to_be_visible(timeout=SOON)  # nobody touched the screen
    check(page)
    scan(page, second)
    expect(page.locator("body[data-problem=last-voters]")).to_be_visible()
    check(page)

    run("server", "last-voters", own_hall.server, "--undo")
    scan(page, second)
    at(page, "notice")
    forward(page)
    expect(page.locator("body[data-page=paper]")).to_be_visible()
    run("server", "close", own_hall.server, "--yes")
    deadline = time.monotonic() + SOON / 1000
    while page.locator("body[data-problem=too-late]").count() == 0:
        assert time.monotonic() < deadline
        page.goto(own_hall.kiosk)
        time.sleep(1)
    check(page)
    forward(page)
    at(page, "start")
    scan(page, second)
    expect(page.locator("body[data-problem=box-closed]")).to_be_visible()
    check(page)
    assert accepted(own_hall) == 1
    context.close()
