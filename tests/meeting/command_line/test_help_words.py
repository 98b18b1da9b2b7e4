"""Helps are in one language, complete, and fit a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from rich.cells import cell_len

import piaoxiang
from meeting.command_line.help import in_language


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


def test_paragraphs_are_split_and_long_ones_wrapped_where_a_line_is_full() -> None:
    command = click.Command(
        "x",
        help="一句很长的话，" * 12 + "完。 / A sentence.\n\n第二段 / Second.",
        params=[click.Option(["--" + "y" * 40], help="说明）/ what it is", default="z")],
    )
    told = in_language(command, "zh").get_help(
        click.Context(in_language(command, "zh"), terminal_width=60)
    )
    assert "Second" not in told
    told = in_language(command, "en").get_help(click.Context(command))
    assert "A sentence.\n\n  Second." in told
    assert "what it is" in told
    assert "说明" not in told
