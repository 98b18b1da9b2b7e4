"""Groups of commands that are listed without being imported.

A room's `cli.py` says of every command where it is and what it does; it is imported when it is
run, or asked for its own help. Whoever only verifies loads neither the server nor the kiosk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import gettext
from importlib import import_module
from typing import Any, NoReturn

import click

from meeting.command_line.arithmetic import checked_first
from meeting.command_line.help import in_language
from meeting.command_line.installed import lacking, not_installed
from meeting.language import N_, current_language, gettext_for
from meeting.problem import ROOM

PROGRAM = N_("Piaoxiang, an anonymous ballot system for meetings.")


@dataclass(frozen=True, slots=True)
class Lazy:
    """A command that is not imported yet: `module:name`, and the first sentence of its help.

    `extra` is the part of the program without which it cannot run, if there is one.
    """

    place: str
    help: str
    extra: str = ""

    @property
    def room(self) -> str:
        """The package whose catalogue has what the command says."""
        return self.place.partition(".")[0]

    def load(self) -> click.Command:
        """Import the command. Raises ModuleNotFoundError where a package is not installed."""
        module, _, name = self.place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


Commands = Mapping[str, "Lazy | LazyGroup"]
"""The commands of a group under the words that call them, in the order in which they are listed."""


class LazyGroup(click.Group):
    """A group that imports one of its commands when that command is asked for.

    A command whose packages are not installed is listed too, and says so when it is called.
    `room` is the package whose catalogue has what the group says of itself.
    """

    def __init__(self, room: str, name: str, told: str, lazy: Commands, **more: Any) -> None:
        super().__init__(name, help=told, **more)
        self.room = room
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words in the order of their table."""
        del ctx
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None for a word nobody answers."""
        del ctx
        found = self.lazy.get(cmd_name)
        if found is None:
            return None
        say, language = _saying(found.room), current_language()
        if isinstance(found, LazyGroup):
            return in_language(found, say, language)
        if package := lacking(found.extra):
            return _absent(cmd_name, package)
        return in_language(checked_first(found.load()), say, language)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of the commands; none is imported for it."""
        del ctx
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, _listed(each)) for name, each in self.lazy.items()])


def _saying(room: str) -> Callable[[str], str]:
    """The function that puts the msgids of a room, a package beside this one, into words."""
    return gettext_for(ROOM.parent / room, current_language())


def _listed(command: Lazy | LazyGroup) -> str:
    """What a list says of a command: what it does, or what it lacks; of a group, what all lack."""
    if package := _lacking(command):
        return _saying(ROOM.name)(N_("Not installed here: {package}.")).format(package=package)
    return _saying(command.room)(command.help or "")


def _lacking(command: Lazy | LazyGroup) -> str:
    """The first package that a command lacks, or every command of a group; or nothing."""
    if isinstance(command, Lazy):
        return lacking(command.extra)
    found = [_lacking(each) for each in command.lazy.values()]
    return found[0] if all(found) else ""


def _absent(name: str, package: str) -> click.Command:
    """A command that takes any words and says which package is not installed."""

    def tell(words: tuple[str, ...]) -> NoReturn:
        del words
        raise not_installed(package)

    return click.Command(
        name,
        callback=tell,
        params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True},
        add_help_option=False,
    )
