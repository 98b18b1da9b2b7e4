"""Each preset has all that its procedure needs: source, papers, groups, rounds, rules, lists."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from meeting.presets import PRESETS, load_preset, preset_names
from meeting.presets.preset import Preset
from meeting.rules.numbers import Marks
from meeting.rules.selections import Chosen
from meeting.sample.folder import write_sample

EVERY = pytest.mark.parametrize("name", preset_names())
NO_RULING = {"gate", "decision", "defer"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def things(value: Any) -> list[Any]:
    """The value and everything that is in it."""
    if is_dataclass(value):
        inner = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, dict):
        inner = [*value.values()]
    else:
        inner = [*value] if isinstance(value, tuple) else []
    return [value, *(each for one in inner for each in things(one))]


@EVERY
def test_it_says_where_the_document_stands_and_quotes_it(name: str) -> None:
    comment = [
        line.removeprefix("#").strip()
        for line in (PRESETS / f"{name}.toml").read_text("utf-8").split("schema =")[0].splitlines()
    ]
    rows = load_preset(name).row.split(", ")
    assert all(re.fullmatch(r"S[0-4]\.[1-6]", row) for row in rows)
    assert all(row in comment[0] for row in rows), comment[0]
    source = next(at for at, line in enumerate(comment) if line.startswith("出处 / Source:"))
    assert CHINESE.search(comment[source + 1]), "a quotation follows"


@EVERY
def test_everything_that_has_a_name_has_it_in_both_languages(name: str) -> None:
    preset = load_preset(name)
    for thing in things(preset):
        if not is_dataclass(thing) or isinstance(thing, type):
            continue
        for each in fields(thing):
            if each.name.endswith("_en") and getattr(thing, each.name[:-3]):
                assert getattr(thing, each.name), (type(thing).__name__, each.name, thing)


@EVERY
def test_it_has_papers_with_a_notice_groups_rounds_and_rules(name: str) -> None:
    preset = load_preset(name)
    assert all(each.instructions for each in preset.papers)
    assert preset.papers
    assert preset.rounds
    assert preset.rules
    groups = groups_of(preset)
    assert groups
    assert {each for one in preset.rounds for each in one.groups} <= groups
    for step in preset.rules:
        if step.kind in NO_RULING:
            assert getattr(step, "body"), step.id  # noqa: B009 - of three kinds
        if isinstance(step, Chosen):
            assert CHINESE.search(step.name)


def groups_of(preset: Preset) -> set[str]:
    """Who votes: in its own example, or in that of the procedure whose stage it is."""
    if not preset.example.of:
        return {each.id for each in preset.example.groups}
    first = load_preset(preset.example.of)
    (stage,) = (each for each in first.example.stages if each.preset == preset.id)
    return {each.id for each in stage.groups}


@EVERY
def test_its_folder_has_the_spreadsheets_that_it_names(name: str, tmp_path: Path) -> None:
    preset = load_preset(name)
    if preset.example.of:
        return
    write_sample(tmp_path, preset, "zh", 40)
    marks = [step.column for step in preset.rules if isinstance(step, Marks)]
    wanted = {"people.xlsx", "roster.xlsx", *(["marks.xlsx"] if marks else [])}
    assert {each.name for each in tmp_path.glob("*.xlsx")} == wanted
    for file in wanted:
        sheet = next(iter(load_workbook(tmp_path / file)))
        headings, *rows = sheet.iter_rows(values_only=True)
        assert all(headings)
        assert rows
        assert file != "marks.xlsx" or set(marks) <= set(headings)
    assert {each.name for each in tmp_path.glob("*.toml")} == {
        "meeting.toml", "figures.toml", "trial.toml"
    }  # fmt: skip
