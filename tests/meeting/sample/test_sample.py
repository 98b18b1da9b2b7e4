"""A filled folder of any preset: a meeting that is whole, in either language, with figures."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from demo.climate import Climate
from demo.opinion import choose
from meeting.definition.meeting import Meeting
from meeting.organiser.figures import read_figures
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.rule_notes import rule_notes
from meeting.presets import load_preset, preset_names
from meeting.problem import Problem
from meeting.sample.folder import FEWEST, shrunk, write_sample
from meeting.sample.stock import made_up, staffs, voters
from tally.outcome.steps.derive import derive
from tally.trying.typed_counts import read_typed_counts

EVERY = pytest.mark.parametrize(
    "name", [name for name in preset_names() if not load_preset(name).example.of]
)


def sample(folder: Path, name: str, language: str = "zh", few: int = 0) -> Meeting:
    write_sample(folder, load_preset(name), language, few)
    organised = read_organised(folder / "meeting.toml")
    assert len(organised.roster) == sum(group.size for group in organised.meeting.groups)
    assert not organised.unshown
    assert list(rule_notes(organised.meeting)) == []
    return organised.meeting


@EVERY
def test_every_preset_has_an_example_that_is_whole(name: str, tmp_path: Path) -> None:
    meeting = sample(tmp_path, name)
    assert meeting.preset == name
    figures = read_figures(tmp_path / "figures.toml", meeting)
    assert set(figures) == {box.id for box in meeting.boxes()}
    assert not any(
        getattr(meeting, each.name) for each in fields(meeting) if each.name[-3:] == "_en"
    )


@EVERY
def test_in_english_everything_is_said_twice(name: str, tmp_path: Path) -> None:
    meeting = sample(tmp_path, name, "en")
    things: tuple[Any, ...] = (
        *(meeting, *meeting.groups, *meeting.people, *meeting.papers, *meeting.rounds),
        *(item for paper in meeting.papers for item in paper.items),
        *meeting.rules,
    )
    for thing in things:
        for each in fields(thing):
            if each.name.endswith("_en") and getattr(thing, each.name[:-3]):
                assert getattr(thing, each.name), (thing, each.name)


@EVERY
def test_its_rules_come_to_something_on_the_invented_figures(name: str, tmp_path: Path) -> None:
    meeting = sample(tmp_path, name)
    if not meeting.rules:
        return
    results = derive(meeting, read_typed_counts(tmp_path / "trial.toml", meeting))
    assert [(each.step.id, each.waits) for each in results if each.waits] == []


@EVERY
def test_simulated_voters_answer_everything_that_it_asks(name: str, tmp_path: Path) -> None:
    meeting = sample(tmp_path, name, few=12)
    assert all(group.size >= FEWEST for group in meeting.groups)
    for box in meeting.boxes():
        items = {item.id: item for item in box.items(meeting)}
        for choices in (choose(meeting, box, Climate.of(meeting)) for _ in range(20)):
            assert choices.keys() == items.keys()
            for item, given in choices.items():
                assert len(given) <= max(items[item].maximum, len(items[item].options))


def test_a_later_stage_is_in_the_example_of_the_first(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        write_sample(tmp_path, load_preset("assessment"), "zh")
    assert refused.value.code == "example-stage"
    assert "open_selection" in refused.value.text("zh")
    assert list(tmp_path.iterdir()) == []
    meeting = sample(tmp_path, "open_selection")
    assert "assessment" in {stage.preset for stage in meeting.stages}


def test_groups_shrink_in_their_proportions_and_none_grows() -> None:
    groups = load_preset("double_evaluation").example.groups
    few = shrunk(groups, 27)
    assert [group.size for group in few] == [12, 15]
    assert [group.size for group in shrunk(groups, 1)] == [FEWEST, FEWEST]
    assert [group.size for group in shrunk(groups, 999)] == [group.size for group in groups]
    assert [group.weight for group in few] == [group.weight for group in groups]


@pytest.mark.parametrize("staff", staffs())
def test_nobody_is_made_up_twice(staff: str) -> None:
    for women in (set(), {2, 3, 5, 26, 27, 51}, set(range(1, 121))):
        people = list(made_up(120, women, staff))
        assert len({person.name for person in people}) == len(people)
    assert len(set(voters(3000))) == 3000
