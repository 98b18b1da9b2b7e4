"""Whatever the preset, the voters bring its rules to an end, and its forms are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.decisions import filled_in
from demo.foreseen import ballots, foreseen
from demo.narrator import Narrator
from demo.problem import DemoProblem
from demo.run import whole_procedure
from demo.stages import next_stages
from meeting.continuing.next_meeting import Before
from meeting.definition.limits_kept import broken_limits
from meeting.definition.meeting import Meeting
from meeting.presets import load_preset, preset_names
from meeting.rules.acts import Decision, Defer, Gate, Ruled
from tally.continuing.came_to import CameTo
from tally.folder.ruling import decided_on
from tally.rulings.ruling_file import read_ruling, ruling_form
from tests.meeting.fixtures.preset_cases import meeting_of

VOTERS = 12
FIRST = [name for name in preset_names() if not load_preset(name).example.of]


def everybody(meeting: Meeting) -> dict[str, int]:
    return {group.id: group.size for group in meeting.groups}


@pytest.mark.parametrize("name", FIRST)
def test_nothing_is_left_open_and_every_stage_has_people(name: str, tmp_path: Path) -> None:
    meeting = meeting_of(name, tmp_path, VOTERS)
    drawn = ballots(meeting, everybody(meeting))
    for box in meeting.boxes():
        assert len(drawn[box.id]) == box.group.size
        for choices in drawn[box.id]:
            assert all(broken_limits(paper, choices) == () for paper in box.papers(meeting))
    results = foreseen(meeting, drawn)
    assert [each.step.id for each in results if each.waits] == []
    before = Before(meeting, CameTo(meeting, results), "", "")
    assert [each.stage.id for each in next_stages(before) if not each.held] == []


@pytest.mark.parametrize("name", FIRST)
def test_forms_are_filled_in_as_the_rules_ask(name: str, tmp_path: Path) -> None:
    meeting = meeting_of(name, tmp_path, VOTERS)
    people = tuple(each.id for each in meeting.people)
    for step in (each for each in meeting.rules if isinstance(each, Ruled)):
        path = tmp_path / "form.toml"
        form = ruling_form(meeting, step, people, "zh")
        path.write_text(filled_in(form, meeting, step), encoding="utf-8")
        ruling = read_ruling(path, meeting, step, people, "0" * 64)
        assert ruling.date == meeting.date
        assert ruling.decided_on == decided_on(step.id, people)
        body = "" if not isinstance(step, Gate | Decision | Defer) else step.body
        assert ruling.source.startswith(body)
        said = [each.person for each in ruling.people]
        if isinstance(step, Gate):
            assert said == list(people)
        elif isinstance(step, Decision):
            assert said == list(people[: step.most])
        elif isinstance(step, Defer):
            assert said == [people[-1]]


@pytest.mark.parametrize(("name", "first"), [("assessment", "open_selection"), ("heads", "heads")])
def test_a_later_stage_is_run_with_the_procedure_that_it_belongs_to(name: str, first: str) -> None:
    assert whole_procedure(name, Narrator()) == first
    with pytest.raises(DemoProblem):
        whole_procedure(f"{name}-2", Narrator())
