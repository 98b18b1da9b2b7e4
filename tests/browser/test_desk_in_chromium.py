"""The organiser's path in a real Chromium: two languages, two sizes, no fault found by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, ViewportSize, expect

from demo.process import Service, free_port

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
TITLE = "沙河镇届末考察民主测评会"
WORDS = {
    "zh": ("新建会议", "开始", "保存，下一步", "读取名单", "下一步", "公布", "会议已公布"),
    "en": (
        *("A new meeting", "Begin", "Save and go on", "Read the list"),
        *("Go on", "Publish", "The meeting is published"),
    ),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """The printed address of a desk, which lets one browser in."""
    log = tmp_path / "desk.log"
    words = ("desk", tmp_path / "desk", "--no-browser")
    service = Service.start("desk", *words, port=free_port(), log=log)
    yield re.findall(r"http\S+ticket=\S+", log.read_text(encoding="utf-8"))[0]
    service.stop()


def a_list(path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def faultless(page: Page) -> None:
    """Hold the page against axe; nothing may stick out of it sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, page.url


@pytest.mark.slow
@pytest.mark.parametrize(("language", "size"), [("zh", LAPTOP), ("en", PHONE)])
def test_from_nothing_to_a_published_meeting(
    desk: str, chromium: Browser, tmp_path: Path, language: str, size: ViewportSize
) -> None:
    new, start, save, read, on, publish, done = WORDS[language]
    people = [["姓名", "单位", "职务"], ["方志远", "镇政府", "镇长"], ["高洁", "镇党委", "副书记"]]
    voters = [[f"{each}一鸣", "AB"[at % 2] + "票"] for at, each in enumerate(FAMILY)]
    page = chromium.new_page(viewport=size)
    page.goto(desk)
    if language == "en":
        page.get_by_role("link", name="English").click()
    faultless(page)
    page.get_by_role("link", name=new).click()
    page.locator("#title").fill(TITLE)
    page.locator("#day").fill("2026-12-05")
    page.locator("input[value=double_evaluation]").check()
    faultless(page)
    page.get_by_role("button", name=start).click()
    faultless(page)
    page.locator("[name=team]").fill("镇班子")
    page.locator("[name=setting-choose_up_to]").fill("2")
    page.get_by_role("button", name=save).click()

    wrong = a_list(tmp_path / "wrong.xlsx", [*people, ["", "镇人大", "主席"]])
    page.locator("#file").set_input_files(wrong)
    page.get_by_role("button", name=read).click()
    expect(page.locator("tr.bad")).to_have_count(1)
    faultless(page)
    page.locator("#file").set_input_files(a_list(tmp_path / "people.xlsx", people))
    page.get_by_role("button", name=read).click()
    faultless(page)
    page.get_by_role("button", name=save).click()
    roster = a_list(tmp_path / "roster.xlsx", [["姓名", "票种"], *voters])
    page.locator("#file").set_input_files(roster)
    page.get_by_role("button", name=read).click()
    page.locator("#names").fill("何静宜\n罗永辉\n潘素云")
    faultless(page)
    page.get_by_role("button", name=save).click()
    expect(page.locator("main h3").first).to_be_visible()
    faultless(page)
    page.get_by_role("link", name=on, exact=True).click()
    faultless(page)
    page.get_by_role("button", name=publish, exact=True).click()
    expect(page.locator(".told.done")).to_contain_text(done)
    faultless(page)
    page.goto(desk.partition("/enter")[0])
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    faultless(page)
    for path in ("/accounts", "/journal"):
        page.goto(desk.partition("/enter")[0] + path)
        faultless(page)
    page.close()


def test_a_meeting_is_begun_with_the_keyboard_alone(desk: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport=LAPTOP)
    page.goto(desk)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, "新建会议")
    page.keyboard.press("Enter")
    expect(page.locator("body[data-page=new]")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "title":
            break
    page.keyboard.type(TITLE)
    while page.evaluate("document.activeElement.name") != "preset":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=preset]").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("body[data-page=draft]")).to_be_visible()
    page.close()


def tab_to(page: Page, words: str) -> None:
    """Walk on with Tab to what is called so."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(f"{words} is not reached")
