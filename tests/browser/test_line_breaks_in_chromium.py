"""Where Chinese lines break on the screen: never before a mark of what stands before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from meeting.definition.display_names import told_apart
from meeting.definition.meeting import Meeting
from meeting.presets import load_preset
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Team
from tests.browser.fixtures.screen import SCREEN
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.visits import Visit

LINE_STARTS = (Path(__file__).parent / "fixtures" / "line_starts.js").read_text(encoding="utf-8")
NEVER_FIRST = set("）、，。；：！？”’》·.,;:!?)")
TEAM = "云溪镇领导班子"


@cache
def long_names() -> Meeting:
    """Namesakes with long posts, and a name that is longer than any line it stands in."""
    whole = hamlet()
    plain = [replace(each, name_en="", post_en="") for each in whole.people]
    posts = ("云溪镇副镇长、综合行政执法大队大队长", "云溪镇党委副书记、镇长")
    named = [
        replace(each, name="张伟", post=post) for each, post in zip(plain, posts, strict=False)
    ]
    third = replace(plain[2], name="古丽巴哈尔·阿卜杜热合曼·买买提")
    people = told_apart((*named, third, *plain[3:]))
    settings = {"choose_up_to": 3, "write_in_lines": 0}
    papers = papers_for(
        load_preset(whole.preset), Filling(people, Team(TEAM, "the team"), settings)
    )
    return replace(whole, team=TEAM, people=people, papers=papers)


def shown(page: Page, visit: Visit) -> list[dict[str, Any]]:
    """The lines that were broken on the screen where `visit` is."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://kiosk.test")
        if path == "/shown":
            route.fulfill(body=visit.html, content_type="text/html; charset=utf-8")
            return
        with visit.browser.get(path) as found:
            route.fulfill(body=found.data, content_type=found.content_type)

    page.unroute_all()
    page.route("http://kiosk.test/**", answer)
    page.goto("http://kiosk.test/shown")
    page.evaluate("document.fonts.ready")
    lines: list[dict[str, Any]] = page.evaluate(LINE_STARTS)
    return lines


def test_no_line_begins_with_a_mark(chromium: Browser) -> None:
    page = chromium.new_page(viewport=SCREEN)
    visit = Visit(FakeBoard(long_names())).to_papers()
    broken = []
    while visit.page == "paper":
        broken += shown(page, visit)
        if visit.voter.page.subject is None and not visit.voter.page.is_evaluation:
            people = [option.id for item in visit.voter.page.items for option in item.options]
            visit.fill(*[("slate", each) for each in people[:3]])
        else:
            visit.fill()
    assert visit.page == "review"
    broken += shown(page, visit)
    visit.post("/review", ("do", "next")).post("/check", ("do", "check"))
    assert visit.page == "opened"
    broken += shown(page, visit)
    page.close()
    assert len(broken) > 10, "names long enough to be broken"
    assert [line for line in broken if line["starts"] in NEVER_FIRST] == []


def test_the_measure_finds_a_line_that_begins_with_a_mark(chromium: Browser) -> None:
    page = chromium.new_page(viewport=SCREEN)
    page.set_content("<p style='font-size:20px'>张伟镇<br>）长</p>")
    assert page.evaluate(LINE_STARTS) == [{"starts": "）", "text": "）长"}]
    page.close()
