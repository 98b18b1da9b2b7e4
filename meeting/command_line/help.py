"""The help of a command in the reader's language.

Helps are msgids of the command's room, like every other sentence. Chinese characters are two cells
wide, which click does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from gettext import gettext
from itertools import pairwise

import click
from rich.cells import cell_len

from meeting.language import N_, gettext_for
from meeting.problem import ROOM

_Say = Callable[[str], str]
_OPTIONS = N_("[OPTIONS]")
_COMMAND = N_("COMMAND [ARGS]...")
_VALUES = {
    "text": N_("TEXT"),
    "integer": N_("INTEGER"),
    "integer range": N_("INTEGER RANGE"),
}
_GAP = _WIDE = 2
_WIDEST_NAME = 30
_NARROWEST = 20


def in_language(command: click.Command, say: _Say, language: str) -> click.Command:
    """A copy of the command whose helps are in one language; `say` has those of its room.

    A command's docstring is one line, its msgid.
    """
    found, ours = copy(command), gettext_for(ROOM, language)
    found.params = [_option(each, say, ours) for each in command.params]
    found.help = command.help and say(command.help)
    found.epilog = command.epilog and say(command.epilog)
    # click keeps the help of --help in the language in which it was first asked for.
    found._help_option = None  # noqa: SLF001 - there is no other way to have it made anew
    found.options_metavar = ours(_OPTIONS)
    if isinstance(found, click.Group):
        found.subcommand_metavar = ours(_COMMAND)
    if language == "zh":
        found.context_class = _ChineseContext
    return found


def _option(parameter: click.Parameter, say: _Say, ours: _Say) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    found = copy(parameter)
    found.help = parameter.help and say(parameter.help)
    value = _VALUES.get(parameter.type.name)
    if value and not parameter.is_flag and parameter.metavar is None:
        found.metavar = ours(value)
    return found


class _ChineseFormatter(click.HelpFormatter):
    """A help in Chinese, wrapped where a line is full."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, gettext("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        room = self.width - self.current_indent
        for place, paragraph in enumerate(text.split("\n\n")):
            if place:
                self.write("\n")
            for each in _wrapped(" ".join(paragraph.split()), room):
                self.write(f"{'':>{self.current_indent}}{each}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = _GAP
    ) -> None:
        rows = list(rows)
        column = min(max((cell_len(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - column, _NARROWEST)
        start = " " * self.current_indent
        for name, text in rows:
            lines = _wrapped(" ".join(text.split()), room)
            if cell_len(name) > column - col_spacing:
                lines = ["", *lines]
            first = f"{name}{' ' * (column - cell_len(name))}{lines[0]}"
            self.write(f"{start}{first}".rstrip() + "\n")
            for each in lines[1:]:
                self.write(f"{start}{' ' * column}{each}\n")


class _ChineseContext(click.Context):
    formatter_class = _ChineseFormatter


def _wrapped(text: str, cells: int) -> list[str]:
    """Lines of at most `cells` cells; broken at a space, or beside a character that is two wide."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > cells:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str) -> list[str]:
    """The text cut wherever a line may end: after a space, beside a wide character."""
    cuts = [0, *(at for at in range(1, len(text)) if _may_end(text[at - 1], text[at])), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _may_end(before: str, after: str) -> bool:
    if after in "，。；：、）！？” ":
        return False
    return before == " " or (before not in "（“" and _WIDE in (cell_len(before), cell_len(after)))
