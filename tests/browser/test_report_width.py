"""However long names and posts are, no table of the report is wider than its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from meeting.definition.display_names import told_apart
from meeting.definition.paper import Option
from meeting.definition.person import Person
from meeting.published.folder_names import REPORTS
from tally.outcome.outcome import Outcome
from tally.report.pages import pages
from tests.tally.fixtures.sample_outcomes import HALL, PLAIN, outcome, weighed
from tests.tally.fixtures.small_papers import evaluation, recommendation

PARTY = ("云溪镇党委副书记、人民代表大会主席团主席", "Chairman of the Standing Committee")
ARMS = ("云溪镇党委委员、人民武装部部长、一级主任科员", "Head of the Armed Forces Department")
PEOPLE = told_apart(
    (
        Person("p0", "张伟", "Zhang Wei", *PARTY),
        Person("p1", "张伟", "Zhang Wei", *ARMS),
        Person("p2", "古丽巴哈尔·阿卜杜热合曼·买买提江", "Gulbahar Abdurahman Memetjan", *ARMS),
    )
)
SHEET = 680
"""Pixels between the margins of A4."""
WIDER = """() => [...document.querySelectorAll("main table")].filter((table) => {
    const main = table.closest("main"), style = getComputedStyle(main);
    const edge = main.getBoundingClientRect().right - parseFloat(style.paddingRight);
    return table.getBoundingClientRect().right > edge + 0.5;
}).map((table) => table.previousElementSibling.textContent)"""
"""The titles of tables that stick out of the page."""
BROKEN = """() => [...document.querySelectorAll("th.name")].filter(
    (cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent)"""
"""Names that stick out of their cells."""


def of_namesakes() -> Outcome:
    """Namesakes with long posts and a long name, evaluated and recommended, groups weighed."""
    options = tuple(Option(one.id, one.display_name, one.display_name_en) for one in PEOPLE)
    slate = recommendation(PEOPLE)
    slate = replace(slate, items=tuple(replace(item, options=options) for item in slate.items))
    meeting = replace(PLAIN, people=PEOPLE, papers=(evaluation(PEOPLE), slate))
    result = ((1, 5, 3, 1), *(((0, 6, 2, 2), (2, 3, 5)) * len(PEOPLE)), (2, 6, 5, 5))
    return outcome(weighed(meeting), {"r1-A": result, "r1-B": result}, HALL)


@pytest.mark.parametrize("language", REPORTS)
@pytest.mark.parametrize(("width", "media"), [(1366, "screen"), (1024, "screen"), (SHEET, "print")])
def test_no_table_is_wider_than_the_page(
    chromium: Browser, tmp_path: Path, width: int, media: str, language: str
) -> None:
    for name, content in pages(of_namesakes()).items():
        (tmp_path / name).write_bytes(content)
    page = chromium.new_page(viewport={"width": width, "height": 768})
    page.emulate_media(media="print" if media == "print" else "screen")
    page.goto((tmp_path / REPORTS[language]).as_uri())
    assert page.evaluate(WIDER) == []
    assert page.evaluate(BROKEN) == []
    page.close()


def test_a_post_is_not_said_twice() -> None:
    """A name that has the post in brackets stands without it; others have it beside them."""
    page = pages(of_namesakes())["index.html"].decode()
    assert f"<span>张伟</span>（{PARTY[0]}）</th>" in page
    assert f"<small>{PARTY[0]}</small>" not in page
    assert f"买买提江</span> <small>{ARMS[0]}</small>" in page
