"""Whole meetings, from the clerk's files to the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures.screen import SCREEN, at, at_paper, check, forward, leave, scan
from tests.browser.fixtures.whole_meeting import (
    Held,
    cast,
    choices_of_voter,
    close_and_publish,
    open_meeting,
    votes_clicked,
    votes_published,
)
from tests.kiosk.fixtures.silence import silences

MEETINGS = Path(__file__).parent / "meetings"


@pytest.fixture
def page(chromium: Browser) -> Page:
    page = chromium.new_page(viewport=SCREEN)
    page.set_default_timeout(60_000)
    return page


def everybody_votes(held: Held, page: Page, *, english: bool = False) -> None:
    """As many of every box as are entitled; the first looks at every screen, in both languages."""
    page.goto(held.day.kiosk_urls[0])
    meeting = held.day.meeting
    for box in meeting.boxes():
        held.clicked[box.id] = []
        for number in range(box.group.size):
            choices = choices_of_voter(number, box.items(meeting))
            if number == 1 and english:
                page.locator("button[value=language]").click()
                expect(page.locator("html")).to_have_attribute("lang", "en")
            cast(page, held.slips[box.id][number], choices, look_at_all=number < 2)
            held.clicked[box.id].append(choices)


def look_at_the_result(held: Held, page: Page, *names: str) -> None:
    """The board shows the published report in both languages, and nothing in it is empty."""
    page.goto(f"{held.day.board_url}/result/")
    for language in ("zh-Hans", "en"):
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert silences(page.content()) == []
        for name in names:
            expect(page.locator("main")).to_contain_text(name)
        page.locator("nav a").click()


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_a_meeting_with_nothing_optional(page: Page, tmp_path: Path) -> None:
    with open_meeting(tmp_path / "meeting", MEETINGS / "nothing", 5) as held:
        everybody_votes(held, page, english=True)
        assert "记录核验通过" in close_and_publish(held)
        assert votes_published(held) == votes_clicked(held)
        look_at_the_result(held, page, "王芳", "张伟", "李娜", "沈玉梅0")
        page.goto(held.day.board_url)
        assert silences(page.content()) == []


def the_browser_dies_and_the_slip_lets_on(held: Held, chromium: Browser) -> None:
    """A voter is half-way; a new browser has no cookie: the slip goes on, another one does not."""
    kiosk, (first, second) = held.day.kiosk_urls[0], held.slips["r1-A"][-2:]
    before = chromium.new_page(viewport=SCREEN)
    before.goto(kiosk)
    scan(before, first)
    forward(before)
    at_paper(before, 1)
    before.get_by_label("一般").check()
    forward(before)
    at_paper(before, 2)
    before.close()
    after = chromium.new_page(viewport=SCREEN)
    after.goto(kiosk)
    expect(after.locator("h1")).to_have_text("有人正在这台投票机上投票")
    check(after)
    scan(after, second)
    expect(after.locator("body[data-problem=kiosk-in-use]")).to_be_visible()
    check(after)
    scan(after, first)
    at(after, "notice")
    forward(after)
    at_paper(after, 1)
    expect(after.locator("input:checked")).to_have_count(0)
    leave(after)
    after.close()


@pytest.mark.slow
def test_a_meeting_with_everything(chromium: Browser, page: Page, tmp_path: Path) -> None:
    """Every command starts as it does when it is typed, and none is warm."""
    with open_meeting(tmp_path / "meeting", MEETINGS / "everything", 6) as held:
        the_browser_dies_and_the_slip_lets_on(held, chromium)
        everybody_votes(held, page)
        assert "记录核验通过" in close_and_publish(held)
        assert votes_published(held) == votes_clicked(held)
        look_at_the_result(held, page, "沈玉梅0")
