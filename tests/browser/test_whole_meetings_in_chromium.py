"""Whole meetings, from the clerk's files to the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screen import SCREEN
from tests.browser.whole_meeting import (
    Held,
    cast,
    choices_of_voter,
    close_and_publish,
    open_meeting,
    votes_clicked,
    votes_published,
)
from tests.kiosk.silence import silences

NOTHING = {
    "meeting.toml": """
schema = 1
id = "bare"
title = "推荐会"
date = 2026-11-21
preset = "list.toml"
people = "people.csv"
[tellers]
threshold = 2
names = ["何静宜", "罗永辉"]
[[groups]]
id = "A"
name = "全体"
size = 5
""",
    "list.toml": """
schema = 1
id = "list"
name = "推荐"
[[papers]]
id = "list"
kind = "recommendation"
title = "推荐票"
at_most = 3
[[papers.items]]
id = "slate"
about = "people_as_options"
prompt = "推荐人选"
maximum = 3
[[papers.items]]
id = "other"
about = "lines"
prompt = "另推他人 {n}"
maximum = 2
[[rounds]]
id = "r1"
name = "第一轮"
papers = ["list"]
""",
    "people.csv": "姓名\n王芳\n张伟\n李娜\n",
}


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
def test_a_meeting_with_nothing_optional(page: Page, tmp_path: Path) -> None:
    with open_meeting(tmp_path / "meeting", NOTHING, 5) as held:
        everybody_votes(held, page, english=True)
        assert "有效" in close_and_publish(held)
        assert votes_published(held) == votes_clicked(held)
        look_at_the_result(held, page, "王芳", "张伟", "李娜", "沈玉梅0")
        page.goto(held.day.board_url)
        assert silences(page.content()) == []
