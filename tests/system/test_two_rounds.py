"""Two rounds in one hall by real processes: the second takes its people from the first's outcome.

Everything between the published first round and the second round's open doors is the break: what
CPU time its commands take is written to break.json, and nothing is asserted of it.
"""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

import demo.meeting_day
from demo.folders import set_up
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from tests.meeting.fixtures.procedures import MEETING, STAGES, write_procedure
from tests.system.fixtures.given_votes import saying
from tests.tally.fixtures.two_meetings import TIED

SIZE = len(TIED)
HALL = (MEETING + STAGES).replace("size = 12", f"size = {SIZE}")
AGAIN = [("p03",)] * 8 + [("p02",)] * 5
"""Of the two who were tied, the later one on the paper is elected."""


def cpu_seconds() -> float:
    """Of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def hold(day: MeetingDay) -> None:
    """From the open doors to the published, verified outcome."""
    day.open_doors()
    day.vote()
    day.close_and_shuffle()
    day.open_boxes()
    day.publish()
    day.verify()


@pytest.mark.slow
def test_a_second_round_in_the_same_hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = [tuple(f"p{at + 1:02}" for at in each) for each in TIED]
    folders = set_up(tmp_path / "first")
    write_procedure(folders.organiser, HALL)
    monkeypatch.setattr(demo.meeting_day, "ballots", saying(votes))
    took: dict[str, float] = {}
    with meeting_day(folders, SIZE, Narrator()) as first:
        first.everybody = True
        first.publish_definition()
        first.make_keys()
        first.print_slips()
        hold(first)

        second = first.next_day(2, "runoff")
        monkeypatch.setattr(demo.meeting_day, "ballots", saying(AGAIN))
        began = cpu_seconds()
        made = second.continue_with("runoff")
        took["definition"] = cpu_seconds() - began
        assert "沈月华" in made
        assert "韩立新" in made
        again = tmp_path / "again"
        second.command(
            *("meeting", "continue", folders.published, "--stage", "runoff"),
            *("--server-key", second.meeting.server_key, "--out", again),
        )
        assert (again / "meeting.json").read_bytes() == second.meeting_bytes
        began = cpu_seconds()
        second.print_slips()
        took["slips and their checks"] = cpu_seconds() - began
        began = cpu_seconds()
        second.open_doors()
        took["doors"] = cpu_seconds() - began
        second.vote()
        second.close_and_shuffle()
        second.open_boxes()
        second.publish()
    published = second.folders.published
    verdict = json.loads(second.command("verify", published, "--json", *second.verified_with))
    assert verdict["verdict"] == "valid"
    assert "continues-holds" in {each["code"] for each in verdict["findings"]}
    steps = json.loads((published / "outcome.json").read_text())["steps"]
    elected = [each["person"] for each in steps[-1]["people"] if each["stays"]]
    assert elected == ["p03"]
    (tmp_path / "break.json").write_text(json.dumps(took))
