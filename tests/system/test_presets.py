"""Presets that differ most, run by the demo from slips to an outcome that leaves nothing open."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from demo.folders import set_up
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.procedure import hold_procedure
from meeting.published.folder_names import OUTCOME

VOTERS = 12


def held(preset: str, folder: Path, meetings: int) -> list[MeetingDay]:
    """The first meetings of a preset's procedure, after the last of them has ended."""
    with meeting_day(set_up(folder), VOTERS, Narrator()) as first:
        return list(islice(hold_procedure(first, None, "zh", preset), meetings))


def verdict_of(day: MeetingDay) -> dict[str, object]:
    """What `verify` says, after whether every step of the rules was worked out."""
    steps = json.loads((day.folders.published / OUTCOME).read_bytes())["steps"]
    assert [each["rule"]["id"] for each in steps if "waits" in each] == []
    words = ("verify", day.folders.published, "--json", *day.verified_with)
    verdict: dict[str, object] = json.loads(day.command(*words))
    assert verdict["verdict"] == "valid"
    assert (day.folders.forms / "forms.xlsx").stat().st_size
    assert (day.folders.forms / "forms.pdf").read_bytes().startswith(b"%PDF")
    return verdict


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_decisions_that_wait_for_one_another_are_signed(tmp_path: Path) -> None:
    (day,) = held("mass_recommendation", tmp_path / "demo", 1)
    verdict_of(day)
    signed = {path.stem for path in (day.folders.published / "rulings").glob("*.json")}
    assert signed == {"candidates", "for-secretary", "for-deputy"}


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_names_are_merged_and_a_gate_leads_to_the_next_stage(tmp_path: Path) -> None:
    first, election = held("open_branch_recommendation", tmp_path / "demo", 2)
    verdict_of(first)
    signed = {path.stem for path in (first.folders.published / "rulings").glob("*.json")}
    assert "examined" in signed
    codes = {each["code"] for each in verdict_of(election)["findings"]}  # type: ignore[attr-defined]
    assert "continues-holds" in codes
