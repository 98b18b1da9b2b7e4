"""`piaoxiang meeting try`: what it says around the derivation."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from meeting.definition.meeting import Meeting
from meeting.organiser.meeting_file import read_organised
from tests.meeting.fixtures.commands import run
from tests.tally.fixtures.filled_workbook import fill


def test_a_trial_is_marked_as_one_and_says_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    folder = tmp_path / "slate"
    assert run("meeting", "example", "--preset", "full_slate", folder) == 0
    capsys.readouterr()
    assert run("meeting", "try", folder / "meeting.toml", folder / "trial.toml") == 0
    lines = capsys.readouterr().out.splitlines()
    trial = "试算：数字是填入的，没有人投票，这里的一切都不是结果。"
    assert lines[0] == trial
    assert lines[-3] == trial
    assert lines[-2].startswith("下一步：改动数字或规则再试")
    assert lines[-1].strip().startswith("piaoxiang meeting check ")


def test_the_template_is_written_once_and_tried_when_it_is_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    folder = tmp_path / "slate"
    assert run("meeting", "example", "--preset", "full_slate", folder) == 0
    file, figures = folder / "meeting.toml", folder / "数字.xlsx"
    capsys.readouterr()
    assert run("meeting", "try", file, "--template", figures) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "下一步：填写有底色的格，存盘，然后试算："
    assert lines[2].strip().startswith("piaoxiang meeting try ")
    empty = figures.read_bytes()
    assert run("meeting", "try", file, "--template", figures) == 2
    assert figures.read_bytes() == empty
    assert run("meeting", "try", file, figures) == 2
    assert "没有填写任何数字" in capsys.readouterr().err
    fill(figures, tomllib.loads((folder / "trial.toml").read_text("utf-8")), read_meeting(file))
    assert run("meeting", "try", file, figures) == 0
    by_workbook = capsys.readouterr().out
    assert run("meeting", "try", file, folder / "trial.toml") == 0
    assert capsys.readouterr().out == by_workbook


def test_one_thing_is_asked_for_at_a_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "slate"
    assert run("meeting", "example", "--preset", "full_slate", folder) == 0
    file, trial = folder / "meeting.toml", folder / "trial.toml"
    assert run("meeting", "try", file) == 2
    assert run("meeting", "try", file, trial, "--template", folder / "a.xlsx") == 2
    assert run("meeting", "try", file, "--template", folder / "a.ods") == 2
    assert "a.ods" in capsys.readouterr().err
    assert not (folder / "a.xlsx").exists()


def read_meeting(file: Path) -> Meeting:
    return read_organised(file).meeting


def test_a_check_names_the_figures_that_lie_beside_the_meeting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "slate"
    assert run("meeting", "example", "--preset", "full_slate", folder) == 0
    file, trial = folder / "meeting.toml", folder / "trial.toml"
    capsys.readouterr()
    assert run("meeting", "check", file) == 0
    assert f"piaoxiang meeting try {file} {trial}" in capsys.readouterr().out.replace("\n", "")
    trial.unlink()
    assert run("meeting", "check", file) == 0
    command = f"piaoxiang meeting try {file} --template {folder / 'trial.xlsx'}"
    assert command in capsys.readouterr().out.replace("\n", "")
