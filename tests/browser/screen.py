"""What is seen on a kiosk's screen, measured, and what a voter does before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

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


def leave(page: Page) -> None:
    page.locator(".help summary").click()
    page.get_by_role("button", name="不投了，离开").click()
    at(page, "start")
