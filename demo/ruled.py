"""What people decide, signed: tellers fill in the forms of open rulings, sign them, and draw lots.

A ruling can make the next one possible, so what is open is asked again until nothing is.
"""

from __future__ import annotations

import json
from pathlib import Path

from demo.decisions import filled_in
from demo.meeting_day import MeetingDay
from meeting.files import write_atomically
from meeting.published.act_files import ruling_kinds
from meeting.rules.acts import Ruled
from tally.folder.ruling import NEEDED
from tally.outcome.steps.lots import takes_lots


def needs_people(day: MeetingDay) -> bool:
    """Whether its rules have anything that people decide, or that the lot does."""
    meeting = day.meeting
    return bool(ruling_kinds(meeting)) or any(map(takes_lots, meeting.rules))


def decide(day: MeetingDay) -> int:
    """Everything that waits for people is decided and signed; returns how many acts that were."""
    day.command("count", day.folders.counting)
    done, before = 0, -1
    while done > before:
        before = done
        done += _rule(day, day.folders.rulings / f"{done + 1}") + _draw(day)
    return done


def _rule(day: MeetingDay, forms: Path) -> int:
    """Fill in and sign whatever can be ruled now."""
    if not ruling_kinds(day.meeting):
        return 0
    day.command("teller", "rulings", day.folders.counting, "--forms", forms)
    steps = {step.id: step for step in day.meeting.rules if isinstance(step, Ruled)}
    written = sorted(forms.glob("*.toml"))
    for path in written:
        text = filled_in(path.read_text(encoding="utf-8"), day.meeting, steps.get(path.stem))
        write_atomically(path, text.encode())
        for number in range(1, NEEDED + 1):
            words = ("--step", path.stem, "--ruling", path, "--yes")
            day.teller(number, "ruling", day.folders.counting, *words)
    return len(written)


def _draw(day: MeetingDay) -> int:
    """Draw the lots that a step waits for now."""
    work = day.folders.counting
    if not any(map(takes_lots, day.meeting.rules)):
        return 0
    day.command("count", work)
    steps = json.loads((work / "outcome.json").read_bytes())["steps"]
    drawn = [each for each in steps if each.get("waits", {}).get("code") == "draw-awaited"]
    for each in drawn:
        name = each["rule"]["id"]
        day.command("draw", "step", work, name)
        for number in range(1, day.meeting.teller_threshold + 1):
            day.signed(number, "draw", "share", work, name, "--yes")
    return len(drawn)
