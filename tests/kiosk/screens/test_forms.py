"""Whatever is sent to a page of the papers: a clear page, no traceback, and nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kiosk.answers.by_form import AnswerState, choices_of, state_of
from kiosk.answers.choosing import wants_one
from kiosk.answers.form_fields import read_answers
from kiosk.answers.paper_screens import view_of
from kiosk.messages.trouble import Trouble
from meeting.definition.paper import ABSTAIN, Option, PaperItem
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.visits import Visit

VIEW = view_of(hamlet(), hamlet().box(BOX))
NAMES = [f"item-{item.id}" for item in VIEW.items]
OPTIONS = sorted({option.id for item in VIEW.items for option in item.options} | {ABSTAIN})
JUNK = st.text(max_size=40)
FIELDS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(NAMES), JUNK.map(lambda text: f"item-{text}"), JUNK),
        st.one_of(st.sampled_from(OPTIONS), JUNK),
    ),
    max_size=12,
)


def listed(most: int, *, least: int = 1, abstain: bool = True) -> PaperItem:
    options = tuple(Option(f"p{number}", f"人{number}", "") for number in range(5))
    return PaperItem("list", None, "推荐", "", options, least, most, abstain)


@given(st.integers(0, len(VIEW.pages) - 1), FIELDS)
def test_a_form_is_read_whole_or_refused_whole(number: int, sent: list[tuple[str, str]]) -> None:
    page = VIEW.pages[number]
    before = {item.id: (item.options[0].id,) for item in VIEW.items}
    refused = ""
    answers: Mapping[str, tuple[str, ...]] = {}
    try:
        answers = read_answers(page, MultiDict(sent), before)
    except Trouble as trouble:
        refused = trouble.code
    if refused:
        assert refused == "form-unknown"
        return
    assert list(answers) == [item.id for item in page.items]
    for item in page.items:
        possible = [option.id for option in item.options] + [ABSTAIN]
        places = [possible.index(option) for option in answers[item.id]]
        assert places == sorted(set(places))
        assert len(places) <= 1 or not wants_one(item)
        if state_of(item, answers[item.id]).can_be_cast:
            (vector,) = choices_of([item], answers)
            assert len(vector) == len(item.options) + 1
            assert vector[0] == (not any(vector[1:]))
            assert sum(vector[1:]) <= item.maximum


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    path=st.sampled_from(["/paper/1", "/paper/2", "/paper/3", "/paper/99", "/review", "/settings"]),
    sent=FIELDS,
    do=st.sampled_from(["next", "back", "stay", "", "edit", "\x00"]),
)
def test_no_form_makes_a_traceback_or_loses_the_voter(
    shared: Visit, path: str, sent: list[tuple[str, str]], do: str
) -> None:
    voter = shared.voter
    fields = [(name, value) for name, value in sent if name != "csrf_token"]
    shared.post(path, *fields, ("do", do), ("edit", do), ("set", do), ("paper", do))
    assert shared.status in {200, 400, 404, 422}
    assert shared.page in {"paper", "review", "notice", "fingerprint", "error"}
    assert "Traceback" not in shared.html
    assert shared.voter is voter
    assert set(voter.answers) <= {item.id for item in VIEW.items}
    shared.get("/")
    shared.post("/fingerprint", ("do", "back"))
    shared.post("/notice", ("do", "next"))
    shared.get("/")


@pytest.fixture(scope="module")
def shared() -> Visit:
    return Visit(FakeBoard()).to_papers()


@pytest.mark.parametrize(
    "fields",
    [
        [("item-team", "superb")],
        [("item-team", "excellent"), ("item-team", "competent")],
        [("item-p01-evaluation", "excellent")],
        [("item-nobody", "excellent")],
        [("item-team", "excellent"), ("item-team", "excellent")],
        [("item-team", "")],
    ],
)
def test_what_no_browser_could_send_changes_nothing_and_is_named(
    visit: Visit, fields: list[tuple[str, str]]
) -> None:
    visit.to_papers()
    visit.fill(("team", "competent"))
    visit.post("/paper/1", *fields, ("do", "next"))
    assert (visit.status, visit.page, visit.problem) == (400, "paper", "form-unknown")
    assert visit.voter.answers == {"team": ("competent",)}
    assert 'value="competent" checked' in visit.html


def test_too_many_are_kept_named_and_stop_only_the_way_forward(visit: Visit) -> None:
    visit.to_papers()
    while visit.voter.page_number < 3:
        visit.fill()
    chosen = [("slate", name) for name in ("p01", "p02", "p04")]
    visit.fill(*chosen)
    assert (visit.status, visit.page, visit.problem) == (422, "paper", "choices-wrong")
    assert "选了超过 2 人" in visit.html
    assert visit.html.count(" checked") == 3
    visit.fill(*chosen, do="back")
    assert visit.path == "/paper/2"
    visit.get("/review")
    assert "选了超过 2 人" in visit.html
    assert 'name="edit" value="3">去修改</button>' in visit.html
    assert "无误，下一步" not in visit.html
    visit.post("/review", ("do", "next"))
    assert (visit.page, visit.problem) == ("review", "choices-wrong")
    visit.post("/review", ("edit", "3"))
    visit.fill(*chosen[:2])
    assert visit.page == "review"
    assert "无误，下一步" in visit.html
    assert visit.post("/review", ("do", "next")).page == "fingerprint"


def test_leaving_is_in_sight_on_notice_and_review_and_asked_once_more(visit: Visit) -> None:
    visit.scan()
    sure = '<summary class="go quiet">不投了，离开</summary>'
    assert sure in visit.html
    assert "现在离开，不会投出任何票" in visit.html
    visit.post("/notice", ("do", "next")).fill(("team", "competent"))
    while visit.page == "paper":
        visit.fill()
    assert sure in visit.html
    assert "您已填的内容将被删除" in visit.html
    assert visit.post("/leave").page == "start"


def test_abstaining_beside_names_is_a_contradiction_that_is_kept_and_named(visit: Visit) -> None:
    visit.to_papers()
    while visit.voter.page_number < 3:
        visit.fill()
    visit.fill(("slate", "p01"), ("slate", ABSTAIN))
    assert visit.problem == "choices-wrong"
    assert visit.html.count(" checked") == 2
    visit.fill(("slate", ABSTAIN))
    assert visit.page == "review"


def test_ticks_can_be_taken_away_and_marks_only_changed(visit: Visit) -> None:
    visit.to_papers()
    visit.fill(("team", "excellent"), do="stay")
    visit.post("/paper/1", ("do", "stay"))
    assert visit.voter.answers["team"] == ("excellent",)
    visit.fill(("team", "competent"))
    while visit.voter.page_number < 3:
        visit.fill()
    visit.fill(("slate", "p01"), do="stay")
    visit.fill(do="stay")
    assert visit.voter.answers["slate"] == ()


@pytest.mark.parametrize(
    ("item", "answer", "expected"),
    [
        (listed(3), (), AnswerState.UNANSWERED),
        (listed(3), ("p1", "p2", "p3"), AnswerState.COMPLETE),
        (listed(3), ("p0", "p1", "p2", "p3"), AnswerState.TOO_MANY),
        (listed(3), (ABSTAIN,), AnswerState.COMPLETE),
        (listed(3), ("p1", ABSTAIN), AnswerState.CONTRADICTION),
        (listed(3, least=2), ("p1",), AnswerState.TOO_FEW),
        (listed(3, least=2, abstain=False), (), AnswerState.TOO_FEW),
        (listed(3, least=0, abstain=False), (), AnswerState.UNANSWERED),
    ],
)
def test_standings(item: PaperItem, answer: tuple[str, ...], expected: AnswerState) -> None:
    assert state_of(item, answer) is expected


def test_without_abstention_there_is_no_blank_slot() -> None:
    item = listed(2, least=0, abstain=False)
    assert choices_of([item], {}) == ((0, 0, 0, 0, 0),)
    assert choices_of([item], {"list": ("p1", "p4")}) == ((0, 1, 0, 0, 1),)
    assert not wants_one(listed(1, least=0, abstain=False))
    with pytest.raises(ValueError, match="cannot be encrypted"):
        choices_of([replace(item, minimum=1)], {})
