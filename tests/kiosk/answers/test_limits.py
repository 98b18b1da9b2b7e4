"""Limits across the questions of a paper: told in words, kept by the booth, never put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.answers.limits import broken, involved
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, CHOICE, Paper
from meeting.definition.paper_limits import Ticks
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.prepared_boxes import server_key
from tests.kiosk.fixtures.single_papers import of_one_round
from tests.kiosk.fixtures.visits import Visit
from tests.meeting.fixtures.own_papers import own_meeting

Answers = Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    meeting = own_meeting(tmp_path_factory.mktemp("own"))
    return replace(meeting, rules=(), server_key=server_key().public.text)


def paper(whole: Meeting, name: str) -> Paper:
    return next(each for each in whole.papers if each.id == name)


def before(whole: Meeting, name: str) -> Visit:
    """A voter who has read the notice before this one paper."""
    return Visit(FakeBoard(of_one_round(whole, paper(whole, name)))).to_papers()


VOTED = {"p01-decision": ("oppose",), "p02-decision": ("approve",)}
CASES: list[tuple[str, Answers, list[str]]] = [
    ("grades", {}, []),
    ("grades", {"p01-overall": ("good",), "p02-overall": ("good",)}, []),
    ("grades", {f"p0{n}-overall": ("good",) for n in (1, 2, 6)}, ["third"]),
    ("grades", {"p01-faults": ("none", "vain")}, ["none-alone"]),
    ("grades", {"p01-faults": ("none",)}, []),
    ("grades", {"p01-overall": ("poor",), "p01-ability": ("fair",)}, ["overall-between"]),
    ("grades", {"p01-overall": ("fair",), "p01-ability": ("fair",)}, []),
    ("grades", {"p01-overall": ("poor",), "p01-ability": (ABSTAIN,)}, []),
    ("grades", {"p01-overall": (ABSTAIN,), "p01-ability": ("good",)}, []),
    ("grades", {"p01-overall": ("poor",), "p02-ability": ("good",)}, []),
    ("slate", {"secretary-choice": ("p02",), "deputy-choice": ("p02", "p03")}, ["one-post"]),
    ("slate", {"secretary-choice": ("p02",), "deputy-choice": ("p03",)}, []),
    ("vote", VOTED, []),
    ("vote", {"p01-decision": ("oppose",)}, ["approvals"]),
    ("vote", {f"p0{n}-decision": (ABSTAIN,) for n in (1, 2, 6)}, []),
    ("vote", {f"p0{n}-decision": ("approve",) for n in (1, 2, 6)}, ["approvals"]),
    ("vote", {**VOTED, "instead-1": ("欧阳志刚",)}, []),
    ("vote", {**VOTED, "instead-1": (" ",), "instead-2": ("欧阳志刚",)}, []),
    ("vote", {**VOTED, "instead-1": ("沈玉梅",), "instead-2": ("欧阳志刚",)}, ["instead"]),
    ("vote", {"p01-decision": ("approve",), "instead-1": ("沈玉梅",)}, ["instead"]),
]


@pytest.mark.parametrize(("name", "answers", "expected"), CASES)
def test_what_breaks_which_limit(
    whole: Meeting, name: str, answers: Answers, expected: list[str]
) -> None:
    assert [each.limit.id for each in broken(paper(whole, name), answers)] == expected


@given(data=st.data())
def test_a_blank_paper_breaks_nothing_and_one_tick_more_never_mends_a_limit_of_most(
    whole: Meeting, data: st.DataObject
) -> None:
    asked = paper(whole, data.draw(st.sampled_from(["grades", "vote", "slate"])))
    choices = [item for item in asked.items if item.form == CHOICE]
    answers = {
        item.id: tuple(
            data.draw(st.sets(st.sampled_from([each.id for each in item.options]), max_size=2))
        )
        for item in choices
    }
    assert broken(asked, dict.fromkeys(answers, ())) == ()
    assert broken(asked, dict.fromkeys(answers, (ABSTAIN,))) == ()
    over = {each.limit.id for each in broken(asked, answers) if _is_over(each)}
    more = data.draw(st.sampled_from(choices))
    fuller = {**answers, more.id: tuple(each.id for each in more.options)}
    assert over <= {each.limit.id for each in broken(asked, fuller) if _is_over(each)}
    for limit in asked.limits:
        assert involved(asked, limit)


def _is_over(each: object) -> bool:
    limit = getattr(each, "limit", None)
    return isinstance(limit, Ticks) and getattr(each, "found", 0) > getattr(each, "allowed", 0)


def told(visit: Visit) -> str:
    """What the screen says is wrong."""
    found = re.search(r'<div class="trouble" role="alert">(.*?)</div>', visit.html, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", found[1]) if found else ""


def test_too_many_of_one_grade_stop_the_last_screen_they_are_about(whole: Meeting) -> None:
    visit = before(whole, "grades")
    assert "优秀不超过三分之二：0/2" in visit.html
    for number in (1, 2, 6):
        visit.fill((f"p0{number}-overall", "good"))
        if visit.page == "paper" and number != 6:
            visit.fill()  # the written example
    assert (visit.status, visit.problem) == (422, "choices-wrong")
    assert "本票最多选2项，现有3项" in told(visit)
    assert visit.voter.answers["p06-overall"] == ("good",)
    visit.get("/review")
    assert "本票最多选2项，现有3项" in told(visit)
    visit.post("/review", ("do", "next"))
    assert (visit.page, visit.problem, visit.voter.unsigned) == ("review", "choices-wrong", None)
    assert visit.voter.ahead is None


def test_the_overall_grade_is_told_with_its_person_and_its_bounds(whole: Meeting) -> None:
    visit = before(whole, "grades").fill(("p01-overall", "poor"), ("p01-ability", "fair"))
    assert visit.problem == "choices-wrong"
    assert "周启明——总体评价：“不称职”不在此人各分项的“称职”与“称职”之间" in told(visit)
    visit.fill(("p01-overall", "fair"), ("p01-ability", "fair"))
    assert visit.problem == ""


def test_nothing_beside_none_and_both_stay_as_they_were_ticked(whole: Meeting) -> None:
    visit = before(whole, "grades").fill_fields(
        ("item-p01-faults", "none"), ("item-p01-faults", "idle")
    )
    assert "“没有”不能与其他各项同时选" in told(visit)
    assert visit.voter.answers["p01-faults"] == ("none", "idle")


def test_nobody_is_chosen_for_two_posts(whole: Meeting) -> None:
    visit = before(whole, "slate")
    while visit.page == "paper" and not visit.problem:
        (*_, item) = visit.voter.page.items
        chosen = {"secretary-choice": "p02", "deputy-choice": "p02"}.get(item.id)
        visit.fill_fields(*[(f"item-{item.id}", chosen)] if chosen else [])
    assert "陈志远：在本票上被选了不止一次" in told(visit)
    assert visit.post("/review", ("do", "next")).page != "fingerprint"


def test_lines_for_another_name_open_where_somebody_is_opposed(whole: Meeting) -> None:
    visit = before(whole, "vote").fill_fields(("item-p01-decision", "approve"))
    assert visit.page == "review", "nobody is opposed: nobody is asked for another name"
    visit.post("/review", ("edit", "1")).fill_fields(("item-p01-decision", "oppose"))
    assert "本票至少选1项" in told(visit)
    visit.fill_fields(("item-p01-decision", "oppose"), ("item-p02-decision", "approve"))
    visit.post("/review", ("edit", "2"))
    assert visit.html.count('class="line"') == 1
    visit.fill_fields(("item-instead-1", "欧阳志刚"))
    assert (visit.page, told(visit)) == ("review", "")
    visit.post("/review", ("edit", "1")).fill_fields(("item-p01-decision", "approve"))
    assert "没有对任何人选反对" in told(visit)
    assert visit.voter.answers["instead-1"] == ("欧阳志刚",)
    assert visit.post("/review", ("do", "next")).page == "review"


def scores(*typed: str) -> list[tuple[str, str]]:
    """The fields of the three people who are scored."""
    people = ("p01", "p02", "p06")
    return [(f"item-points:{who}", each) for who, each in zip(people, typed, strict=True)]


def test_scores_beyond_a_limit_are_told_with_how_many_are_left_to_change(whole: Meeting) -> None:
    visit = before(whole, "marks")
    assert "高于90分：0/1" in visit.html
    assert 'data-lowest="901" data-highest="1000"' in visit.html
    visit.fill_fields(*scores("95", "９０．５", "90.1"))
    assert (visit.status, visit.problem) == (422, "choices-wrong")
    assert "高于90分：本票至多1人，现有3人，还须改动2人的分数" in told(visit)
    assert "70.5分及以下：本票至少1人，现有0人，还须改动1人的分数" in told(visit)
    assert visit.voter.answers["points"] == ("95", "９０．５", "90.1")
    visit.fill_fields(*scores("95", "90", "70.5"))
    assert (visit.page, told(visit)) == ("review", "")


def test_scores_that_are_all_the_same_are_refused_however_they_are_typed(whole: Meeting) -> None:
    visit = before(whole, "marks").fill_fields(*scores("70", "70.0", "７０"))
    assert "所有分数都是70.0，本票不得全部相同" in told(visit)
    visit.get("/review")
    assert "所有分数都是70.0" in told(visit)
    visit.post("/review", ("do", "next"))
    assert (visit.page, visit.voter.unsigned) == ("review", None)


def test_grades_that_are_all_the_same_are_named_by_the_grade(whole: Meeting) -> None:
    visit = before(whole, "grades")
    for number in (1, 2, 6):
        visit.fill((f"p0{number}-ability", "fair"))
        if visit.page == "paper" and number != 6:
            visit.fill()  # the written example
    assert "全部选了“称职”，本票不得全部相同" in told(visit)


def test_a_screen_in_english_says_what_a_limit_of_scores_counts(whole: Meeting) -> None:
    visit = Visit(FakeBoard(of_one_round(whole, paper(whole, "marks"))))
    visit.get("/").post("/settings", ("set", "language"))
    visit.to_papers().fill_fields(*scores("91", "92", "70"))
    assert "above 90 points: 1 of 1" not in visit.html
    assert "above90points:atmost1peopleonthispaper,andthereare2.Scoresstilltochange:1." in told(
        visit
    )


@pytest.mark.parametrize("name", ["grades", "slate", "vote", "report"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_paper_is_walked_to_its_receipt(
    whole: Meeting, name: str, language: str
) -> None:
    visit = Visit(FakeBoard(of_one_round(whole, paper(whole, name))))
    if language == "en":
        visit.get("/").post("/settings", ("set", "language"))
    visit.to_papers()
    while visit.page == "paper":
        assert "Traceback" not in visit.html
        visit.fill()
    visit.post("/review", ("do", "next")).post("/cast")
    assert visit.page == "receipt"
