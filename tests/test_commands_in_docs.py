"""Whatever the pages tell people to type is a command of this program, with options that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from piaoxiang import commands

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs/zh").glob("*.md"),
]
TYPED = re.compile(r"\bpiaoxiang ((?:[a-z-]+ ?)+[^`\n|]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def command_of(words: list[str]) -> click.Command:
    """The command that these words begin with; raises KeyError for a word that is none."""
    at: click.Command = commands
    with click.Context(commands) as context:
        for word in words:
            if not isinstance(at, click.Group) or word.startswith("-"):
                return at
            found = at.get_command(context, word)
            if found is None:
                raise KeyError(word)
            at = found
    return at


def typed(page: Path) -> Iterator[str]:
    """Yield what follows on the name of the program, wherever it is written as code."""
    text = page.read_text("utf-8")
    blocks = "\n".join(re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL))
    inline = re.findall(r"`(piaoxiang [^`]+)`", text)
    for line in (*blocks.replace("\\\n", " ").splitlines(), *inline):
        for found in TYPED.findall(line):
            yield found.split(" #")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    for line in typed(page):
        command = command_of(line.split())
        known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
        wrong = set(OPTION.findall(line)) - known - {"--help"}
        assert not wrong, line
