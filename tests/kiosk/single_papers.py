"""Meetings whose papers ask for names in writing, rankings and scores."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from meeting.definition.display_names import told_apart
from meeting.definition.meeting import Meeting
from meeting.definition.paper import (
    CHOICE,
    RANKING,
    RECOMMENDATION,
    SCORE,
    SCORES,
    WRITE_IN,
    Option,
    Paper,
    PaperItem,
)
from meeting.definition.person import Person
from tests.kiosk.prepared_boxes import hamlet
from tests.kiosk.visits import Visit


def people_as_options(people: tuple[Person, ...]) -> tuple[Option, ...]:
    return tuple(Option(each.id, each.display_name, each.display_name_en) for each in people)


def line(number: int) -> PaperItem:
    """One line for a name."""
    prompt, english = f"另推他人 {number}", f"Somebody else, {number}"
    return PaperItem(f"other-{number}", None, prompt, english, (), 0, 1, False, form=WRITE_IN)


def slate(options: tuple[Option, ...], most: int) -> PaperItem:
    """A list on which people are ticked."""
    return PaperItem("slate", None, "推荐人选", "People you recommend", options, 1, most, True)


def order(options: tuple[Option, ...], places: int, least: int = 0) -> PaperItem:
    """A ranking of people."""
    prompt, english = "拟任人选排序", "Order of the candidates"
    return PaperItem("order", None, prompt, english, options, least, places, False, form=RANKING)


def points(options: tuple[Option, ...]) -> PaperItem:
    """Scores for everybody."""
    most = len(options)
    return PaperItem("points", None, "综合评分", "Score", options, most, most, False, form=SCORES)


def of_one_round(meeting: Meeting, *papers: Paper) -> Meeting:
    """The meeting with one round, in which these papers are filled in."""
    each = replace(meeting.rounds[0], papers=tuple(paper.id for paper in papers))
    shuffles = 2 if any(item.is_single for paper in papers for item in paper.items) else 0
    return replace(meeting, papers=papers, rounds=(each,), required_shuffles=shuffles)


@cache
def with_names(group: str = "Ed25519", at_most: int = 3) -> Meeting:
    """Four people to tick (at most two) and to rank in two places, and two lines beside them."""
    meeting = replace(hamlet(), group_name=group)
    options = people_as_options(meeting.people)
    items = (slate(options, 2), line(1), line(2), order(options, 2))
    paper = replace(meeting.papers[1], items=items, at_most=at_most)
    assert (paper.kind, items[0].form) == (RECOMMENDATION, CHOICE)
    return of_one_round(meeting, paper)


@cache
def without_english() -> Meeting:
    """The same in a meeting that has nothing but what a meeting must have."""
    return bare(with_names())


def bare(meeting: Meeting) -> Meeting:
    """``meeting`` without a word of English, posts, notes, dates of birth, place or team."""
    people = tuple(Person(each.id, each.name, "", "", "") for each in meeting.people)
    groups = tuple(
        replace(each, name_en="", description="", description_en="", weight=None)
        for each in meeting.groups[1:2]
    )
    return replace(
        meeting,
        title_en="",
        place="",
        place_en="",
        team="",
        team_en="",
        people=people,
        groups=groups,
        papers=tuple(_bare_paper(each, people) for each in meeting.papers),
        rounds=tuple(replace(each, name_en="") for each in meeting.rounds),
    )


def _bare_paper(paper: Paper, people: tuple[Person, ...]) -> Paper:
    known = {each.id: each for each in people}
    items = tuple(
        replace(
            item,
            subject=item.subject and known[item.subject.id],
            prompt_en="",
            options=tuple(replace(each, label_en="") for each in item.options),
            rates=tuple(replace(each, name_en="") for each in item.rates),
        )
        for item in paper.items
    )
    return replace(paper, title_en="", instructions="", instructions_en="", items=items)


@cache
def with_namesakes() -> Meeting:
    """Two of the four people have one name in English, as two names in Chinese may."""
    meeting = with_names()
    english = {"p01": "Zhou Qi", "p02": "Zhou Qi"}
    people = told_apart(
        replace(each, name_en=english.get(each.id, each.name_en)) for each in meeting.people
    )
    options = people_as_options(people)
    (paper,) = meeting.papers
    items = tuple(replace(item, options=options) if item.options else item for item in paper.items)
    return replace(meeting, people=people, papers=(replace(paper, items=items),))


@cache
def with_scores(group: str = "Ed25519") -> Meeting:
    """Four people to be scored."""
    meeting = replace(hamlet(), group_name=group)
    paper = replace(
        meeting.papers[1],
        id="judges",
        kind=SCORE,
        at_most=0,
        title="评委评分票",
        title_en="Judges' scores",
        instructions="",
        instructions_en="",
        items=(points(people_as_options(meeting.people)),),
    )
    return of_one_round(meeting, paper)


@cache
def with_long_ranking(places: int, people: int = 20) -> Meeting:
    """Twenty people to be ranked."""
    first = hamlet().people[0]
    listed = tuple(
        replace(first, id=f"p{number:02}", name=f"欧阳志{number}", name_en=f"Ouyang Zhi {number}")
        for number in range(people)
    )
    meeting = replace(hamlet(), people=listed)
    item = order(people_as_options(listed), places)
    return of_one_round(meeting, replace(meeting.papers[1], items=(item,), at_most=0))


def fill_names(visit: Visit, first: str, second: str) -> Visit:
    """Tick one person, write two lines, rank two people; on to the review."""
    visit.to_papers()
    visit.fill(("slate", "p01"))
    visit.fill_fields(("item-other-1", first), ("item-other-2", second))
    return visit.fill_fields(("item-order:1", "p03"), ("item-order:2", "p01"))


def fill_scores(visit: Visit, *texts: str) -> Visit:
    """Give each of the four people a score; on to the review."""
    visit.to_papers()
    fields = [(f"item-points:p0{number}", text) for number, text in enumerate(texts, start=1)]
    return visit.fill_fields(*fields)
