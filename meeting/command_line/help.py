"""The help of a command in one language.

Helps are written in both, `中文 / English`, paragraph by paragraph. `in_language` returns a command
whose helps, and those of everything below it, are in one of them; a line of a list of commands is
then never cut short. Chinese characters are two cells wide, which click does not know.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from copy import copy
from itertools import pairwise

import click
from rich.cells import cell_len

_BETWEEN = re.compile(r"(?<=[ ）])/\s")
_OWN_WORDS = {
    "Usage: ": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
}
_DEFAULTS = ((r"\[default: ([^\]]*)\]", r"[默认 \1]"), (r"\brequired\b", "必填"))
_PIECES = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
_GAP = _WIDE = 2
_WIDEST_NAME = 30
_NARROWEST = 20


def in_language(command: click.Command, language: str) -> click.Command:
    """Return a copy of the command, and of all below it, that helps in one language."""
    found = copy(command)
    found.params = [_option(each, language) for each in command.params]
    found.help = _one_of(command.help, language)
    found.epilog = _one_of(command.epilog, language)
    found.short_help = (found.help or "").split("\n\n", 1)[0].replace("\n", " ")
    if language == "zh":
        found.context_class = _ChineseContext
    if isinstance(found, click.Group):
        found.commands = {
            name: in_language(each, language) for name, each in found.commands.items()
        }
    return found


def _option(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    found = copy(parameter)
    found.help = _one_of(parameter.help, language)
    return found


def _one_of(text: str | None, language: str) -> str | None:
    """The paragraphs of a help in one language; a paragraph in one language only is for both."""
    if not text:
        return text
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(_half(each, language) for each in paragraphs)


def _half(paragraph: str, language: str) -> str:
    halves = _BETWEEN.split(paragraph, maxsplit=1)
    return halves[0 if language == "zh" else -1].strip()


class _ChineseFormatter(click.HelpFormatter):
    """What click writes by itself, in Chinese, and wrapped where a line is full."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in _PIECES.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, _OWN_WORDS["Usage: "] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_OWN_WORDS.get(heading, heading)}：\n")

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
            told = _OWN_WORDS.get(text, text)
            for pattern, chinese in _DEFAULTS:
                told = re.sub(pattern, chinese, told)
            lines = _wrapped(" ".join(told.split()), room)
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
