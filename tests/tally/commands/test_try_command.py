"""`piaoxiang meeting try`: what it says around the derivation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.meeting.fixtures.commands import run


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
