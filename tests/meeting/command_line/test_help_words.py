"""Helps are in one language, complete, and fit a terminal of 80 columns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

import piaoxiang
from meeting.command_line.help import in_language
from meeting.command_line.lazy_group import Lazy, LazyGroup

ROOT = Path(piaoxiang.__file__).parent
SWITCH = "PIAOXIANG_LANGUAGE=en speaks English; 默认使用中文。"


def front_door() -> LazyGroup:
    assert isinstance(piaoxiang.commands, LazyGroup)
    return piaoxiang.commands


def below(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command below this one."""
    yield words
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            assert found is not None
            yield from below(found, (*words, name))


def helped(
    words: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch, capsys: object
) -> str:
    assert isinstance(capsys, pytest.CaptureFixture)
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", language)
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main([*words, "--help"])
    assert stopped.value.code == 0
    return str(capsys.readouterr().out)


COMMANDS = list(below(piaoxiang.commands))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_help_is_in_one_language_and_no_line_is_cut(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chinese = helped(words, "zh", monkeypatch, capsys)
    english = helped(words, "en", monkeypatch, capsys)
    for foreign in ("Usage", "Options", "Commands", "default:", "required", "Show this", "..."):
        assert foreign not in chinese
    for language, told in (("zh", chinese), ("en", english)):
        assert "..." not in told.replace("COMMAND [ARGS]...", "")
        for line in told.splitlines()[1:]:
            assert cell_len(line) <= 80, line
            if "PIAOXIANG_LANGUAGE" not in line and line.strip():
                wide = cell_len(line) > len(line)
                assert not (language == "en" and wide), line
    assert english.startswith("Usage: ")
    assert chinese.startswith("用法：")


def test_a_command_that_was_helped_before_speaks_another_language_now(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What click once said of --help it keeps with the command."""
    group = front_door().lazy["registrar"]
    assert isinstance(group, LazyGroup)
    helped((), "en", monkeypatch, capsys)
    assert group.get_help_option(click.Context(group)) is not None
    assert "Show this" not in helped(("registrar",), "zh", monkeypatch, capsys)


CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
COMMAND = re.compile(r"piaoxiang( [a-z]+)*")


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_US.UTF-8", "C.UTF-8", ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_locale_of_the_terminal_mixes_nothing(locale: str, language: str) -> None:
    """Only PIAOXIANG_LANGUAGE chooses, for our sentences and for click's."""
    environment = {"PATH": os.environ["PATH"], "LANG": locale, "PIAOXIANG_LANGUAGE": language}
    for words in (["--help"], ["teller", "-h"], ["kiosk", "jog"], ["meeting"]):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "piaoxiang", *words],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        told = COMMAND.sub("", (done.stdout + done.stderr).replace(SWITCH, ""))
        assert told
        assert not (CHINESE if language == "en" else ENGLISH).search(told), told


def commands_below(group: LazyGroup, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Lazy]]:
    for name, each in group.lazy.items():
        if isinstance(each, LazyGroup):
            yield from commands_below(each, (*words, name))
        else:
            yield " ".join((*words, name)), each


LAZY = dict(commands_below(front_door()))


@pytest.mark.parametrize("words", LAZY)
def test_a_list_says_of_a_command_what_its_own_help_says(words: str) -> None:
    loaded = LAZY[words].load()
    assert loaded.help == LAZY[words].help
    assert loaded.name == words.rsplit(maxsplit=1)[-1]


def test_a_sentence_is_translated_and_wrapped_where_a_line_is_full() -> None:
    command = click.Command(
        "x",
        help="what it does",
        epilog="what else",
        params=[click.Option(["--" + "y" * 40], help="what it is", default="z")],
    )
    chinese = {
        "what it does": "一句很长的话，" * 12,
        "what it is": "说明",
        "what else": "其他",
    }
    said = in_language(command, chinese.__getitem__, "zh")
    told = said.make_context("x", [], resilient_parsing=True, terminal_width=60).get_help()
    assert "what" not in told
    assert "其他" in told
    assert "说明" in told
    assert max(map(cell_len, told.splitlines())) <= 60
    assert command.help == "what it does"
