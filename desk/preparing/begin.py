"""A new draft from a procedure: its file with what the procedure asks for, and empty lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from desk.preparing.draft import MEETING_FILE
from meeting.examples.workbook import write_list
from meeting.files import write_atomically
from meeting.presets.preset import Preset
from meeting.sample import lists
from meeting.sample.meeting_text import MeetingText
from meeting.staged_folder import staged_folder

_MOST_OF_ONE_DAY = 99


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is asked before there is a draft."""

    preset: Preset
    title: str
    place: str
    day: date


def begin(folder: Path, id_: str, given: Beginning, language: str) -> None:
    """Write a draft into a folder that is not there yet.

    It has the voter groups that the procedure proposes, with nobody in them, and lists with their
    headings alone: no invented name can come into a meeting. Raises Problem.
    """
    preset = given.preset
    marks = lists.marks(preset)
    text = MeetingText(preset, language, tuple).text(marks=marks is not None)
    document = tomlkit.parse(text)
    document["id"] = id_
    document["title"] = given.title
    document["place"] = given.place
    document["date"] = given.day
    for name in ("title_en", "place_en"):
        document.pop(name, None)
    document["tellers"]["names"] = []
    for group in document.get("groups", ()):
        group["size"] = group["slips"] = 0
    with staged_folder(folder) as new:
        for each in (
            lists.people(preset, english=language == "en"),
            lists.roster(preset.example.groups),
            marks,
        ):
            if each is not None:
                write_list(new / each.file, each.title, each.headings, ())
        write_atomically(new / MEETING_FILE, tomlkit.dumps(document).encode())


def free_id(meetings: Path, day: date) -> str:
    """An id that no meeting of this desk has: the day, and a number where there are several."""
    stem = f"m{day:%Y%m%d}"
    taken = {each.name for each in meetings.iterdir()} if meetings.is_dir() else set()
    if stem not in taken:
        return stem
    numbered = (f"{stem}-{number}" for number in range(2, _MOST_OF_ONE_DAY))
    return next(each for each in numbered if each not in taken)


def is_id(text: str) -> bool:
    """Whether this can be the name of a meeting's folder."""
    return re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", text) is not None
