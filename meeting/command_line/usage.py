"""A command line that was typed wrongly, said in the reader's language.

click says such things in the words of a programmer. Here they are said again by the kind of error;
what is of no known kind keeps click's own sentence, translated, so that nothing is lost.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

import click

from meeting.language import current_language, gettext_for, listed
from meeting.problem import ROOM

_Say = Callable[[str], str]


def told_usage(error: click.ClickException, language: str) -> str:
    """What was typed wrongly and how the command is used, on two or three lines."""
    say = gettext_for(ROOM, language)
    context = getattr(error, "ctx", None)
    lines = [_sentence(error, say)]
    if isinstance(context, click.Context):
        pieces = " ".join(context.command.collect_usage_pieces(context))
        lines += [
            say("Usage: {command} {pieces}").format(command=context.command_path, pieces=pieces),
            say("Help: {command} --help").format(command=context.command_path),
        ]
    return "\n".join(lines)


def _sentence(error: click.ClickException, say: _Say) -> str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(error.param, say)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad(error, error.param, say)
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error, say)
    unknown = getattr(error, "command_name", None)  # of click's newer NoSuchCommand
    if unknown is not None:
        told = say("There is no command {name}.").format(name=unknown)
        return told + _near(unknown, getattr(error, "ctx", None), say)
    return error.format_message()


def _missing(param: click.Parameter, say: _Say) -> str:
    if isinstance(param, click.Option):
        told = say("The option {name} is missing.").format(name=_name(param))
    else:
        told = say("The argument {name} is missing.").format(name=_name(param))
    return told + _choices(param.type, say)


def _bad(error: click.BadParameter, param: click.Parameter, say: _Say) -> str:
    kind = param.type
    if isinstance(kind, click.Choice):
        reason = say("this value is not known.") + _choices(kind, say)
    elif isinstance(kind, click.IntRange):
        least = "" if kind.min is None else str(kind.min)
        most = "…" if kind.max is None else str(kind.max)
        reason = say("a whole number from {least} to {most} is needed.").format(
            least=least, most=most
        )
    elif kind is click.INT:
        reason = say("a whole number is needed.")
    else:
        reason = error.message
    return say("{name}: {reason}").format(name=_name(param), reason=reason)


def _unknown_option(error: click.NoSuchOption, say: _Say) -> str:
    told = say("There is no option {name}.").format(name=error.option_name)
    if error.possibilities:
        near = listed(error.possibilities, current_language())
        told += say(" Did you mean {near}?").format(near=near)
    return told


def _near(name: str, context: click.Context | None, say: _Say) -> str:
    """The command that may have been meant."""
    if context is None or not isinstance(context.command, click.Group):
        return ""
    near = difflib.get_close_matches(name, context.command.list_commands(context), 1)
    return say(" Did you mean {near}?").format(near=near[0]) if near else ""


def _choices(kind: object, say: _Say) -> str:
    if not isinstance(kind, click.Choice):
        return ""
    return say(" Possible are: {choices}.").format(choices=listed(kind.choices, current_language()))


def _name(param: click.Parameter) -> str:
    """A parameter as it is typed: `--key`, or `FOLDER`."""
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return param.human_readable_name
