"""Tables of people in a real Chromium: counted taps, measured targets, nobody passed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meeting.definition.meeting import Meeting
from tests.browser.fixtures.fake_booth import Booth, booth_before, look
from tests.browser.fixtures.screen import SCREEN, ZOOMED, at, at_paper, check, forward
from tests.kiosk.fixtures.table_papers import double_evaluation

SMALL: ViewportSize = {"width": 1280, "height": 800}
COUNT_TAPS = """
addEventListener("pointerdown", () => {
  sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true)
"""
MOST_TAPS = 25
"""A double evaluation of nine people and their team, from the notice to the receipt."""
LOOKS = [
    ("zh", "standard", SCREEN),
    ("zh", "dark", SMALL),
    ("en", "high", SCREEN),
    ("zh", "standard", ZOOMED),
    ("en", "standard", ZOOMED),
]


@pytest.fixture(scope="module")
def booth(chromium: Browser) -> Iterator[Booth]:
    with booth_before(chromium) as before:
        yield before


def to_table(booth: Booth, meeting: Meeting, viewport: ViewportSize) -> Page:
    page, _ = booth.voter(meeting, viewport)
    forward(page)
    at_paper(page, 2)
    return page


def mark(page: Page, row: int, column: int) -> None:
    page.locator("tbody tr").nth(row).locator("input.mark").nth(column).click()


def test_a_double_evaluation_of_nine_takes_25_taps_at_most(chromium: Browser, booth: Booth) -> None:
    """Nine people stand on one screen of 1280x800; every tap is one that a finger makes."""
    page = chromium.new_page(viewport=SMALL)
    page.add_init_script(COUNT_TAPS)
    board = booth.put(double_evaluation(9))
    page.goto(booth.address)
    page.locator("#code").press_sequentially(board.code())
    page.keyboard.press("Enter")
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.locator(".opt").first.click()
    forward(page)
    at_paper(page, 2)
    for row in range(9):
        mark(page, row, row % 4)
        mark(page, row, 4 + row % 5)
    expect(page.locator("#missing")).to_have_text("本页已填完。")
    assert page.evaluate("document.querySelector('main').scrollTop") == 0
    forward(page)
    at(page, "review")
    expect(page.locator(".open")).to_have_count(0)
    forward(page)
    at(page, "fingerprint")
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    taps = page.evaluate("Number(sessionStorage.taps)")
    assert taps == 1 + (1 + 1) + (18 + 1) + 1 + 1
    assert taps <= MOST_TAPS
    team, first, placed, *_, ninth, ninth_placed = board.opened()
    assert (team, first, placed) == ((0, 1, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0, 0))
    assert (ninth, ninth_placed) == ((0, 1, 0, 0), (0, 0, 0, 0, 1))
    page.close()


def test_nobody_is_passed_over_unseen_and_the_header_stays(booth: Booth) -> None:
    page = to_table(booth, double_evaluation(25), SCREEN)
    head = page.locator("thead .asked").first
    button = page.locator("footer .go.main")
    last = page.locator("tbody tr").last
    expect(button).to_have_text("往下看 ↓")
    expect(last).not_to_be_in_viewport()
    steps, tops = 0, set()
    while page.locator("footer .go.main", has_text="往下看").count():
        box = head.bounding_box()
        assert box is not None
        tops.add(round(box["y"]))
        forward(page)
        page.wait_for_timeout(150)
        steps += 1
    assert 2 <= steps <= 4
    assert max(tops) - min(tops) <= 20, "the heading scrolls away"
    expect(last).to_be_in_viewport()
    at_paper(page, 2)
    expect(button).to_have_text("去核对")
    forward(page)
    at(page, "review")
    page.locator("button[name=edit][value='2']").click()
    at_paper(page, 2)
    expect(button).to_have_text("改好了，回到核对")  # straight back, also with rows below
    forward(page)
    at(page, "review")


def test_every_row_is_seen_on_the_way_down(booth: Booth) -> None:
    page = to_table(booth, double_evaluation(25), SMALL)
    page.evaluate(
        """() => {
          window.seen = new Set();
          const watch = new IntersectionObserver((found) => {
            const whole = found.filter((each) => each.intersectionRatio > 0.95);
            for (const each of whole) seen.add(each.target.rowIndex);
          }, { root: document.querySelector("main"), threshold: 0.96 });
          for (const row of document.querySelectorAll("tbody tr")) watch.observe(row);
        }"""
    )
    page.wait_for_timeout(150)
    while page.locator("footer .go.main", has_text="往下看").count():
        forward(page)
        page.wait_for_timeout(150)
    assert page.evaluate("seen.size") == 25


def test_what_is_open_is_named_while_it_is_filled_in(booth: Booth) -> None:
    page = to_table(booth, double_evaluation(9), SMALL)
    missing = page.locator("#missing")
    expect(missing).to_have_text("还有 18 处未选，第一处：周启明的评价")
    mark(page, 0, 1)
    expect(missing).to_have_text("还有 17 处未选，第一处：周启明的建议调整去向")
    mark(page, 0, 2)
    expect(missing).to_have_text("还有 17 处未选，第一处：周启明的建议调整去向")
    assert page.locator("tbody tr").first.locator("input:checked").count() == 1


def test_large_type_shows_one_person_at_a_time(booth: Booth) -> None:
    page = to_table(booth, double_evaluation(9), SCREEN)
    mark(page, 0, 0)
    mark(page, 0, 5)
    page.locator("button[value=size]").click()
    expect(page.locator(".who .name")).to_have_text("陈志远")
    check(page)
    page.locator(".opt").first.click()
    for _ in range(3):
        page.locator("button[value=size]").click()
    expect(page.locator("html")).to_have_attribute("data-size", "standard")
    expect(page.locator("input.mark:checked")).to_have_count(3)


@pytest.mark.parametrize(("language", "contrast", "viewport"), LOOKS)
def test_every_look_of_a_table(
    booth: Booth, language: str, contrast: str, viewport: ViewportSize
) -> None:
    page = to_table(booth, double_evaluation(9), viewport)
    least = look(page, language, contrast)
    scale = 2 / 3 if viewport == SMALL else 1.0
    mark(page, 0, 0)
    check(page, least=least * scale, scale=scale)
    while page.locator("body[data-page=paper]").count():
        forward(page)
        page.wait_for_timeout(100)
    at(page, "review")
    check(page, least=least * scale, scale=scale)


def test_the_arrows_choose_in_a_row(booth: Booth) -> None:
    page = to_table(booth, double_evaluation(3), SCREEN)
    first = page.locator("tbody tr").first.locator("input.mark")
    first.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(first.nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    expect(first.nth(4)).to_be_focused()
