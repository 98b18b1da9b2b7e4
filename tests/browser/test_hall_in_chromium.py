"""The wall of the hall in a real browser: it fits a projector, and follows by itself."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, expect

from demo.process import run
from tests.browser.conftest import Hall
from tests.browser.fixtures.screen import SCREEN

LEAST = 24.0  # px: what has to be read from the last row
FITS = "document.documentElement.scrollHeight <= innerHeight"
WIDE = "document.documentElement.scrollWidth <= innerWidth"
SIZES = """[...document.querySelectorAll('#hall :is(p, li, td, th, span, b, h1, h2)')]
    .filter(each => each.textContent.trim())
    .map(each => parseFloat(getComputedStyle(each).fontSize))"""
PICTURES = "[...document.images].every(each => each.complete && each.naturalWidth > 0)"


def note(troubles: list[str], said: ConsoleMessage) -> None:
    if not said.location["url"].endswith("/favicon.ico"):  # which every browser asks for
        troubles.append(said.text)


def test_it_fits_and_follows_the_box(chromium: Browser, own_hall: Hall) -> None:
    for language in ("zh", "en"):
        context = chromium.new_context(viewport=SCREEN)
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", partial(note, troubles))
        page.goto(f"{own_hall.board}/language/{language}?back=/hall")
        page.evaluate("document.fonts.ready")
        if folder := os.environ.get("PIAOXIANG_LOOK"):
            page.screenshot(path=Path(folder) / f"hall-{language}.png")
        assert page.evaluate(PICTURES)
        assert page.evaluate(FITS)
        assert page.evaluate(WIDE)
        assert min(page.evaluate(SIZES)) >= LEAST
        if language == "en":
            page.evaluate("window.sameDocument = true")
            run("server", "last-voters", own_hall.server)
            expect(page.locator("#hall .last").first).to_be_visible(timeout=30_000)
            assert page.evaluate("window.sameDocument")
            assert page.evaluate(FITS)
        assert troubles == []
        context.close()
