"""One simulated voter at a kiosk: a slip, a choice, and the kiosk's own screens over HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx

from demo.opinion import Choices
from demo.page import Page
from demo.problem import DemoProblem

SECONDS = 60.0
MOST_SCREENS = 300
"""More than any paper has screens: a kiosk that leads in circles is a fault, not a wait."""
FIELD = "item-"
UNCONFIRMED = "unconfirmed"
PAUSE = 3.0
MOST_PAUSES = 20
"""Seconds that somebody waits at the screen that sends the ballot again before they press it
themselves, and how often, until they give up."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What is left after voting: the choices, and the receipt's text."""

    choices: Choices
    receipt: str


def vote(kiosk_url: str, slip: str, choices: Choices) -> Cast:
    """Go through the kiosk with this slip and these choices, from the scan to the receipt.

    Raises DemoProblem("demo-kiosk") when the kiosk shows anything else than the next screen.
    """
    with httpx.Client(base_url=kiosk_url, follow_redirects=True, timeout=SECONDS) as browser:
        page = _read(browser.get("/"))
        pauses = 0
        for _ in range(MOST_SCREENS):
            if page.problem == UNCONFIRMED and pauses < MOST_PAUSES:  # the screen says: wait here
                time.sleep(PAUSE)
                pauses += 1
            elif page.problem:
                break
            if page.name == "receipt":
                browser.post(page.target, data=page.filled({}))  # leaves the booth
                return Cast(choices, page.data["receipt"])
            page = _read(browser.post(page.target, data=page.filled(_answers(page, slip, choices))))
    raise DemoProblem(
        "demo-kiosk",
        "the kiosk at {url} stopped at “{page}” ({problem})",
        url=kiosk_url,
        page=page.name,
        problem=page.problem or "?",
    )


def _answers(page: Page, slip: str, choices: Choices) -> dict[str, tuple[str, ...]]:
    if page.name == "start":
        return {"code": (slip,)}
    asked = (name for name in (*page.offers, *page.fields) if name.startswith(FIELD))
    return {name: _answer(name.removeprefix(FIELD), page, choices) for name in asked}


def _answer(name: str, page: Page, choices: Choices) -> tuple[str, ...]:
    """What goes into a field: of an item, or of one place or person of it behind a colon."""
    item, _colon, part = name.partition(":")
    if not part:
        return choices[item]
    if part.isdecimal():
        return (choices[item][int(part) - 1],)
    people = [each for each in page.fields if each.startswith(f"{FIELD}{item}:")]
    return (choices[item][people.index(FIELD + name)],)


def _read(response: httpx.Response) -> Page:
    return Page.read(response.text)
