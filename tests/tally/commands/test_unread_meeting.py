"""A meeting.json that cannot be read is a verdict: whoever typed the command did nothing wrong."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import piaoxiang
from meeting.published.definition_file import MOST_BYTES


def verified(path: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main(["verify", str(path), *more])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def broken(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def other_version(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"schema":2', b'"schema":3'))


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


def link(path: Path) -> None:
    path.rename(path.with_name("copy"))
    path.symlink_to(path.with_name("copy"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    os.truncate(path, MOST_BYTES + 1)


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "broken": (broken, "meeting-not-canonical"),
    "another version": (other_version, "meeting-not-canonical"),
    "no text": (no_text, "meeting-not-canonical"),
    "a link": (link, "file-symlink"),
    "a pipe": (pipe, "file-special"),
    "a folder": (folder, "file-special"),
    "too large": (huge, "file-size"),
}


@pytest.mark.parametrize("profile", ["piaoxiang", "belenios"])
@pytest.mark.parametrize("case", CASES)
def test_it_is_invalid(
    published: Path, capsys: pytest.CaptureFixture[str], case: str, profile: str
) -> None:
    change, code = CASES[case]
    change(published / "meeting.json")
    assert verified(published, "--profile", profile) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("无效——发现 1 个问题")
    assert "请勿采信" in out
    assert "✗ meeting.json：" in out
    assert f"[{code}]" in out


def test_a_folder_in_its_place_is_called_one(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(published / "meeting.json")
    assert verified(published) == 1
    assert (
        "✗ meeting.json：这里是一个同名文件夹，应为文件；没有读取其中的内容。"
        in capsys.readouterr().out
    )


def test_a_file_in_the_place_of_a_folder_is_called_one(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(published / "boxes")
    (published / "boxes").write_text("")
    assert verified(published) == 1
    assert "boxes：这里是一个同名文件，应为文件夹；没有读取这个文件。" in capsys.readouterr().out


def test_programs_read_it_too(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(published / "meeting.json")
    assert verified(published, "--json", "--meeting-fingerprint", "0" * 64) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["verdict"] == "invalid"
    (first,) = value["findings"]
    assert (first["code"], first["file"]) == ("meeting-not-canonical", "meeting.json")
    assert (value["meeting_fingerprint"], value["fingerprint_compared"]) == ("", False)


def test_a_folder_without_it_is_unfinished(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (published / "meeting.json").unlink()
    assert verified(published) == 1
    assert "[file-missing]" in capsys.readouterr().out


def test_any_other_folder_is_a_mistake_of_who_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(tmp_path) == 2
    assert "没有 meeting.json" in capsys.readouterr().err


def test_receipts_and_checkpoints_that_were_not_judged_are_named(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(published / "meeting.json")
    kept = published / "boxes/r1-A/checkpoint.txt"
    assert verified(published, "--receipt", "A" * 43, "--checkpoint", str(kept)) == 1
    out = capsys.readouterr().out
    assert f"… 回执或指纹 {'A' * 43}：没有判断" in out
    assert f"… 检查点 {kept}：没有判断" in out
    assert verified(published, "--json", "--receipt", "A" * 43) == 1
    (receipt,) = json.loads(capsys.readouterr().out)["receipts"]
    assert receipt["state"] == "not-judged"
