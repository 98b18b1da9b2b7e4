"""Takes the pictures of docs/pictures from a real meeting, so that the README shows what there is.

    python -m maintenance.pictures

A demonstration is run in a temporary folder; Debian's Chromium looks at it, poppler at the slips.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.folders import set_up
from demo.hall import who_comes
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.slips import read_slips

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
VOTERS = 50
STEPS_TO_PERSON = 4
KIOSK = (1920, 1080)
BOARD = (1280, 900)


def main() -> None:
    """Run a meeting up to the count and keep a picture of each thing that people see."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with meeting_day(set_up(Path(place) / "demo"), VOTERS, Narrator()) as day:
            day.define(None)
            day.publish_definition()
            day.make_keys()
            day.print_slips()
            slips(day)
            day.open_doors()
            day.vote()
            kiosk(browser, day)
            keep(board(browser), f"{day.board_url}/", "board")
            day.close_and_shuffle()
            day.open_boxes()
            day.publish()
            day.verify()
            keep(board(browser), f"{day.board_url}/result/", "report")


def slips(day: MeetingDay) -> None:
    """Keep the first page of the slips. The meeting is a demonstration; its codes open nothing."""
    words = ["pdftoppm", "-png", "-r", "72", "-f", "1", "-l", "1", "-singlefile"]
    source = day.folders.registrar / "slips.pdf"
    subprocess.run([*words, str(source), str(PICTURES / "slips")], check=True)


def kiosk(browser: Browser, day: MeetingDay) -> None:
    """Enter with a slip that nobody has used yet, and look at every screen on the way."""
    page = browser.new_page(viewport={"width": KIOSK[0], "height": KIOSK[1]})
    keep(page, day.kiosk_urls[0], "kiosk-start")
    for code in read_slips(day.folders.registrar / "slips.pdf"):
        page.fill("#code", code)
        page.click("button.go.main")
        if shown(page) == "notice":
            day.left_over.remove(code)
            break
        page.click("button.go.main")  # the receipt of somebody who voted with this slip
    keep(page, None, "kiosk-notice")
    screens = 0
    while shown(page) in ("notice", "paper"):
        page.click("button.go.main")
        screens += 1
        if screens == STEPS_TO_PERSON:
            page.locator("fieldset").first.locator("label").first.click()
            keep(page, None, "kiosk-evaluation")
    for name in ("review", "fingerprint", "receipt"):
        keep(page, None, f"kiosk-{name}")
        page.click("button.go.main")
    come = who_comes(day.meeting, VOTERS)
    come[day.meeting.groups[0].id] += 1  # the slips are printed group by group
    day.write_figures(come)


def shown(page: Page) -> str:
    """The name of the kiosk's screen."""
    return page.get_attribute("body", "data-page") or ""


def board(browser: Browser) -> Page:
    """A page of the size in which the board is looked at on a desk."""
    return browser.new_page(viewport={"width": BOARD[0], "height": BOARD[1]})


def keep(page: Page, url: str | None, name: str) -> None:
    """Go to `url`, unless the page is there already, and keep what is seen."""
    if url is not None:
        page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.locator("button:disabled").first.wait_for(state="detached")  # casting waits a moment
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
