"""Two people of one name in the booth: every screen that names one of them says which."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from meeting.definition.display_names import told_apart
from meeting.definition.meeting import Meeting
from meeting.presets import load_preset
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Team
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.visits import Visit

SHOWN = ("李明（镇党委书记）", "李明（镇党委副书记、镇长）")


@cache
def namesakes() -> Meeting:
    """The hamlet, its first two people of one name."""
    whole = hamlet()
    first, second, *others = (replace(each, name_en="", post_en="") for each in whole.people)
    people = told_apart((replace(first, name="李明"), replace(second, name="李明"), *others))
    settings = {"choose_up_to": 2, "write_in_lines": 0}
    papers = papers_for(
        load_preset(whole.preset), Filling(people, Team("镇班子", "the team"), settings)
    )
    return replace(whole, people=people, papers=papers)


def names_in(page: str) -> list[str]:
    return re.findall(r"李明（[^）]*）", page)


def test_screens_review_and_opened_ballot_say_which_of_the_two_is_meant() -> None:
    visit = Visit(FakeBoard(namesakes())).to_papers()
    seen: list[str] = []
    while visit.page == "paper":
        seen += names_in(visit.html)
        subject = visit.voter.page.subject
        if subject is None and not visit.voter.page.is_evaluation:
            visit.fill(("slate", "p02"))
        else:
            visit.fill()
    assert set(seen) == set(SHOWN)
    assert visit.page == "review"
    assert set(names_in(visit.html)) == set(SHOWN)
    assert visit.html.count(SHOWN[1]) > visit.html.count(SHOWN[0])
    visit.post("/review", ("do", "next")).post("/check", ("do", "check"))
    assert visit.page == "opened"
    assert set(names_in(visit.html)) == set(SHOWN)
    assert not re.search(r"李明(?!（)", visit.html)
