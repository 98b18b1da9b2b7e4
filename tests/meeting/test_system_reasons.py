"""What the system refuses is said in the reader's language."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

import piaoxiang
from meeting.files import read_bounded, write_new
from meeting.problem import Problem
from meeting.system_reasons import system_reason


def refused_reading(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        read_bounded(path, 10)
    return caught.value


def test_reading_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    missing = refused_reading(tmp_path / "nothing")
    assert "没有这个文件" in missing.text("zh")
    assert "there is no such file" in missing.text("en")
    assert "文件夹" in refused_reading(tmp_path).text("zh")
    (tmp_path / "file").write_text("")
    assert "不是文件夹" in refused_reading(tmp_path / "file" / "inner").text("zh")


def test_writing_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write_new(tmp_path / "nothing" / "file", b"")
    assert "没有这个文件或文件夹" in caught.value.text("zh")


def test_a_rare_reason_is_the_systems_own() -> None:
    assert system_reason(OSError(errno.EDOM, "Out of domain")) == "Out of domain"
    assert system_reason(OSError()) == "OSError"


def test_the_front_door_says_it_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/stick/file")

    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    monkeypatch.setattr(piaoxiang.commands, "main", full)
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main([])
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "磁盘或存储介质已满" in said
    assert said.endswith("。\n")
