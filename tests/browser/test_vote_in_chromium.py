"""One voter votes in a real Chromium, in Chinese, from slip to receipt."""

from __future__ import annotations

import io

import httpx
from PIL import Image
from playwright.sync_api import Page, expect

from crypto.board.receipt import Receipt
from tests.browser.conftest import Hall
from tests.browser.fixtures.screen import (
    at,
    at_paper,
    check,
    forward,
    leave,
    past_table,
    scan,
    seen,
)
from tests.fixtures.read_codes import codes_with


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
    """The team, twelve people, nine recommended and nobody else; one placement stays open."""
    at_paper(page, 1)
    check(page)
    page.get_by_label("优秀").check()
    expect(page.locator("#missing")).to_have_text("本页已填完。")
    check(page)
    forward(page)
    at_paper(page, 2)
    check(page)
    for number in range(12):
        row = page.locator("tbody tr").nth(number)
        row.locator("[value=competent]").check()
        if number != 1:
            row.locator("[value=stay]").check()
    expect(page.locator("#missing")).to_have_text("还有 1 处未选，第一处：陈志远的建议调整去向")
    check(page)
    past_table(page)
    at_paper(page, 3)
    for number in range(9):
        page.locator(".person").nth(number).click()
    check(page)
    forward(page)
    at_paper(page, 4)
    check(page)
    forward(page)


def name_the_open_one_and_answer_it(page: Page) -> None:
    """From the review to the page that is not complete, and straight back."""
    at(page, "review")
    check(page)
    expect(page.locator(".open h2")).to_contain_text("有 1 项未选，将计为弃权")
    expect(page.locator(".open li")).to_have_text("陈志远——建议调整去向")
    page.locator("button[name=edit][value='2']").click()
    at_paper(page, 2)
    page.locator("tbody tr").nth(1).get_by_role("radio", name="建议调整去向 弃权").check()
    forward(page)
    at(page, "review")
    expect(page.locator(".open")).to_have_count(0)
    go_on_impatiently(page)


def go_on_impatiently(page: Page) -> None:
    """Casting stands where every step forward stood, and taps meant for the review do not cast."""
    next_step = page.locator("footer .go.main").bounding_box()
    assert next_step is not None
    middle = next_step["x"] + next_step["width"] / 2, next_step["y"] + next_step["height"] / 2
    page.mouse.click(*middle)
    at(page, "fingerprint")
    page.mouse.click(*middle)
    expect(page.locator("#cast")).to_be_enabled()
    at(page, "fingerprint")
    final = page.locator("#cast").bounding_box()
    assert final is not None
    edges = [(each["x"] + each["width"], each["y"], each["height"]) for each in (next_step, final)]
    assert edges[0] == edges[1]


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
    (code,) = codes_with("PXR", picture)
    assert code == page.locator("#receipt").get_attribute("value")
    return Receipt.parse_qr(code)


def test_a_ballot_is_opened_and_checked_instead_of_cast(screen: Page, hall: Hall) -> None:
    """The code is read from the picture, as a telephone does, and scanned at a kiosk."""
    page = screen
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    forward(page)
    at_paper(page, 1)
    page.get_by_label("不称职").check()
    for number in range(1, 5):
        at_paper(page, number)
        past_table(page)
    at(page, "review")
    forward(page)
    at(page, "fingerprint")
    fingerprint = "".join(page.locator(".print").inner_text().split())
    page.get_by_role("button", name="拆开检查").click()
    at(page, "opened")
    check(page)
    expect(page.locator(".opened img")).to_have_js_property("complete", True)
    picture = Image.open(io.BytesIO(page.locator(".opened img").screenshot()))
    (code,) = codes_with("PXC2:", picture)
    forward(page)
    at(page, "start")
    scan(page, code)
    at(page, "opened")
    check(page)
    assert "".join(page.locator(".print").inner_text().split()) == fingerprint
    expect(page.locator(".said dd").first).to_contain_text("不称职")
    for number, said in ((2, "是用您的票码做的"), (1, "不是用您的票码做的")):
        page.goto(hall.kiosk)
        if number == 1:
            forward(page)
            at(page, "start")
            scan(page, code)
        expect(page.locator("#slip-code")).to_be_focused()
        page.keyboard.type(hall.codes["r1-C"][number])
        page.keyboard.press("Enter")
        expect(page.locator("li.own")).to_contain_text(said)
        check(page)
    forward(page)
    at(page, "start")
    scan(page, hall.codes["r1-C"][2])
    at(page, "notice")
    leave(page)
