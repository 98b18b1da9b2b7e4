"""Presets: every one that comes with the house is whole, and fills in people and settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.definition.paper import WRITE_IN
from meeting.definition.person import Person
from meeting.definition.post import PersonList, Post
from meeting.presets import PRESETS, load_preset, preset_names
from meeting.presets.file import read_preset
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Preset, Team
from meeting.problem import Problem
from tests.meeting.fixtures.township import each_of

PEOPLE = (Person("a", "甲", "Jia", "", ""), Person("b", "乙", "Yi", "", ""))


def filled(preset: Preset, settings: dict[str, int]) -> Filling:
    """Two people, who are in every list and stand for every post."""
    everybody = tuple(person.id for person in PEOPLE)
    lists = tuple(PersonList(each.id, each.name, each.name_en, everybody) for each in preset.lists)
    posts = preset.posts or (Post("head", "镇长", "Head"),)
    team = Team("镇班子", "the team")
    return Filling(PEOPLE, team, settings, lists=lists, posts=posts)


def test_double_evaluation_is_there() -> None:
    assert "double_evaluation" in preset_names()


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_whole_and_bilingual(name: str) -> None:
    preset = load_preset(name)
    assert preset.id == name
    assert preset.name_en
    assert preset.description
    assert preset.description_en
    assert all(setting.description_en for setting in preset.settings)
    settings = {setting.id: 2 for setting in preset.settings}
    papers = papers_for(preset, filled(preset, settings))
    shown = {paper for each in preset.rounds for paper in each.papers}
    assert shown == {paper.id for paper in papers}
    for paper in papers:
        assert paper.title_en
        assert paper.instructions_en
        assert "{team}" not in paper.instructions + paper.instructions_en
        for item in paper.items:
            assert item.prompt_en
            assert item.abstain is not item.is_single
            assert all(option.label_en for option in item.options)


def test_items_about_one_person_stay_together() -> None:
    preset = load_preset("double_evaluation")
    papers = papers_for(
        preset, Filling(PEOPLE, Team("", ""), {"choose_up_to": 1, "write_in_lines": 0})
    )
    assert [(item.id, item.subject) for item in papers[0].items] == [
        ("team", None),
        ("a-evaluation", PEOPLE[0]),
        ("a-placement", PEOPLE[0]),
        ("b-evaluation", PEOPLE[1]),
        ("b-placement", PEOPLE[1]),
    ]
    assert papers[0].items[0].prompt == "对领导班子的评价"
    assert [option.label for option in papers[1].items[0].options] == ["甲", "乙"]
    assert papers[1].items[0].maximum == 1


def test_an_unknown_preset_is_refused_with_those_that_exist() -> None:
    with pytest.raises(Problem) as caught:
        load_preset("../double_evaluation")
    assert caught.value.code == "preset-unknown"
    for language, purpose in (("zh", "对班子整体和每位现职成员"), ("en", "every serving member")):
        assert "\n    double_evaluation" in caught.value.text(language)
        assert purpose in caught.value.text(language)


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('about = "each_person"', 'about = "nobody"', "word-unknown", "about"),
        ('maximum = "choose_up_to"', 'maximum = "many"', "setting-unknown", "maximum"),
        ('kind = "recommendation"', "", "key-missing", "kind"),
        ('id = "promote"', 'ID = "promote"', "key-unknown", "ID"),
        ("schema = 1", "schema = 7", "schema-unknown", "schema"),
    ],
)
def test_a_mistake_in_a_preset_is_named(
    tmp_path: Path, old: str, new: str, code: str, key: str
) -> None:
    text = (PRESETS / "double_evaluation.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_preset(tmp_path / "mine.toml")
    found = [(each.code, each.where) for each in each_of(caught.value)]
    assert any(each == code and where.endswith(key) for each, where in found)


@pytest.mark.parametrize("lines", [0, 1, 3])
def test_a_paper_speaks_of_lines_where_it_has_some(lines: int) -> None:
    preset = load_preset("double_evaluation")
    settings = {"choose_up_to": 1, "write_in_lines": lines}
    for paper in papers_for(preset, Filling(PEOPLE, Team("镇班子", "the team"), settings)):
        has = any(item.form == WRITE_IN for item in paper.items)
        assert ("另推他人" in paper.instructions) == has
        assert ("somebody else" in paper.instructions_en) == has
        assert not paper.instructions.endswith("\n")


def test_no_sentence_of_a_preset_asks_whether_there_are_lines() -> None:
    """What a paper has the program knows: a voter is told what is there, and no condition."""
    for path in sorted(PRESETS.glob("*.toml")):
        for paper in read_preset(path).papers:
            said = (paper.instructions, paper.instructions_for_lines)
            assert not any(
                word in text for text in said for word in ("如设", "如有", "若设", "若有")
            )
            english = (paper.instructions_en, paper.instructions_for_lines_en)
            assert not any(word in text for text in english for word in ("Where there", "If there"))
