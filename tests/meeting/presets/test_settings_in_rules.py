"""A setting of a preset holds for its paper and for its rules alike."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from meeting.organiser.meeting_file import read_organised
from meeting.presets import load_preset, preset_names
from meeting.rules.acts import Decision
from meeting.rules.numbers_of_settings import NumberOf
from meeting.rules.selections import Cut
from meeting.sample.folder import write_sample
from meeting.toml.steps import read_steps
from meeting.toml.tables import parse_toml
from tests.meeting.fixtures.preset_cases import following, meeting_of, results_on, votes


def test_as_many_are_elected_as_the_meeting_says(tmp_path: Path) -> None:
    write_sample(tmp_path, load_preset("committee_election"), "zh")
    file = tmp_path / "meeting.toml"
    text = file.read_text("utf-8")
    assert "seats_to_fill = 9" in text
    file.write_text(text.replace("seats_to_fill = 9", "seats_to_fill = 7"), "utf-8")
    meeting = read_organised(file).meeting
    assert meeting.papers[0].items[0].maximum == 7
    cast = [80, 78, 76, 74, 72, 70, 68, 66, 64, 50, 47, 46]
    found = results_on(meeting, tmp_path, votes(meeting, "r1 delegates elect", cast))
    assert len(found["majority"].people) == 12
    assert found["elected"].people == tuple(f"p{at:02}" for at in range(1, 8))


def test_what_is_published_is_a_number(tmp_path: Path) -> None:
    """Nothing of the setting's name is left in a definition."""
    for name in preset_names():
        if load_preset(name).example.of:  # a later stage
            continue
        folder = tmp_path / name
        folder.mkdir()
        for step in meeting_of(name, folder).rules:
            assert not any(isinstance(each, NumberOf) for each in astuple(step))


def test_a_stage_has_its_own_number(tmp_path: Path) -> None:
    """Three deputies of four in the example's stage; two of four where the stage says so."""
    meeting = meeting_of("committee_election", tmp_path)
    file = tmp_path / "meeting.toml"
    text = file.read_text("utf-8")
    assert text.rstrip().endswith('after = ["secretary"]')
    file.write_text(text + "[stages.settings]\nseats_to_fill = 2\n", "utf-8")
    cast = [80, 78, 76, 74, 72, 70, 68, 66, 64, 50, 46, 45]
    for each, seats in ((meeting, 3), (read_organised(file).meeting, 2)):
        found = results_on(each, tmp_path, votes(each, "r1 delegates elect", cast))
        secretary = following(each, found, "secretary")
        first = results_on(secretary, tmp_path, votes(secretary, "r1 delegates elect", [40, 46]))
        deputies = following(secretary, first, "deputy")
        assert deputies.papers[0].items[0].maximum == seats
        assert [step.seats for step in deputies.rules if isinstance(step, Cut)] == [seats]


def test_a_stage_takes_over_the_number_of_the_meeting(tmp_path: Path) -> None:
    """Three posts instead of two: both later votes have three as well."""
    write_sample(tmp_path, load_preset("two_recommendations"), "zh")
    file = tmp_path / "meeting.toml"
    text = file.read_text("utf-8")
    assert text.count('seats_to_fill = "seats_to_fill"') == 2
    for wanted in (2, 3):
        changed = text.replace("seats_to_fill = 2", f"seats_to_fill = {wanted}")
        file.write_text(changed, "utf-8")
        stages = read_organised(file).meeting.stages
        assert [dict(each.settings)["seats_to_fill"] for each in stages] == [wanted] * 2


def test_a_decision_names_as_many_as_there_are_posts(tmp_path: Path) -> None:
    write_sample(tmp_path, load_preset("competition_for_post"), "zh")
    file = tmp_path / "meeting.toml"
    text = file.read_text("utf-8").replace("seats_to_fill = 3", "seats_to_fill = 5")
    file.write_text(text, "utf-8")
    rules = read_organised(file).meeting.rules
    assert [step.seats for step in rules if isinstance(step, Cut)] == [5]
    assert [step.most for step in rules if isinstance(step, Decision)] == [5]


@pytest.mark.parametrize("found", ['"seats"', '"seats_to_fil"', "true"])
def test_a_number_that_is_no_setting_is_named(found: str) -> None:
    text = f'[[rules]]\nkind = "cut"\nid = "c"\nname = "甲"\nby = "v"\nseats = {found}\n'
    root = parse_toml(text.encode(), "meeting.toml")
    read_steps(root, {"seats_to_fill": 9})
    assert any("a whole number" in str(each) for each in root.source.problems)
