"""Simulated voters keep to every limit of every kind of paper, and are counted as they answered."""

from __future__ import annotations

from pathlib import Path

from demo.climate import Climate
from demo.expected import expected_count, placed, scored
from demo.opinion import choose
from demo.page import Page
from demo.voter import _answer
from meeting.definition.limits_kept import broken_limits
from meeting.definition.paper_limits import LIMITS
from tests.kiosk.fixtures.single_papers import with_scores
from tests.meeting.fixtures.own_papers import own_meeting


def test_every_limit_is_kept(tmp_path: Path) -> None:
    meeting = own_meeting(tmp_path)
    kinds = {limit.kind for paper in meeting.papers for limit in paper.limits}
    assert kinds == {*LIMITS}
    answered = dict.fromkeys((paper.id for paper in meeting.papers), 0)
    for box in meeting.boxes():
        for _ in range(60):
            choices = choose(meeting, box, Climate.of(meeting))
            for paper in box.papers(meeting):
                assert broken_limits(paper, choices) == ()
                answered[paper.id] += any(any(choices[item.id]) for item in paper.items)
                for item in paper.items:
                    given = [each for each in choices[item.id] if each]
                    assert len(given) <= item.maximum
                    assert not given or len(given) >= min(item.minimum, 1)
    assert all(number > 60 for number in answered.values()), answered


def test_rankings_and_scores_are_counted_by_place_and_by_score() -> None:
    meeting = with_scores()
    box = meeting.boxes()[0]
    items = box.items(meeting)
    (score,) = [item for item in items if item.form == "score"]
    answers = tuple(f"{70 + at}.5" for at in range(len(score.options)))
    count = expected_count(meeting, box, [{score.id: answers}, {score.id: answers}])
    first = score.options[0].id
    assert count[score.id][scored(first, 705)] == 2
    assert sum(count[score.id].values()) == 2 * len(score.options)
    assert placed("p1", 2) != placed("p12", 1)


def test_a_field_of_a_place_or_of_a_person_gets_its_part() -> None:
    page = Page(fields={"item-speech:p2": [""], "item-speech:p7": [""], "item-other-1": [""]})
    choices = {"speech": ("80.5", "90.0"), "order": ("p7", ""), "other-1": ("某",)}
    assert _answer("speech:p7", page, choices) == ("90.0",)
    assert _answer("order:1", page, choices) == ("p7",)
    assert _answer("order:2", page, choices) == ("",)
    assert _answer("other-1", page, choices) == ("某",)
