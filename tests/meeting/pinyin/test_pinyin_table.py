"""The kept table of pinyin: whole, in order, and of characters that everybody can see."""

from __future__ import annotations

import re

from meeting.examples import TOWNSHIP_EN
from meeting.feasibility.showable import missing
from meeting.organiser.meeting_file import read_organised
from meeting.pinyin import TABLE

LINES = [line.split(" ") for line in TABLE.read_text(encoding="utf-8").splitlines()]
ALL = dict(LINES)


def test_every_line_is_a_syllable_and_its_characters_each_once() -> None:
    assert [len(line) for line in LINES] == [2] * len(LINES)
    assert [name for name, _ in LINES] == sorted(ALL)
    assert all(re.fullmatch("[a-z]{1,6}", name) for name in ALL)
    assert all(len(set(characters)) == len(characters) for characters in ALL.values())
    assert len(ALL) > 400


def test_its_characters_are_those_of_the_typefaces() -> None:
    characters = set("".join(ALL.values()))
    assert missing("".join(sorted(characters))) == ()
    assert len(characters) > 21_000


def test_every_character_of_the_common_ones_can_be_written() -> None:
    """The 6,763 of GB 2312, and every name of the shipped example."""
    rows = range(0xB0, 0xF8)
    cells = [bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)]
    common = {each.decode("gb2312", "ignore") for each in cells} - {""}
    assert len(common) == 6763
    people = read_organised(TOWNSHIP_EN / "meeting.toml").meeting.people
    assert common | set("".join(person.name for person in people)) <= set("".join(ALL.values()))


def test_common_characters_stand_before_rare_ones() -> None:
    for name, common, rare in (("wei", "伟", "蘶"), ("hong", "红", "𬭎"), ("lv", "吕", "膐")):
        assert ALL[name].index(common) < ALL[name].index(rare)
    assert "女" in ALL["nv"]
    assert "略" in ALL["lve"]
