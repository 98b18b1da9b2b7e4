"""Writing a filled folder: meeting.toml, the lists that it names, and figures to try it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from meeting.examples.workbook import write_list
from meeting.files import write_atomically
from meeting.organiser.meeting_file import read_organised
from meeting.presets.example import ExampleGroup
from meeting.presets.preset import Preset
from meeting.problem import Problem
from meeting.sample import lists
from meeting.sample.figures_text import hall_text
from meeting.sample.meeting_text import MeetingText
from meeting.sample.trial_text import trial_text

FEWEST = 5
"""Voters of a group, so that its box may be opened by itself."""


def write_sample(folder: Path, preset: Preset, language: str, voters: int = 0) -> None:
    """Write a folder that is there and empty.

    `voters`, unless 0, is about how many there are in all: groups shrink to it, each to `FEWEST` at
    least. Raises Problem if the preset's example is no meeting.
    """
    if preset.example.of:
        raise Problem(
            "example-stage",
            "{preset} is a later stage of {first}: write the example of {first}, which holds it.",
            preset=preset.id,
            first=preset.example.of,
        )

    def few(groups: Sequence[ExampleGroup]) -> tuple[ExampleGroup, ...]:
        return shrunk(groups, voters) if voters else tuple(groups)

    marks = lists.marks(preset)
    roster = lists.roster(few(preset.example.groups))
    written = (lists.people(preset, english=language == "en"), roster, marks)
    for each in filter(None, written):
        write_list(folder / each.file, each.title, each.headings, each.rows)
    text = MeetingText(preset, language, few).text(marks=marks is not None)
    file = folder / "meeting.toml"
    write_atomically(file, text.encode())
    meeting = read_organised(file).meeting
    write_atomically(folder / "figures.toml", hall_text(meeting, language).encode())
    if meeting.rules:
        write_atomically(folder / "trial.toml", trial_text(meeting, language).encode())


def shrunk(groups: Sequence[ExampleGroup], voters: int) -> tuple[ExampleGroup, ...]:
    """The groups with fewer voters, in the same proportions; none grows."""
    everybody = sum(group.size for group in groups)
    return tuple(
        replace(group, size=min(group.size, max(FEWEST, group.size * voters // everybody)))
        for group in groups
    )
