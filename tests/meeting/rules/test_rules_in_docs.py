"""The pages about rules name every kind of step, and their example is read as it stands."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from meeting.definition.consistency import check_meeting
from meeting.rules.kinds import KINDS
from tests.meeting.fixtures.procedures import MEETING, procedure
from tests.tally.fixtures.departments import divided
from tests.tally.fixtures.ruled import ruled, typed
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.written_hall import SLATE, THREE

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [DOCS / "rules.md", DOCS / "zh/rules.md"]
TOML = re.compile("```toml\n(.*?)```", re.DOTALL)


COUNT = '[[rules]]\nkind = "count"\nid = "votes"\nround = "r1"\nitem = "slate"\n'
COUNTED = "[rounds.r1.A]\nreturned = 20"
DECIDED = """
[[rules]]
kind = "gate"
id = "vetted"
body = "纪委"
[[rules]]
kind = "defer"
id = "put-off"
body = "党委"
[[rules]]
kind = "draw"
id = "shortlist"
take = 1
"""


def example(page: Path) -> str:
    return str(TOML.findall(page.read_text("utf-8"))[0])


def test_both_pages_show_the_same_example() -> None:
    first, second = (ruled(example(page)).rules for page in PAGES)
    assert first == second
    assert [step.kind for step in first] == ["rate", "threshold", "cut"]


def test_the_example_of_seats_that_are_left_over_can_be_followed() -> None:
    first, second = (
        divided(9, 8, COUNT + TOML.findall(page.read_text("utf-8"))[1]) for page in PAGES
    )
    assert first == second
    assert check_meeting(first) == []
    assert [step.id for step in first.rules][1:] == ["best-of-one", "best-of-two", "others", "rest"]


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_kind_has_a_row_and_each_of_its_fields_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE))
    assert KINDS.keys() <= rows
    for kind in KINDS.values():
        names = {each.name for each in fields(kind)} - {"id", "name", "name_en"}
        assert {name for name in names if not re.search(rf"`{name}\b", text)} == set(), kind.kind


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_figures_of_the_trial_are_read(page: Path, tmp_path: Path) -> None:
    found_ = TOML.findall(page.read_text("utf-8"))
    text = next(each for each in found_ if "[rounds.r1.A]" in each).replace("周启明", "p1")
    found = typed(ruled(example(page)), tmp_path, text)
    assert found.rounds["r1"].figures["A"].returned == 27


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_what_people_decide_drew_or_wrote_is_typed_as_the_page_says(
    page: Path, tmp_path: Path
) -> None:
    text = page.read_text("utf-8")
    rulings = next(each for each in TOML.findall(text) if "[rulings.vetted]" in each)
    draws, written = re.findall(r"`(\[(?:draws|rounds[^`]*)\])`[^`]*`([^`]*)`", text)
    decided = "\n".join((COUNTED, rulings, *draws)).replace("周启明", "p1").replace("李建国", "p2")
    found = typed(ruled(DECIDED), tmp_path, decided)
    assert [each.people[0].answer for each in found.rulings.values()] == ["yes", "yes"]
    assert found.rulings["put-off"].people[0].note == "正在核查"
    assert found.draws["shortlist"].drawn == ("p2",)
    papers = replace(PLAIN, people=THREE, papers=(SLATE,))
    papers = replace(papers, rounds=(replace(PLAIN.rounds[0], papers=(SLATE.id,)),))
    merged = typed(papers, tmp_path, "\n".join((COUNTED, *written))).merged
    assert [(row.name, row.by_group) for each in merged.values() for row in each.rows] == [
        ("王强", {"A": 5})
    ]


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_later_rounds_of_the_page_are_read(page: Path, tmp_path: Path) -> None:
    first, more, second = TOML.findall(page.read_text("utf-8"))[-3:]
    women = '\n[[lists]]\nid = "women"\nname = "女干部"\npeople = ["沈月华"]\n'
    stages = procedure(tmp_path / "page", MEETING + women + first + more, second=second).stages
    assert stages[0].part == "tied"
    assert stages[2].lists == (("women", "majority"),)
    assert stages[2].settings == (("choose_up_to", 2),)
