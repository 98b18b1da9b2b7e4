"""A command line typed wrongly is said in the reader's language, by whichever room it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest

import piaoxiang
from meeting.command_line.usage import told_usage

Run = Callable[..., str]

WRONG = {
    "argument missing": ("teller join", "缺少参数 FOLDER", "The argument FOLDER is missing"),
    "option missing": ("teller join x", "缺少选项 --index", "The option --index is missing"),
    "no number": ("teller join x --index one --key k", "应为整数", "a whole number is needed"),
    "out of range": ("server run b --port 99999", "应为 1 到 65535 的整数", "from 1 to 65535"),
    "no such command": ("teller jion x", "没有 jion 这个命令。是否想用 join？", "command jion."),
    "no such word": ("nix", "没有 nix 这个命令", "There is no command nix"),
    "no such option": ("teller join x --indx 2", "是否想用 --index？", "Did you mean --index?"),
    "value missing": (
        "teller decrypt x --key",
        "--key 后面还需要 1 个值",
        "'--key' requires an argument",
    ),
    "value too much": (
        "teller decrypt x --yes=3",
        "--yes 后面不带值",
        "'--yes' does not take a value",
    ),
    "bad choice": (
        "verify a --profile x",
        "可选：piaoxiang、belenios",
        "Possible are: piaoxiang, belenios",
    ),
    "too much": ("count a b c", "参数过多：b c", "unexpected extra arguments (b c)"),
    "a folder": ("meeting check .", "这里需要文件。", "'.' is a directory."),
    "a file": ("registrar slips meeting.toml", "这里需要文件夹。", "'meeting.toml' is a file."),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    (tmp_path / "meeting.toml").write_text("")
    monkeypatch.chdir(tmp_path)

    def command(language: str, words: str) -> str:
        monkeypatch.setenv("PIAOXIANG_LANGUAGE", language)
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main(words.split())
        assert stopped.value.code == 2
        printed = capsys.readouterr()
        assert not printed.out
        return printed.err

    return command


@pytest.mark.parametrize(("words", "chinese", "english"), WRONG.values(), ids=WRONG)
def test_it_is_said_in_both_languages(run: Run, words: str, chinese: str, english: str) -> None:
    in_chinese, in_english = run("zh", words), run("en", words)
    assert chinese in in_chinese
    assert english in in_english
    for foreign in ("Error", "Usage", "Try ", "missing", "valid", "such"):
        assert foreign not in in_chinese


def test_how_it_is_meant_is_said_too(run: Run) -> None:
    assert "用法：piaoxiang teller join [选项] FOLDER" in run("zh", "teller join")
    assert "Help: piaoxiang teller join --help" in run("en", "teller join")


def test_a_bare_word_gives_its_help(run: Run) -> None:
    assert "deal" in run("zh", "teller")


def test_what_is_of_no_known_kind_is_said_as_it_is() -> None:
    assert told_usage(click.ClickException("Something rare."), "zh") == "Something rare."
    param = click.Option(["--it"], type=click.UUID)
    error = click.BadParameter("that is no UUID", param=param)
    assert told_usage(error, "zh") == "--it：that is no UUID"
