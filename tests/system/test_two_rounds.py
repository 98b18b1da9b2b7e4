"""Two rounds in one hall by real processes: the second takes its people from the first's outcome.

Everything between the published first round and the second round's open doors is the break: what
CPU time its commands take is written to break.json, and nothing is asserted of it.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

import demo.meeting_day
from demo.folders import set_up
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.opinion import Choices
from meeting.definition.meeting import Box, Meeting
from tests.meeting.fixtures.procedures import MEETING, STAGES, write_procedure
from tests.tally.fixtures.two_meetings import TIED

SIZE = len(TIED)
HALL = (MEETING + STAGES).replace("size = 12", f"size = {SIZE}")
AGAIN = [("p03",)] * 8 + [("p02",)] * 5
"""Of the two who were tied, the later one on the paper is elected."""


def saying(votes: Iterator[tuple[str, ...]]) -> object:
    """Voters whose choices a test has written down."""

    def choose(meeting: Meeting, box: Box) -> Choices:
        return {item.id: next(votes) for item in box.items(meeting)}

    return choose


def cpu_seconds() -> float:
    """Of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def hold(day: MeetingDay) -> None:
    """From the open doors to the published, verified outcome."""
    day.open_doors()
    day.vote()
    day.close_and_shuffle()
    day.open_and_count()
    day.show_and_verify()


@pytest.mark.slow
def test_a_second_round_in_the_same_hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = [tuple(f"p{at + 1:02}" for at in each) for each in TIED]
    first_folders, second_folders = set_up(tmp_path / "first"), set_up(tmp_path / "second")
    write_procedure(first_folders.organiser, HALL)
    monkeypatch.setattr(demo.meeting_day, "choose", saying(iter(votes)))
    with meeting_day(first_folders, SIZE, Narrator()) as first:
        first.everybody = True
        first.publish_definition()
        first.make_keys()
        first.print_slips()
        hold(first)

    second_folders.tellers.rmdir()
    second_folders.tellers.symlink_to(first_folders.tellers)  # the same sticks in the same pockets
    second_folders.kiosks.symlink_to(first_folders.kiosks)  # and the same booths
    for name in ("registrar", "organiser"):
        (second_folders.out / name).mkdir()
    monkeypatch.setattr(demo.meeting_day, "choose", saying(iter(AGAIN)))
    took: dict[str, float] = {}
    with meeting_day(second_folders, SIZE, Narrator()) as second:
        second.everybody = True
        second.passphrases = first.passphrases
        began = cpu_seconds()
        key = second.command("server", "init", second_folders.server).split()[0]
        made = second.command(
            *("meeting", "continue", first_folders.published, "--stage", "runoff"),
            *("--server-key", key, "--out", second_folders.opening),
        )
        took["definition"] = cpu_seconds() - began
        assert "沈月华" in made
        assert "韩立新" in made
        again = tmp_path / "again"
        second.command(
            *("meeting", "continue", first_folders.published, "--stage", "runoff"),
            *("--server-key", key, "--out", again),
        )
        assert (again / "meeting.json").read_bytes() == second.meeting_bytes
        began = cpu_seconds()
        second.command(
            *("registrar", "slips", second_folders.opening),
            *("--trustees", second_folders.opening / "trustees.json"),
            *("--out", second_folders.registrar / "slips.pdf"),
        )
        took["slips"] = cpu_seconds() - began
        began = cpu_seconds()
        for number in second.passphrases:
            prepared = second_folders.opening / "prepared"
            second.teller(number, "check", prepared, "--continues", first_folders.published)
        took["tellers"] = cpu_seconds() - began
        began = cpu_seconds()
        second.open_doors()
        took["doors"] = cpu_seconds() - began
        second.vote()
        second.close_and_shuffle()
        second.open_and_count()
        second.show_and_verify()
    published = second_folders.published
    verdict = json.loads(
        second.command("verify", published, "--json", "--continues", first_folders.published)
    )
    assert verdict["verdict"] == "valid"
    assert "continues-holds" in {each["code"] for each in verdict["findings"]}
    steps = json.loads((published / "outcome.json").read_text())["steps"]
    elected = [each["person"] for each in steps[-1]["people"] if each["stays"]]
    assert elected == ["p03"]
    (tmp_path / "break.json").write_text(json.dumps(took))
