"""Questions of yes or no, answered by a real process's input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ASK = "from meeting.command_line.confirmation import confirmed; print(confirmed('封箱吗？'))"


def answer(typed: bytes | int, language: str = "zh") -> tuple[str, str]:
    """Answer the question by what is typed, or by an open file; return both streams."""
    with subprocess.Popen(
        [sys.executable, "-c", ASK],
        stdin=subprocess.PIPE if isinstance(typed, bytes) else typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PIAOXIANG_LANGUAGE": language, "PYTHONUTF8": "1"},
    ) as asking:
        said, errors = asking.communicate(typed if isinstance(typed, bytes) else None, timeout=30)
    assert asking.returncode == 0, errors
    return said.decode(), errors.decode()


@pytest.mark.parametrize("typed", ["是", " 是 ", "是。", "同意", "y", "YES", "ｙ", "Ｙｅｓ"])
def test_yes_in_either_language_is_yes(typed: str) -> None:
    said, errors = answer(f"{typed}\n".encode())
    assert (said, errors) == ("封箱吗？（输入 是 / 否）：True\n", "")


@pytest.mark.parametrize("typed", ["否", "不", "不同意", "n", "No", "ｎ", ""])
def test_no_and_no_answer_are_no(typed: str) -> None:
    assert answer(f"{typed}\n".encode())[0].endswith("False\n")


def test_another_answer_is_asked_again_in_the_language() -> None:
    said, errors = answer("好像\n是\n".encode())
    assert (said.count("封箱吗？"), errors) == (2, "请输入“是”或“否”。\n")
    assert said.endswith("True\n")
    said, errors = answer("perhaps\n否\n".encode(), "en")
    assert said.startswith("封箱吗？ [y/N]: ")
    assert errors == "Please answer y (yes) or n (no).\n"
    assert said.endswith("False\n")


@pytest.mark.parametrize("typed", [b"", "好像".encode(), "是\n".encode("gbk")])
def test_an_input_that_ends_or_cannot_be_read_is_no(typed: bytes) -> None:
    assert answer(typed)[0].endswith("False\n")


def hung_up(_tmp_path: Path) -> int:
    ours, theirs = os.openpty()
    os.close(ours)
    return theirs


def only_written(tmp_path: Path) -> int:
    return os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)


@pytest.mark.parametrize("opened", [hung_up, only_written])
def test_an_input_that_fails_is_no(tmp_path: Path, opened: Callable[[Path], int]) -> None:
    file = opened(tmp_path)
    said, errors = answer(file)
    os.close(file)
    assert (said.endswith("False\n"), "Traceback" in errors) == (True, False)


def test_an_input_that_was_closed_is_no() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" <&-', sys.executable, ASK],
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert done.stdout.decode().endswith("False\n")
