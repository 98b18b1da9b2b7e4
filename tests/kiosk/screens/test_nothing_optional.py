"""A meeting with nothing optional: every screen says all it should, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from meeting.definition.meeting import Meeting
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.outline import assert_operable
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.silence import silences
from tests.kiosk.fixtures.single_papers import bare, with_names, with_scores
from tests.kiosk.fixtures.visits import STAFF, Visit

MEETINGS: dict[str, Callable[[], Meeting]] = {
    "evaluation": hamlet,
    "names": with_names,
    "scores": with_scores,
}


def every_screen(visit: Visit) -> list[str]:
    """The pages of a visit, from the start to the receipt, with some that refuse."""
    pages = []

    def show(after: Visit) -> None:
        pages.append(after.html)

    show(visit.get())
    show(visit.post("/settings", ("set", "size")))
    show(visit.scan("nothing"))
    show(visit.scan())
    show(visit.post("/notice", ("do", "next")))
    while visit.page == "paper":
        page = visit.voter.page
        show(visit.fill_fields(do="stay"))
        if page.form == "score":
            show(visit.fill_fields())
            fields = [(f"item-{page.items[0].id}:{each.id}", "9") for each in page.items[0].options]
            show(visit.fill_fields(*fields))
        elif page.form == "write_in":
            show(visit.fill_fields((f"item-{page.items[0].id}", "周启明")))
        else:
            show(visit.fill())
    assert visit.page == "review"
    visit.post("/review", ("do", "next"))
    show(visit)
    assert visit.page == "fingerprint"
    show(visit.post("/check", ("do", "check")))
    assert visit.page == "opened"
    show(visit.post("/leave"))
    visit.scan()
    show(Visit.beside(visit).get())
    visit.clock.now += 1000
    show(visit.get())
    assert visit.page == "locked"
    visit.post("/locked", ("staff", STAFF))
    show(visit.get("/unknown"))
    return pages


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", MEETINGS)
def test_nothing_on_any_screen_is_empty(name: str, language: str) -> None:
    full = MEETINGS[name]()
    for meeting in (full, bare(full)):
        visit = Visit(FakeBoard(meeting))
        if language == "en":
            visit.get().post("/settings", ("set", "language"))
        for html in every_screen(visit):
            assert silences(html) == []
            assert_operable(html, "en" if 'lang="en"' in html[:200] else "zh")


def test_the_search_for_silence_finds_what_is_silent() -> None:
    for html in (
        "<p></p>",
        "<h2> </h2>",
        "<p><b></b></p>",
        "<p> · 2026-11-21</p>",
        "<p>王芳（）</p>",
        '<img alt="">',
        "<button><span></span></button>",
        '<fieldset data-name=""></fieldset>',
    ):
        assert silences(html), html
    assert silences('<p role="status"></p><li hidden></li><button><img alt="码"></button>') == []


def test_the_first_screen_of_a_meeting_without_a_place_shows_its_date() -> None:
    meeting = bare(hamlet())
    visit = Visit(FakeBoard(meeting)).get()
    year, month, day = map(int, meeting.date.split("-"))
    where = f'<p class="where"><span class="date">{year}年{month}月{day}日</span></p>'
    assert where in visit.html
    assert BOX in {box.id for box in meeting.boxes()}
    assert "领导班子" in visit.to_papers().html
