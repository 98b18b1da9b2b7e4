"""The empty workbook of a meeting: filled in, it says what a file of figures says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meeting.presets import load_preset, preset_names
from tally.outcome.steps.derive import derive
from tally.trying.typed_counts import read_typed_counts
from tally.trying.workbook.template import template_bytes
from tests.meeting.fixtures.preset_cases import meeting_of
from tests.tally.fixtures.filled_workbook import fill
from tests.tally.fixtures.ruled import ruled, typed

EVERY = pytest.mark.parametrize(
    "name",
    [
        name
        for name in preset_names()
        if not load_preset(name).example.of and load_preset(name).rules
    ],
)


@EVERY
def test_the_template_of_a_preset_says_what_its_sample_figures_say(
    name: str, tmp_path: Path
) -> None:
    meeting = meeting_of(name, tmp_path)
    file = tmp_path / "figures.xlsx"
    file.write_bytes(template_bytes(meeting, "zh"))
    figures = tmp_path / "trial.toml"
    fill(file, tomllib.loads(figures.read_text("utf-8")), meeting)
    found, expected = read_typed_counts(file, meeting), read_typed_counts(figures, meeting)
    assert found == expected
    assert derive(meeting, found) == derive(meeting, expected)


def test_many_judges_draws_and_names_in_writing(tmp_path: Path) -> None:
    rules = '[[rules]]\nid = "count"\nkind = "count"\nitem = "slate"\nround = "r1"\n'
    rules += '[[rules]]\nid = "lots"\nkind = "draw"\nname = "抽签"\ntake = 2\n'
    meeting = ruled(rules, groups=(("A", 60, ""), ("B", 30, "")))
    first, second, third, _ = (person.name for person in meeting.people)
    scores = ", ".join(str(100 - at) for at in range(60))
    text = f"""[rounds.r1.A.scores.speech]
"{first}" = [{scores}]
"{second}" = ["88.5"]
[rounds.r1.B.scores.speech]
"{first}" = [77, "66.5"]
[rounds.r1.B.votes.slate]
"{third}" = 3
[rounds.r1.A.places.order]
"{second}" = [2, 0, 1]
[draws]
lots = ["{third}", "{first}"]
"""
    file = tmp_path / "figures.xlsx"
    file.write_bytes(template_bytes(meeting, "zh"))
    fill(file, tomllib.loads(text), meeting)
    assert read_typed_counts(file, meeting) == typed(meeting, tmp_path, text)


def test_names_in_writing_have_rows_of_their_own(tmp_path: Path) -> None:
    meeting = meeting_of("open_branch_recommendation", tmp_path)
    a, b = meeting.groups
    name = meeting.people[0].name
    text = f"""[rounds.recommendation.{a.id}.written.recommendation]
"王强" = 3
"{name}" = 1
[rounds.recommendation.{b.id}]
present = 4
"""
    file = tmp_path / "figures.xlsx"
    file.write_bytes(template_bytes(meeting, "zh"))
    fill(file, tomllib.loads(text), meeting)
    found = read_typed_counts(file, meeting)
    assert found == typed(meeting, tmp_path, text)
    assert any(names.rows for names in found.merged.values())


def test_input_cells_take_numbers_alone_and_pages_are_set(tmp_path: Path) -> None:
    file = tmp_path / "figures.xlsx"
    file.write_bytes(template_bytes(meeting_of("heads", tmp_path), "en"))
    book = load_workbook(file)
    assert book.sheetnames == ["Round 1", "Figures of the hall", "Marks", "Decisions and draws"]
    for sheet in book:
        shaded = {
            cell.coordinate
            for cells in sheet.iter_rows()
            for cell in cells
            if cell.fill.fgColor.rgb == "00FFF2CC"
        }
        assert shaded
        for at in shaded:
            assert any(at in each.sqref for each in sheet.data_validations.dataValidation)
        kinds = {each.type for each in sheet.data_validations.dataValidation}
        assert kinds <= {"whole", "decimal", "list"}
        assert sheet.print_area
        assert sheet.page_setup.fitToHeight == 0
