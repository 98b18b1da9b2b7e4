"""What is sent to the screens of lines, rankings and scores: read whole, or refused whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kiosk.answers.by_form import choices_of, state_of
from kiosk.answers.form_fields import read_answers
from kiosk.answers.paper_screens import Page, view_of
from kiosk.messages.trouble import Trouble
from kiosk.visit.to_change import can_be_cast
from meeting.definition.choices_in_words import chosen
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.single_papers import with_names, with_scores
from tests.kiosk.fixtures.visits import Visit

NAMES = view_of(with_names(), with_names().box(BOX))
SCORES = view_of(with_scores(), with_scores().box(BOX))

SENT = [
    *("item-slate", "item-other-1", "item-other-2", "item-other-1:1"),
    *("item-order", "item-order:1", "item-order:2", "item-order:3", "item-order:01"),
    *("item-points", "item-points:p01", "item-points:p04", "item-points:p05"),
]
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(SENT),
        st.one_of(st.sampled_from(["p01", "p02", "", "5.5"]), st.text(max_size=120)),
    ),
    max_size=6,
)


@given(st.sampled_from([*NAMES.pages, *SCORES.pages]), FIELDS)
def test_a_form_is_read_whole_or_refused_whole(page: Page, sent: list[tuple[str, str]]) -> None:
    try:
        answers = read_answers(page, MultiDict(sent), {})
    except Trouble as trouble:
        refused, answers = trouble.code, {}
    else:
        refused = ""
    assert refused in {"", "form-unknown"}
    if refused:
        return
    assert list(answers) == [item.id for item in page.items]
    for item in page.items:
        if state_of(item, answers[item.id]).can_be_cast:
            assert chosen([item], choices_of([item], answers))[0].item is item


def refusal(page: Page, fields: list[tuple[str, str]]) -> str:
    with pytest.raises(Trouble) as refused:
        read_answers(page, MultiDict(fields), {})
    assert all(value not in str(refused.value) for _, value in fields)
    return refused.value.code


@pytest.mark.parametrize(
    ("number", "fields"),
    [
        (2, [("item-other-1", "王芳"), ("item-other-1", "王方")]),
        (2, [("item-other-1", "王\n芳")]),
        (2, [("item-other-1", "字" * 101)]),
        (2, [("item-other-3", "王芳")]),
        (2, [("item-other-1:1", "王芳")]),
        (2, [("item-slate", "p01")]),
        (3, [("item-order:1", "p05")]),
        (3, [("item-order:3", "p01")]),
        (3, [("item-order:0", "p01")]),
        (3, [("item-order:1", "p01"), ("item-order:1", "p02")]),
        (3, [("item-order", "p01")]),
    ],
)
def test_what_no_browser_could_send_is_refused(number: int, fields: list[tuple[str, str]]) -> None:
    page = NAMES.page(number)
    assert page is not None
    assert refusal(page, fields) == "form-unknown"


@pytest.mark.parametrize(
    "fields",
    [
        [("item-points:p09", "5")],
        [("item-points", "5")],
        [("item-points:p01", "5"), ("item-points:p01", "6")],
        [("item-points:p01", "5" * 21)],
    ],
)
def test_scores_that_no_browser_could_send_are_refused(fields: list[tuple[str, str]]) -> None:
    assert refusal(SCORES.pages[0], fields) == "form-unknown"


def test_a_field_that_was_not_sent_changes_nothing() -> None:
    before = {"other-1": ("王芳",), "other-2": ("李",), "order": ("p01", "p02")}
    lines, ranking = NAMES.pages[1:]
    assert read_answers(lines, MultiDict([("item-other-2", "")]), before) == {
        "other-1": ("王芳",),
        "other-2": ("",),
    }
    found = read_answers(ranking, MultiDict([("item-order:2", "")]), before)
    assert found == {"order": ("p01", "")}
    scored = {"points": ("1", "2", "3", "4")}
    sent = MultiDict([("item-points:p02", "9")])
    assert read_answers(SCORES.pages[0], sent, scored) == {"points": ("1", "9", "3", "4")}


def test_lines_stand_together_on_one_screen() -> None:
    assert [[item.id for item in page.items] for page in NAMES.pages] == [
        ["slate"],
        ["other-1", "other-2"],
        ["order"],
    ]
    assert [page.form for page in NAMES.pages] == ["choice", "write_in", "ranking"]


@pytest.fixture(scope="module", params=["names", "scores"])
def shared(request: pytest.FixtureRequest) -> Visit:
    meeting = with_names() if request.param == "names" else with_scores()
    return Visit(FakeBoard(meeting)).to_papers()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(
    number=st.integers(1, 4),
    sent=FIELDS,
    do=st.sampled_from(["next", "back", "stay", ""]),
    language=st.booleans(),
)
def test_no_form_makes_a_traceback_or_loses_the_voter(
    shared: Visit, number: int, sent: list[tuple[str, str]], do: str, language: bool
) -> None:
    voter = shared.voter
    shared.post(f"/paper/{number}", *sent, ("do", do))
    assert shared.status in {200, 400, 404, 422}
    assert shared.page in {"paper", "review", "notice", "error"}
    assert shared.voter is voter
    if language:
        shared.get("/").post("/settings", ("set", "language"))
    assert shared.get("/review").page in {"review", "notice"}
    if shared.page == "review":
        shared.post("/review", ("do", "next"))
        assert shared.page in {"review", "fingerprint"}
        assert (shared.page == "fingerprint") == can_be_cast(voter)
    shared.post("/fingerprint", ("do", "back"))
    shared.get("/").post("/notice", ("do", "next"))
