"""The example meetings: one in Chinese alone, which is what most meetings are, and one in both."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from meeting.definition.meeting import Meeting
from meeting.examples import EXAMPLES, TOWNSHIP, TOWNSHIP_EN
from meeting.lists.people_list import PEOPLE
from meeting.organiser.figures import read_figures
from meeting.organiser.meeting_file import read_organised

ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")


def without_english(value: Any) -> Any:
    """The value with everything emptied that is said in English."""
    if is_dataclass(value):
        return {
            each.name: ""
            if each.name.endswith("_en")
            else without_english(getattr(value, each.name))
            for each in fields(value)
        }
    return [without_english(each) for each in value] if isinstance(value, tuple) else value


def meeting_of(folder: Path) -> Meeting:
    return read_organised(folder / "meeting.toml").meeting


@pytest.mark.parametrize("folder", EXAMPLES.values(), ids=EXAMPLES)
def test_every_example_is_whole(folder: Path) -> None:
    organised = read_organised(folder / "meeting.toml")
    assert len(organised.roster) == sum(group.size for group in organised.meeting.groups)
    assert read_figures(folder / "figures.toml", organised.meeting)


def test_both_are_the_same_meeting() -> None:
    assert without_english(meeting_of(TOWNSHIP)) == without_english(meeting_of(TOWNSHIP_EN))


def test_the_first_has_no_word_of_english() -> None:
    meeting = meeting_of(TOWNSHIP)
    assert not any(
        getattr(meeting, each.name) for each in fields(Meeting) if each.name[-3:] == "_en"
    )
    assert not any(each.name_en + each.post_en + each.note_en for each in meeting.people)
    assert not any(each.name_en + each.description_en for each in meeting.groups)
    for name in ("meeting.toml", "figures.toml"):
        text = (TOWNSHIP / name).read_text(encoding="utf-8")
        assert "_en" not in text
        said = [
            *re.findall(r"#.*", text),
            *re.findall(r'^(?:title|place|team|name)\b.*"(.*)"', text),
        ]
        words = {word for line in said for word in ENGLISH_WORD.findall(line)}
        assert words <= {"BELENIOS", "confirm_small", "confirm", "small"}, words
    for name in ("people.xlsx", "roster.xlsx"):
        for sheet in load_workbook(TOWNSHIP / name):
            cells = [str(cell or "") for row in sheet.iter_rows(values_only=True) for cell in row]
            assert not any(ENGLISH_WORD.search(each) for each in (sheet.title, *cells))


def test_the_other_says_everything_in_english_too() -> None:
    meeting = meeting_of(TOWNSHIP_EN)
    things: tuple[Any, ...] = (meeting, *meeting.groups, *meeting.people, *meeting.papers)
    for thing in (*things, *meeting.rounds):
        for each in fields(thing):
            if each.name.endswith("_en") and getattr(thing, each.name[:-3]):
                assert getattr(thing, each.name), (thing, each.name)
    sheet = next(iter(load_workbook(TOWNSHIP_EN / "people.xlsx")))
    headings = {str(cell) for cell in next(sheet.iter_rows(values_only=True))}
    assert headings <= {names[0] for names in PEOPLE.columns.values()}
