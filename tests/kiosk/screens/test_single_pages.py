"""The screens of lines, rankings and scores: read and operated like all others, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.outline import assert_operable
from tests.kiosk.fixtures.single_papers import fill_names, fill_scores, with_names, with_scores
from tests.kiosk.fixtures.visits import Visit

LONG = "a" * 31


def names() -> Visit:
    return Visit(FakeBoard(with_names()))


def english(visit: Visit, language: str) -> Visit:
    return visit.get().post("/settings", ("set", "language")) if language == "en" else visit


def ranking(visit: Visit) -> Visit:
    return visit.to_papers().fill().fill()


def opened(visit: Visit) -> Visit:
    fill_names(visit, "Wang Fang", "Zhou Qiming").post("/review", ("do", "next"))
    return visit.post("/check", ("do", "check"))


NAMES: dict[str, Callable[[Visit], Visit]] = {
    "notice": lambda visit: visit.scan(),
    "list": lambda visit: visit.to_papers(),
    "lines": lambda visit: visit.to_papers().fill(),
    "lines again": lambda visit: (
        visit.to_papers().fill().fill_fields(("item-other-1", "Zhou Qiming"), do="stay")
    ),
    "too long": lambda visit: visit.to_papers().fill().fill_fields(("item-other-1", LONG)),
    "ranking": ranking,
    "wrong ranking": lambda visit: ranking(visit).fill_fields(
        ("item-order:1", ""), ("item-order:2", "p01")
    ),
    "review": lambda visit: fill_names(visit, "Zhou Qiming", "Zhou Qiming"),
    "empty review": lambda visit: visit.to_review(),
    "opened": opened,
}
SCORES: dict[str, Callable[[Visit], Visit]] = {
    "scores": lambda visit: visit.to_papers(),
    "wrong scores": lambda visit: fill_scores(visit, "95.5", "", "x"),
    "review": lambda visit: fill_scores(visit, "95.5", "1", "2", "3"),
    "wrong review": lambda visit: fill_scores(visit, "95.5", "", "x").get("/review"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_pages_of_names_can_be_read_and_operated(name: str, language: str) -> None:
    visit = NAMES[name](english(names(), language))
    assert_operable(visit.html, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SCORES)
def test_pages_of_scores_can_be_read_and_operated(name: str, language: str) -> None:
    visit = SCORES[name](english(Visit(FakeBoard(with_scores())), language))
    assert_operable(visit.html, language)


def fields(html: str) -> list[str]:
    return re.findall(r'<input [^>]*type="text"[^>]*>', html)


def test_the_browser_is_asked_to_remember_and_correct_nothing() -> None:
    lines = fields(NAMES["lines"](names()).html)
    scores = fields(SCORES["scores"](Visit(FakeBoard(with_scores()))).html)
    assert (len(lines), len(scores)) == (2, 4)
    for each in lines + scores:
        assert 'autocomplete="off"' in each
        assert 'spellcheck="false"' in each
    assert all('inputmode="decimal"' in each for each in scores)
    assert not any("inputmode" in each for each in lines), "any keyboard, for Chinese"


def test_a_ranking_has_one_mark_for_each_person_and_place_and_one_for_nobody() -> None:
    html = NAMES["ranking"](names()).html
    for place in (1, 2):
        marks = re.findall(rf'name="item-order:{place}" value="([^"]*)"( checked)?', html)
        assert [value for value, _ in marks] == ["p01", "p02", "p03", "p04", ""]
        assert [value for value, checked in marks if checked] == [""]


def test_what_was_entered_stands_in_the_fields_again() -> None:
    visit = fill_names(names(), "王芳", '"><script>')
    visit.post("/review", ("edit", "2"))
    assert 'value="王芳"' in visit.html
    assert "&#34;&gt;&lt;script&gt;" in visit.html
    assert "<script>" not in visit.html
    visit.get("/paper/3")
    assert re.search(r'name="item-order:1" value="p03" checked', visit.html)
    assert re.search(r'name="item-order:2" value="p01" checked', visit.html)
