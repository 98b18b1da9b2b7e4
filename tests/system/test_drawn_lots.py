"""Equal at the edge, where the rules say that the lot decides: tellers draw by real commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import demo.meeting_day
from demo.folders import set_up
from demo.meeting_day import meeting_day
from demo.narrator import Narrator
from demo.ruled import decide, needs_people
from tests.meeting.fixtures.procedures import FIRST, MEETING, write_procedure
from tests.system.fixtures.given_votes import saying
from tests.tally.fixtures.two_meetings import TIED

SIZE = len(TIED)
HALL = MEETING.replace("size = 12", f"size = {SIZE}")
BY_LOT = FIRST.replace('ties = "revote"\nelection = true', 'ties = "lot"')


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_a_tie_is_drawn_before_the_outcome_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = set_up(tmp_path / "demo")
    write_procedure(folders.organiser, HALL, first=BY_LOT)
    votes = [tuple(f"p{at + 1:02}" for at in each) for each in TIED]
    monkeypatch.setattr(demo.meeting_day, "ballots", saying(votes))
    with meeting_day(folders, SIZE, Narrator()) as day:
        day.everybody = True
        day.publish_definition()
        day.make_keys()
        day.print_slips()
        day.open_doors()
        day.vote()
        day.close_and_shuffle()
        day.open_boxes()
        assert needs_people(day)
        assert decide(day) == 1
        day.publish()
        verdict = json.loads(day.command("verify", folders.published, "--json", *day.verified_with))
    assert verdict["verdict"] == "valid"
    steps = json.loads((folders.published / "outcome.json").read_bytes())["steps"]
    (elected,) = (each for each in steps if each["rule"]["id"] == "elected")
    whys = {each["person"]: each["why"] for each in elected["people"]}
    assert whys.pop("p01") == "first"
    assert sorted(whys.values()) == ["drawn", "not-drawn"]
    assert set(whys) == {"p02", "p03"}
