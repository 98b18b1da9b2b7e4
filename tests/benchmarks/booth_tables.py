"""The booth's largest table: the kiosk writes it, and Chromium draws it.

Chromium's time is that of the page's own thread (scripts, styles, layout, painting), counted by
processor ticks from the request to the page's `load`; the kiosk's is that of this process for the
same page. Together they are what a voter waits for on a machine that does nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, sync_playwright
from rich.table import Table

from kiosk.answers.tables import MOST_ROWS
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import Timing, timed
from tests.browser.conftest import CHROMIUM
from tests.browser.fixtures.fake_booth import booth_before
from tests.browser.fixtures.screen import forward
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.table_papers import double_evaluation
from tests.kiosk.fixtures.visits import Visit

_RUNS = 9
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


@dataclass(frozen=True)
class _Drawn:
    """A page that can be drawn again, and the time that its own thread has spent so far."""

    page: Page
    session: CDPSession

    def again(self) -> tuple[float, float]:
        """Seconds by the clock and of the page's thread, to draw the page once more.

        Chromium counts each page's thread from the page's own beginning.
        """
        began = time.perf_counter()
        self.page.reload()
        wall = time.perf_counter() - began
        self.page.evaluate(_PAINTED)
        found = self.session.send("Performance.getMetrics")["metrics"]
        return wall, {each["name"]: float(each["value"]) for each in found}["TaskDuration"]


def booth_table(extent: Extent) -> Table:
    """The table of one screen."""
    return comparison("A table of people at the booth", "a screen", _rows(extent))


def _rows(_extent: Extent) -> Iterator[Row]:
    visit = Visit(FakeBoard(double_evaluation(MOST_ROWS))).to_papers().fill()

    def written() -> object:
        return visit.get("/paper/2")

    yield Row(f"{MOST_ROWS} people, two questions: the kiosk writes it", 1, timed(written))
    yield Row(f"{MOST_ROWS} people, two questions: Chromium draws it", 1, _drawn())


def _drawn() -> Timing:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        with booth_before(browser) as booth:
            page, _ = booth.voter(double_evaluation(MOST_ROWS))
            forward(page)
            page.locator("#table").wait_for()
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            drawn = _Drawn(page, session)
            runs = [drawn.again() for _ in range(_RUNS + 1)][1:]
        browser.close()
    return Timing(tuple(wall for wall, _ in runs), tuple(ticks for _, ticks in runs))
