"""What is seen in a real Chromium: every page in every look can be read and operated."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Hall
from tests.browser.fixtures.screen import (
    CAPITAL,
    HAN,
    HIGH,
    SCREEN,
    ZOOMED,
    OpenScreen,
    at,
    at_paper,
    check,
    forward,
    leave,
    scan,
    seen,
)


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
    page.locator("input.mark").nth(1).click()
    check(page, least=least)
    page.locator(".help summary").click()
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
    for number in range(1, 16 if larger else 5):
        at_paper(page, number)
        if number in {1, 2, 3, 4, 14, 15}:
            check(page)
        forward(page)
    at(page, "review")
    check(page)
    forward(page)
    at(page, "fingerprint")
    check(page)
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
