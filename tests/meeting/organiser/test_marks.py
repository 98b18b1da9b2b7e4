"""Marks beside meeting.toml: part of the definition, published with it, and counted from."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from meeting.definition.consistency import check_meeting
from meeting.definition.marks import MarkColumn
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.rule_notes import rule_notes
from meeting.problem import Problem
from meeting.published.definition_file import parse_published, published
from tally.trying.typed_counts import read_typed_counts
from tests.meeting.fixtures.township import SERVER_KEY, attempted, copy_township, each_of, township

RULES = '[[rules]]\nkind = "marks"\nid = "written"\ncolumn = "笔试"\n'


def ruled(folder: Path, table: str) -> Path:
    file = copy_township(folder)
    text = file.read_text("utf-8")
    named = text.replace('people = "people.xlsx"', 'people = "people.xlsx"\nmarks = "marks.csv"')
    file.write_text(f"{named}\n{RULES}", "utf-8")
    (folder / "marks.csv").write_text(table, "utf-8")
    return file


def table(*lines: str) -> str:
    names = [person.name for person in township().people]
    rows = [f"{name},{80 + at}.5" for at, name in enumerate(names)]
    return "\n".join(("姓名,笔试", *rows, *lines))


def test_marks_are_published_and_read_back(tmp_path: Path) -> None:
    meeting = replace(read_organised(ruled(tmp_path, table())).meeting, server_key=SERVER_KEY)
    (column,) = meeting.marks
    assert (column.name, column.numbers[0]) == ("笔试", ("p01", Fraction(161, 2)))
    assert list(rule_notes(meeting)) == []
    data = published(meeting)
    assert parse_published(data) == meeting
    without = replace(meeting, marks=())
    assert b"marks" not in published(replace(without, rules=()))
    assert [each.code for each in rule_notes(without)] == ["rule-marks-missing"]


def test_a_trial_starts_from_them_unless_others_are_typed(tmp_path: Path) -> None:
    meeting = read_organised(ruled(tmp_path, table())).meeting
    figures = tmp_path / "trial.toml"
    figures.write_text("[rounds]\n", "utf-8")
    assert read_typed_counts(figures, meeting).marks["笔试"]["p02"] == Fraction(163, 2)
    name = meeting.people[1].name
    figures.write_text(f'[rounds]\n[marks."笔试"]\n"{name}" = 3\n', "utf-8")
    assert read_typed_counts(figures, meeting).marks["笔试"] == {"p02": Fraction(3)}


def test_a_stranger_in_the_table_is_refused_by_row(tmp_path: Path) -> None:
    refused = attempted(lambda: read_organised(ruled(tmp_path, table("路人,1"))))
    assert isinstance(refused, Problem)
    (found,) = each_of(refused)
    assert found.code == "mark-unknown"
    assert found.where == "marks.csv:14 姓名"


def test_a_definition_with_marks_of_strangers_is_impossible() -> None:
    twice = (("p01", Fraction(1)), ("p01", Fraction(2)), ("x", Fraction(3)))
    columns = (MarkColumn("笔试", twice), MarkColumn("笔 试", ()))
    found = check_meeting(replace(township(), marks=columns))
    assert [(path, problem.code) for path, problem in found] == [
        (("marks", 1, "name"), "mark-column-twice"),
        (("marks", 0, "numbers", 1, "person"), "mark-person"),
        (("marks", 0, "numbers", 2, "person"), "mark-person"),
    ]
