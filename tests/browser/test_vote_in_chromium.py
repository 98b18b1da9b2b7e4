"""One voter votes in a real Chromium, in Chinese, from slip to receipt; and what is seen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from crypto.receipt import Receipt
from tests.browser.conftest import STAFF, Hall

SCREEN: ViewportSize = {"width": 1920, "height": 1080}
ZOOMED: ViewportSize = {"width": 960, "height": 540}  # the same screen at 200 %
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
HIGH = 26.6  # px: 4.8 mm at 141 dpi, the least height of a character at the default size
HAN, CAPITAL = 0.89, 0.733  # height of a character of the typeface, in its font size
TARGET = 70.5  # px: 12.7 mm
ALIAS = 0.02
OpenScreen = Callable[..., Page]


def seen(page: Page) -> dict[str, Any]:
    measured: dict[str, Any] = page.evaluate(MEASURE)
    return measured


def check(page: Page, *, contrast: float = 10.0, least: float = HIGH / HAN) -> None:
    """Everything that can be measured on the page that is shown."""
    expect(page.locator("body")).to_have_attribute("data-page", page_name(page))
    page.wait_for_timeout(150)  # an answer that was just tapped has filled
    found = seen(page)
    assert found["sideways"] <= 0
    assert [each for each in found["texts"] if each["size"] < least - ALIAS] == []
    assert [each for each in found["texts"] if each["contrast"] < contrast] == []
    assert [each for each in found["targets"] if min(each["height"], each["width"]) < TARGET] == []
    assert [each for each in found["targets"] if not each["name"].strip()] == []
    assert found["overlaps"] == []
    assert (found["fieldsets"], found["inputs"], found["headings"]) == (True, True, 1)


def page_name(page: Page) -> str:
    return page.locator("body").get_attribute("data-page") or ""


def at(page: Page, name: str) -> None:
    expect(page.locator(f"body[data-page={name}]")).to_be_visible()


def at_paper(page: Page, number: int) -> None:
    expect(page.locator(f"body[data-page=paper][data-number='{number}']")).to_be_visible()


def forward(page: Page) -> None:
    page.locator("footer .go.main").click()


def scan(page: Page, code: str) -> None:
    """What a scanner does: it types into whatever has the keyboard, and presses Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.fixture
def open_screen(chromium: Browser, hall: Hall) -> Iterator[OpenScreen]:
    """Return a way to put a browser before the kiosk; its visit ends with the test."""
    contexts: list[BrowserContext] = []

    def opened(**looks: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": SCREEN, **looks}))
        page = contexts[-1].new_page()
        page.goto(hall.kiosk)
        return page

    yield opened
    for context in contexts:
        end_visit(context, hall.kiosk)
        context.close()


@pytest.fixture
def screen(open_screen: OpenScreen) -> Page:
    return open_screen()


def end_visit(context: BrowserContext, kiosk: str) -> None:
    """Leave the booth free for the next test, also after one that failed half-way."""
    for path, fields in (("/leave", {}), ("/locked", {"staff": STAFF})):
        token = re.search('name="csrf_token" value="([^"]+)"', context.request.get(kiosk).text())
        if token is not None:
            context.request.post(kiosk + path, form={"csrf_token": token[1], **fields})


def leave(page: Page) -> None:
    page.locator("summary").click()
    page.get_by_role("button", name="不投了，离开").click()
    at(page, "start")


def test_a_vote_from_the_slip_to_the_receipt(screen: Page, hall: Hall) -> None:
    page = screen
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    at(page, "start")
    assert seen(page)["language"] == "zh-Hans"
    check(page)
    scan(page, hall.codes["r1-B"][0])
    at(page, "notice")
    check(page)
    forward(page)
    fill_everything_but_one(page)
    name_the_open_one_and_answer_it(page)
    fingerprint = cast(page)
    receipt = read_receipt(page)
    assert receipt.fingerprint == fingerprint
    boxes = httpx.get(f"{hall.board}/api/boxes").json()["boxes"]
    assert {box["id"]: box["ballots"] for box in boxes}["r1-B"] == 1
    forward(page)
    at(page, "start")
    scan(page, hall.codes["r1-B"][0])
    at(page, "receipt")
    expect(page.locator("h1")).to_have_text("您的票已投出")
    assert read_receipt(page).fingerprint == fingerprint
    forward(page)
    at(page, "start")
    assert complaints == []


def fill_everything_but_one(page: Page) -> None:
    """The team, twelve people and nine recommendations; one placement stays open."""
    at_paper(page, 1)
    check(page)
    page.get_by_label("优秀").check()
    expect(page.locator("#missing")).to_have_text("本页已填完。")
    check(page)
    forward(page)
    for number in range(2, 14):
        at_paper(page, number)
        page.get_by_label("称职", exact=True).check()
        if number != 3:
            page.get_by_label("留任").check()
        else:
            expect(page.locator("#missing")).to_have_text("尚未选择：建议调整去向")
        forward(page)
    at_paper(page, 14)
    for number in range(9):
        page.locator(".person").nth(number).click()
    check(page)
    forward(page)


def name_the_open_one_and_answer_it(page: Page) -> None:
    """From the review to the page that is not complete, and straight back."""
    at(page, "review")
    check(page)
    expect(page.locator(".open h2")).to_contain_text("有 1 项未选，将计为弃权")
    expect(page.locator(".open li")).to_have_text("陈志远——建议调整去向")
    page.locator("button[name=edit][value='3']").click()
    at_paper(page, 3)
    page.get_by_label("弃权").nth(1).check()
    forward(page)
    at(page, "review")
    expect(page.locator(".open")).to_have_count(0)
    forward(page)


def cast(page: Page) -> str:
    """Cast, and return the fingerprint that was shown before."""
    at(page, "fingerprint")
    check(page)
    fingerprint = "".join(page.locator(".print").inner_text().split())
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    expect(page.locator("h1")).to_have_text("投票完成")
    check(page)
    return fingerprint


def read_receipt(page: Page) -> Receipt:
    """Read the receipt as a telephone does, from the picture; it says what the page says."""
    expect(page.locator("img")).to_have_js_property("complete", True)
    picture = Image.open(io.BytesIO(page.locator("img").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == page.locator("#receipt").get_attribute("value")
    return Receipt.parse_qr(code.text)


def test_a_ballot_is_opened_and_checked_instead_of_cast(screen: Page, hall: Hall) -> None:
    """The code is read from the picture, as a telephone does, and scanned at a kiosk."""
    page = screen
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.get_by_label("不称职").check()
    for number in range(1, 15):
        at_paper(page, number)
        forward(page)
    at(page, "review")
    forward(page)
    at(page, "fingerprint")
    fingerprint = "".join(page.locator(".print").inner_text().split())
    page.get_by_role("button", name="拆开检查").click()
    at(page, "opened")
    check(page)
    expect(page.locator(".opened img")).to_have_js_property("complete", True)
    picture = Image.open(io.BytesIO(page.locator(".opened img").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    forward(page)
    at(page, "start")
    scan(page, code.text)
    at(page, "opened")
    check(page)
    assert "".join(page.locator(".print").inner_text().split()) == fingerprint
    expect(page.locator(".said dd").first).to_contain_text("不称职")
    forward(page)
    at(page, "start")
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    leave(page)


@pytest.mark.parametrize("contrast", ["high", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_look_can_be_read_and_operated(
    screen: Page, hall: Hall, language: str, contrast: str
) -> None:
    page = screen
    if language == "en":
        page.get_by_role("button", name="English").click()
    for _ in range({"high": 1, "dark": 2}[contrast]):
        page.locator("button[value=contrast]").click()
    expect(page.locator("html")).to_have_attribute("data-contrast", contrast)
    least = HIGH / (CAPITAL if language == "en" else HAN)
    # English has the larger letters also for the few Chinese words that stay (names of languages).
    check(page, least=least)
    scan(page, hall.codes["r1-C"][0])
    for name in ("notice", "paper"):
        at(page, name)
        check(page, least=least)
        forward(page)
    at_paper(page, 2)
    page.locator(".opt").nth(1).click()
    check(page, least=least)
    page.locator("summary").click()
    page.locator("button[formaction='/leave']").click()
    at(page, "start")
    expect(page.locator("html")).to_have_attribute("data-contrast", "standard")


@pytest.mark.parametrize("larger", [0, 2])
def test_nothing_scrolls_sideways_at_200_percent(
    open_screen: OpenScreen, hall: Hall, larger: int
) -> None:
    page = open_screen(viewport=ZOOMED, device_scale_factor=2)
    for _ in range(larger):
        page.locator("button[value=size]").click()
    page.locator("#code").focus()
    check(page)
    scan(page, hall.codes["r1-C"][1])
    at(page, "notice")
    check(page)
    forward(page)
    for number in range(1, 15):
        at_paper(page, number)
        if number in {1, 2, 14}:
            check(page)
        forward(page)
    at(page, "review")
    check(page)
    forward(page)
    at(page, "fingerprint")
    check(page)
    leave(page)


def test_the_limit_is_explained_and_nothing_is_taken_away(screen: Page, hall: Hall) -> None:
    page = screen
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    forward(page)
    for number in range(1, 14):
        at_paper(page, number)
        forward(page)
    at_paper(page, 14)
    people = page.locator(".person")
    expect(page.locator(".count")).to_have_text("已选 0 个，还可选 9 个")
    for number in range(9):
        people.nth(number).click()
    expect(page.locator(".count")).to_have_text("已选满 9 个。要改选，请先取消一个。")
    people.nth(10).click()
    assert [people.nth(number).locator("input").is_checked() for number in range(12)] == [
        *[True] * 9, False, False, False,
    ]  # fmt: skip
    people.nth(0).click()
    expect(page.locator(".count")).to_have_text("已选 8 个，还可选 1 个")
    leave(page)


def test_a_scanner_on_another_screen_presses_nothing(screen: Page, hall: Hall) -> None:
    page = screen
    scan(page, hall.codes["r1-C"][3])
    at(page, "notice")
    for focus in ("footer .go.main", "footer .left .go", "summary"):
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


def test_the_measure_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page(viewport=SCREEN)
    page.set_content(
        "<main><div style='width:3000px'>wide</div><p style='font-size:12px;color:#777'>faint</p>"
        "<button style='height:20px'>one</button><button style='height:90px'> </button>"
        "<fieldset></fieldset><input type=text></main>"
    )
    found = seen(page)
    assert found["sideways"] > 1000
    faint = next(each for each in found["texts"] if each["text"] == "faint")
    assert faint["size"] == 12
    assert 4 < faint["contrast"] < 5
    assert {each["height"] for each in found["targets"]} > {20, 90}
    assert [each["name"] for each in found["targets"]].count("") == 2
    assert found["overlaps"] != []
    assert (found["fieldsets"], found["inputs"], found["headings"]) == (False, False, 0)
    page.close()


def press(page: Page, words: str) -> None:
    """Walk to a button with Tab and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == words:
            page.wait_for_timeout(100)
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the keyboard does not reach {words}")
