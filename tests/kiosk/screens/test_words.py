"""Words on the screens: people counted as people, one limit once, every card with its part."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.screens.answered import whole
from meeting.definition.meeting import Meeting
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.single_papers import (
    line,
    of_one_round,
    people_as_options,
    slate,
    with_names,
)
from tests.kiosk.fixtures.visits import Visit


def recommending(slates: list[int], lines: int, at_most: int) -> Meeting:
    """A paper with slates on which so many may be ticked, with lines, and a limit for all."""
    people = people_as_options(hamlet().people)
    ticked = [replace(slate(people, most), id=f"s{at}") for at, most in enumerate(slates)]
    items = (*ticked, *map(line, range(1, lines + 1)))
    return of_one_round(hamlet(), replace(hamlet().papers[1], items=items, at_most=at_most))


def in_two_papers() -> Meeting:
    """Everybody is evaluated twice, on two papers of one kind, and nobody is recommended."""
    first = hamlet().papers[0]
    items = tuple(replace(item, id=f"{item.id}-again") for item in first.items)
    second = replace(first, id="again", title="任期民主测评", title_en="Second", items=items)
    return of_one_round(hamlet(), first, second)


def cards(visit: Visit) -> list[str]:
    """The paper and the heading of every card of the review."""
    found = re.findall(
        r'<h2 class="of">(.*?)</h2>|<h3 class="name(?: unseen)?">(.*?)</h3>', visit.html
    )
    paper, told = "", []
    for title, card in found:
        paper = title or paper
        if card:
            told.append(f"{paper} / {card}")
    return told


def seen(visit: Visit) -> str:
    """What can be read on the page outside of the help, without what only readers aloud say."""
    main = visit.html[visit.html.index("<main>") : visit.html.index("</main>")]
    return re.sub(r'<(\w+) class="unseen">.*?</\1>|<[^>]*>', " ", main)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_screen_counts_people_as_things(language: str) -> None:
    visit = Visit(FakeBoard(with_names()))
    visit.scan()
    if language == "en":
        visit.post("/settings", ("set", "language"))
    pages = [visit.html]
    visit.post("/notice", ("do", "next"))
    while visit.page == "paper":
        pages.append(visit.html)
        visit.fill()
    pages.append(visit.html)
    for html in pages:
        assert not re.search(r"[0-9}N] *个(?!汉字|字母)", html)
        assert not re.search(r"\b1 (names|people|pages|years|voters)\b", html)


@pytest.mark.parametrize(
    ("slates", "lines", "at_most", "told"),
    [
        ([4], 0, 0, ["最多选 4 人"]),
        ([4], 2, 4, ["本票最多推荐 4 人（含另推他人）"]),
        ([2], 2, 3, ["最多选 2 人", "本票最多推荐 3 人（含另推他人）"]),
        ([2], 2, 4, ["最多选 2 人"]),
        ([2, 2], 0, 3, ["最多选 2 人", "本票最多推荐 3 人"]),
    ],
)
def test_one_limit_is_said_once(
    slates: list[int], lines: int, at_most: int, told: list[str]
) -> None:
    visit = Visit(FakeBoard(recommending(slates, lines, at_most)))
    visit.to_papers()
    assert re.findall(r"最多\w* \d 人(?:（含另推他人）)?", seen(visit)) == [
        each.removeprefix("本票") for each in told
    ]
    kept = whole(visit.voter, visit.voter.view.papers[0])
    assert (kept is not None and kept.bites) == (0 < at_most < sum(slates) + lines)


def test_every_card_of_the_review_says_its_paper_and_its_part() -> None:
    for meeting, parts in ((with_names(), 3), (in_two_papers(), 4)):
        visit = Visit(FakeBoard(meeting)).to_review()
        assert len(cards(visit)) == len(set(cards(visit))) == parts


def test_what_is_open_on_two_papers_is_told_apart() -> None:
    visit = Visit(FakeBoard(in_two_papers())).to_review()
    open_ones = re.findall(r"<li><b>(.*?)</b>", visit.html)
    assert len(open_ones) == len(set(open_ones)) == 10
    assert "周启明 · 届末民主测评" in open_ones
    assert "周启明 · 任期民主测评" in open_ones


def test_nothing_stands_empty_where_a_person_has_no_post_and_a_meeting_no_place() -> None:
    people = tuple(
        replace(each, post="", post_en="", birth="", years_in_post=None) for each in hamlet().people
    )
    bare = {person.id: person for person in people}
    papers = tuple(
        replace(
            paper,
            items=tuple(
                replace(item, subject=bare[item.subject.id] if item.subject else None)
                for item in paper.items
            ),
        )
        for paper in hamlet().papers
    )
    meeting = replace(hamlet(), people=people, papers=papers, place="", place_en="")
    visit = Visit(FakeBoard(meeting))
    pages = [visit.get("/").html, visit.to_papers().html]
    while visit.page == "paper":
        pages.append(visit.fill().html)
    for html in pages:
        assert not re.search(r"<(p|small|dd|h\d)>[\s·]*</\1>", html)
        assert not re.search(r">\s*·|·\s*<", html)
