"""A tenth name, a scan in the wrong place, standing still, no scripts, only a keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import STAFF, Hall
from tests.browser.fixtures.screen import (
    OpenScreen,
    at,
    at_paper,
    check,
    forward,
    leave,
    past_table,
    scan,
    seen,
)


def test_the_limit_is_explained_and_nothing_is_taken_away(screen: Page, hall: Hall) -> None:
    page = screen
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    forward(page)
    at_paper(page, 2)
    past_table(page)
    at_paper(page, 3)
    people = page.locator(".person")
    count = page.locator("main .count")
    assert page.locator("main").inner_text().count("最多") == 1  # the limit is said once
    expect(count).to_have_text("已推荐 0 人，还可推荐 9 人。")
    for number in range(9):
        people.nth(number).click()
    expect(count).to_have_text("已推荐满 9 人。要改，请先取消一人。")
    people.nth(10).click()
    assert [people.nth(number).locator("input").is_checked() for number in range(12)] == [
        *[True] * 9, False, False, False,
    ]  # fmt: skip
    people.nth(0).click()
    expect(count).to_have_text("已推荐 8 人，还可推荐 1 人。")
    leave(page)


def test_what_is_longer_than_the_screen_says_so_until_its_end(screen: Page, hall: Hall) -> None:
    """The word stands at the lower edge; the keyboard scrolls the notice, and then it is gone."""
    page = screen
    scan(page, hall.codes["r1-C"][8])
    at(page, "notice")
    more = page.locator(".more")
    expect(more).to_have_css("visibility", "visible")
    expect(more).to_have_text("下面还有 ↓")
    assert page.evaluate("document.querySelector('main').scrollTop") == 0
    page.keyboard.press("Tab")
    for _ in range(10):
        if page.evaluate("document.activeElement === document.querySelector('main')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(more).to_have_css("visibility", "hidden")
    press(page, "已阅读，开始填票")
    at_paper(page, 1)
    expect(more).to_have_css("visibility", "hidden")  # it fits
    leave(page)


def test_a_scanner_on_another_screen_presses_nothing(screen: Page, hall: Hall) -> None:
    page = screen
    scan(page, hall.codes["r1-C"][3])
    at(page, "notice")
    for focus in ("footer .go.main", "footer .left summary", ".help summary"):
        page.locator(focus).focus()
        scan(page, hall.codes["r1-C"][4])
        at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.get_by_label("称职", exact=True).check()
    scan(page, hall.codes["r1-C"][4])
    page.wait_for_timeout(300)
    at_paper(page, 1)
    expect(page.get_by_label("称职", exact=True)).to_be_checked()
    leave(page)


def test_standing_still_asks_then_locks(screen: Page, hall: Hall) -> None:
    page = screen
    page.clock.install()
    scan(page, hall.codes["r1-C"][5])
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.get_by_label("称职", exact=True).check()
    page.clock.fast_forward(181_000)
    expect(page.locator("#idle")).to_be_visible()
    assert seen(page)["sideways"] <= 0
    page.get_by_role("button", name="继续填写").click()
    expect(page.locator("#idle")).to_be_hidden()
    expect(page.get_by_label("称职", exact=True)).to_be_checked()
    page.clock.fast_forward(181_000)
    expect(page.locator("#idle")).to_be_visible()
    page.clock.fast_forward(31_000)
    at(page, "locked")
    check(page)
    page.locator("#staff").fill(STAFF)
    page.keyboard.press("Enter")
    at(page, "start")


def test_without_javascript_enter_keeps_the_page_and_the_answer(
    open_screen: OpenScreen, hall: Hall
) -> None:
    page = open_screen(java_script_enabled=False)
    scan(page, hall.codes["r1-C"][6])
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.locator(".opt input").nth(1).check(force=True)
    page.keyboard.press("Enter")
    at_paper(page, 1)
    expect(page.locator(".opt input").nth(1)).to_be_checked()
    page.locator("button[value=size]").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    expect(page.locator(".opt input").nth(1)).to_be_checked()
    forward(page)
    at_paper(page, 2)
    leave(page)


def test_everything_can_be_done_with_the_keyboard(screen: Page, hall: Hall) -> None:
    page = screen
    scan(page, hall.codes["r1-C"][7])
    at(page, "notice")
    press(page, "已阅读，开始填票")
    at_paper(page, 1)
    page.locator(".opt input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".opt input").nth(1)).to_be_checked()
    focused = page.evaluate("getComputedStyle(document.activeElement.closest('.opt')).outlineWidth")
    assert focused == "5px"
    press(page, "下一页")
    at_paper(page, 2)
    leave(page)


def press(page: Page, words: str) -> None:
    """Walk to a button with Tab and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == words:
            page.wait_for_timeout(100)
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the keyboard does not reach {words}")
