"""What is said in front of everybody: each end of the rules under its own name, and what waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meeting.definition.meeting import Meeting
from tally.forms.came_to import came_to
from tally.forms.saying import Order, Saying
from tally.outcome.outcome import Outcome
from tally.report.beside import NOTHING_BESIDE
from tests.meeting.fixtures.preset_cases import meeting_of, results_on, votes
from tests.tally.fixtures.invented_counts import invented
from tests.tally.fixtures.read_forms import made


def said(found: Outcome, order: Order = "votes") -> list[str]:
    return [each.text for each in came_to(Saying(found, NOTHING_BESIDE, "zh", order))]


def names(meeting: Meeting, people: tuple[str, ...]) -> str:
    called = {each.id: each.display_name for each in meeting.people}
    return f"{'、'.join(called[one] for one in people)}（{len(people)}人）。"


def test_who_is_elected_is_said_though_the_last_step_is_about_the_others(tmp_path: Path) -> None:
    found = invented(meeting_of("secretary_election", tmp_path))
    elected, others = (each for each in found.steps if each.step.id.endswith("elected"))
    assert elected.people
    assert said(found) == [
        f"当选：{names(found.meeting, elected.people)}",
        f"落选的书记候选人：{names(found.meeting, others.people)}",
    ]


def test_an_election_is_told_as_its_reserved_seats_leave_it_and_who_may_stand_next(
    tmp_path: Path,
) -> None:
    found = invented(meeting_of("committee_election", tmp_path))
    steps = {each.step.id: each for each in found.steps}
    seated, wanted = steps["seated"].people, steps["elected"].wanted
    assert wanted is not None
    short = f"应选 {wanted} 人，还缺 {wanted - len(seated)} 人。"
    assert said(found) == [
        f"当选委员（至少 1 名女干部）：{names(found.meeting, seated)}{short}",
        "书记候选人（已当选委员）：无人。",
        f"副书记候选人（已当选委员）：{names(found.meeting, steps['for-deputy'].people)}",
    ]


def test_what_bodies_decide_is_said_to_wait_beside_what_the_votes_came_to(tmp_path: Path) -> None:
    found = invented(meeting_of("mass_recommendation", tmp_path))
    first, *waiting = said(found)
    assert first.startswith("推荐票前 9 名（至少 1 名女干部）：")
    assert waiting == [
        "党委委员候选人：待区委常委会研究决定。",
        "书记候选人：须先确定党委委员候选人。",
        "副书记候选人：须先确定其余候选人。",
    ]


def test_an_election_that_is_tied_waits_under_its_own_name(tmp_path: Path) -> None:
    meeting = meeting_of("branch_election", tmp_path)
    (box,) = meeting.boxes()
    equal = [box.group.size * 3 // 4] * 6
    results = results_on(meeting, tmp_path, votes(meeting, f"election {box.group.id} elect", equal))
    majority, elected = said(replace(invented(meeting), steps=tuple(results.values())))
    assert majority.startswith("得票过半：")
    assert elected.startswith("当选：末位并列，须由人来决定：")


def test_people_of_every_end_have_it_in_their_remarks(tmp_path: Path) -> None:
    found = invented(meeting_of("heads", tmp_path))
    say = Saying(found, NOTHING_BESIDE, "zh", "votes")
    for result in say.ended:
        for person in result.people:
            assert say.called(result) in say.remarks(person)


@pytest.mark.parametrize("name", ["secretary_election", "two_recommendations"])
def test_the_count_report_ends_with_it(name: str, tmp_path: Path) -> None:
    found = invented(meeting_of(name, tmp_path))
    *_, report = (each for each in made(found).forms if each.name.endswith("计票结果"))
    texts = [getattr(part, "text", "") for part in report.parts]
    assert texts[-1] == "特此报告。"
    assert texts[-1 - len(said(found)) : -1] == said(found)
