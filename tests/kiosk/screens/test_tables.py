"""Several people who are asked the same stand in one table, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.answers.paper_screens import BoxScreens, view_of
from kiosk.answers.tables import MOST_ROWS, Type
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, PaperItem
from meeting.feasibility.form_size import form_bytes
from meeting.limits import LARGEST_FORM
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.single_papers import of_one_round
from tests.kiosk.fixtures.table_papers import double_evaluation
from tests.kiosk.fixtures.visits import Visit

ZH = Type("zh", "standard")
EN = Type("en", "standard")


def shapes(view: BoxScreens) -> list[tuple[int, int]]:
    """For each screen how many people it is about, and how many questions it asks of each."""
    return [(len(page.rows), len(page.rows[0])) for page in view.pages]


def view(meeting: Meeting, letters: Type | None) -> BoxScreens:
    return view_of(meeting, meeting.box(BOX), letters)


def changed(meeting: Meeting, items: Sequence[PaperItem]) -> Meeting:
    return of_one_round(meeting, replace(meeting.papers[0], items=tuple(items)))


@pytest.mark.parametrize(
    ("people", "letters", "expected"),
    [
        (9, ZH, [(1, 1), (9, 2)]),
        (9, EN, [(1, 1), (9, 1), (9, 1)]),
        (9, Type("zh", "small"), [(1, 1), (9, 2)]),
        (9, Type("en", "small"), [(1, 1), (9, 2)]),
        (9, Type("zh", "large"), [(1, 1), *[(1, 2)] * 9]),
        (9, Type("en", "largest"), [(1, 1), *[(1, 2)] * 9]),
        (9, None, [(1, 1), *[(1, 2)] * 9]),
        (3, ZH, [(1, 1), (3, 2)]),
        (2, ZH, [(1, 1), (1, 2), (1, 2)]),
        (60, ZH, [(1, 1), (60, 2)]),
        (61, ZH, [(1, 1), (31, 2), (30, 2)]),
    ],
)
def test_who_stands_in_a_table(
    people: int, letters: Type | None, expected: list[tuple[int, int]]
) -> None:
    assert shapes(view(double_evaluation(people), letters)) == expected


def test_what_does_not_fit_beside_another_question_follows_in_a_table_of_its_own() -> None:
    asked = double_evaluation(5, questions=("政治素质", "工作实绩", "作风形象"))
    assert shapes(view(asked, ZH)) == [(1, 1), (5, 3), (5, 2)]
    wide = "基本称职但在若干重要方面还需要继续努力改进提高的同志们" * 2
    items = [
        replace(item, options=(replace(item.options[0], label=wide), *item.options[1:]))
        for item in asked.papers[0].items
    ]
    assert shapes(view(changed(asked, items), ZH)) == [(1, 1), *[(1, 5)] * 5]


def test_who_is_asked_something_else_is_in_no_table_with_others() -> None:
    meeting = double_evaluation(7)
    items = [
        replace(item, abstain=False) if item.id == "p04-placement" else item
        for item in meeting.papers[0].items
    ]
    assert shapes(view(changed(meeting, items), ZH)) == [(1, 1), (3, 2), (1, 2), (3, 2)]


@given(
    people=st.integers(1, 130),
    letters=st.builds(
        Type, st.sampled_from(["zh", "en"]), st.sampled_from(["small", "standard", "large"])
    ),
)
def test_every_item_is_asked_once_and_the_ballot_keeps_its_order(
    people: int, letters: Type
) -> None:
    meeting = double_evaluation(people)
    seen = view(meeting, letters)
    asked = [item.id for page in seen.pages for item in page.items]
    assert sorted(asked) == sorted(item.id for item in seen.items)
    assert seen.items == meeting.box(BOX).items(meeting)
    assert all(len(page.rows) <= MOST_ROWS for page in seen.pages)
    assert all(form_bytes(page.items) <= LARGEST_FORM for page in seen.pages)


def test_nothing_is_preset_and_every_mark_says_whom_it_is_about() -> None:
    visit = Visit(FakeBoard(double_evaluation(9))).to_papers().fill()
    table = visit.html[visit.html.index("<tbody>") : visit.html.index("</tbody>")]
    marks = re.findall(r"<input[^>]*>", table)
    assert len(marks) == 9 * (4 + 5)
    assert "checked" not in table
    ids = set(re.findall(r'\bid="([^"]+)"', visit.html))
    named = [re.findall(r'aria-labelledby="([^"]+)"', mark) for mark in marks]
    assert len({name for (name,) in named}) == len(marks)
    assert {each for (name,) in named for each in name.split()} <= ids
    assert "镇党委书记" in table


def test_a_table_is_cast_as_it_was_filled_in_without_javascript() -> None:
    board = FakeBoard(double_evaluation(3))
    visit = Visit(board).to_papers().fill(("team", "excellent"))
    visit.fill_fields(
        ("item-p01-evaluation", "competent"),
        ("item-p01-placement", "promote"),
        ("item-p03-placement", ABSTAIN),
    )
    assert visit.page == "review"
    told = re.sub(r"<[^>]+>", " ", visit.html[visit.html.index('class="open"') :])
    assert "3 项未选，将计为弃权" in " ".join(told.split())
    assert re.search(r"陈志远 *—— *评价、建议调整去向", told)
    assert re.search(r"林嵘 *—— *评价 ", told)
    visit.post("/review", ("do", "next")).post("/cast")
    assert board.opened() == (
        (0, 1, 0, 0),
        (0, 0, 1, 0),
        (0, 1, 0, 0, 0),
        (1, 0, 0, 0),
        (1, 0, 0, 0, 0),
        (1, 0, 0, 0),
        (1, 0, 0, 0, 0),
    )


def test_two_tables_of_one_paper_are_cast_in_the_order_of_the_ballot() -> None:
    """In English the questions are asked one after the other, and the ballot has them in turns."""
    board = FakeBoard(double_evaluation(3))
    visit = Visit(board)
    visit.get("/").post("/settings", ("set", "language"))
    visit.to_papers().fill()
    visit.fill_fields(("item-p01-evaluation", "excellent"), ("item-p03-evaluation", "competent"))
    visit.fill_fields(("item-p02-placement", "transfer"))
    visit.post("/review", ("do", "next")).post("/cast")
    _, first, _, _, placed, third, _ = board.opened()
    assert (first, placed, third) == ((0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 1, 0))


def test_larger_letters_lead_to_the_first_who_is_open_and_keep_every_answer() -> None:
    visit = Visit(FakeBoard(double_evaluation(9))).to_papers().fill(("team", "excellent"))
    given = [("item-p01-evaluation", "competent"), ("item-p01-placement", "stay")]
    visit.post("/settings", ("set", "size"), ("paper", "2"), *given)
    assert 'data-size="large"' in visit.html
    assert visit.voter.page.subject is not None
    assert visit.voter.page.subject.name == "陈志远"
    assert visit.voter.answers["p01-evaluation"] == ("competent",)
    for _ in range(2):  # the largest, and small
        visit.post("/settings", ("set", "size"), ("paper", str(visit.voter.page_number)))
    assert visit.voter.page.is_table
    assert 'value="competent" aria-labelledby="who-1 asked-1 answer-1-2" checked' in visit.html


def test_a_form_of_another_layout_changes_nothing_and_is_named() -> None:
    visit = Visit(FakeBoard(double_evaluation(9))).to_papers().fill(("team", "excellent"))
    visit.post("/settings", ("set", "size"), ("paper", "2"))
    visit.post("/paper/2", ("item-p09-evaluation", "competent"), ("do", "next"))
    assert (visit.status, visit.problem) == (400, "form-unknown")
    assert visit.voter.answers.keys() <= {"team", "p01-evaluation", "p01-placement"} | {
        f"p0{number}-{what}" for number in range(1, 10) for what in ("evaluation", "placement")
    }
    assert not visit.voter.answers["p09-evaluation"]


def test_what_was_opened_tells_everybody_by_themselves() -> None:
    visit = Visit(FakeBoard(double_evaluation(3))).to_papers().fill()
    visit.fill_fields(("item-p02-evaluation", "competent"))
    visit.post("/review", ("do", "next")).post("/check", ("do", "check"))
    assert visit.page == "opened"
    told = re.sub(r"<[^>]+>|\s", "", visit.html[visit.html.index('class="card said"') :])
    assert "陈志远评价：称职建议调整去向：弃权" in told
