"""The first screen when it speaks to the staff, at the kiosk's size and at 200 %."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kiosk.messages.trouble import Trouble
from meeting.board_interface.kiosk_words import Accepts
from tests.browser.fixtures.screen import SCREEN, ZOOMED, check
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.prepared_boxes import server_key
from tests.kiosk.fixtures.visits import Visit


def not_enrolled() -> Visit:
    return Visit(FakeBoard(accepts=Accepts.sign(server_key(), enrolled=True)))


def unsigned() -> Visit:
    return Visit(FakeBoard(accepts=Accepts(enrolled=False, signature="A" * 86)))


def unlooked() -> Visit:
    """A kiosk after the closing, at a server that lists nothing."""
    board = FakeBoard()
    visit = Visit(board).to_receipt().post("/leave")
    board.states = dict.fromkeys(board.states, "closed")
    visit.kiosk.board.box_states()
    with pytest.raises(Trouble):
        visit.kiosk.board.look_for_ballots()
    return visit


def opened() -> Visit:
    return Visit(FakeBoard()).to_opened()


SCREENS = {
    not_enrolled: ("登记码", "会议指纹"),
    unsigned: ("服务器没有用签名说明",),
    unlooked: ("还有 1 张回执没有", "receipts-unlisted"),
    opened: ("您还没有投票", "票码条仍然有效"),
}


def show(page: Page, visit: Visit) -> None:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://kiosk.test")
        with visit.browser.get(path, follow_redirects=True) as found:
            route.fulfill(body=found.data, content_type=found.content_type)

    page.route("http://kiosk.test/**", answer)
    page.goto("http://kiosk.test/")
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("made", SCREENS, ids=lambda made: str(made.__name__))
def test_staff_and_voters_can_read_it(chromium: Browser, made: Callable[[], Visit]) -> None:
    visit = made()
    for language, size in (("zh", SCREEN), ("zh", ZOOMED), ("en", SCREEN)):
        visit.kiosk.booth.display.language = language
        page = chromium.new_page(viewport=size)
        show(page, visit)
        check(page)
        if language == "zh":
            for each in SCREENS[made]:
                expect(page.locator("body")).to_contain_text(each)
        page.close()
