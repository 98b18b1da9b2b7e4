"""A command line that was typed wrongly, said in the reader's language.

click says such things in English. Here they are said again by the kind of error; what is of no
known kind keeps click's own sentence, so that nothing is lost.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import click

from meeting.language import gettext_for
from meeting.problem import ROOM

_Say = Callable[[str], str]
_NO_COMMAND = re.compile(r"No such command ['\"](?P<name>.*?)['\"]\.")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)")
_PLACE = re.compile(
    r"(?P<quote>['\"])(?P<path>.*)(?P=quote) "
    r"(?P<what>is a file|is a directory|is not)"
)


def told_usage(error: click.ClickException, language: str) -> str:
    """Return what was typed wrongly and how the command is used, on two or three lines."""
    say = gettext_for(ROOM, language)
    context = getattr(error, "ctx", None)
    lines = [_sentence(error, say)]
    if isinstance(context, click.Context):
        pieces = " ".join(context.command.collect_usage_pieces(context))
        if language == "zh":
            pieces = pieces.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
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
    if isinstance(error, click.BadOptionUsage):
        if "does not take" in error.message:
            return say("The option {name} takes no value.").format(name=error.option_name)
        return say("The option {name} needs a value after it.").format(name=error.option_name)
    return _other(error, say)


def _missing(param: click.Parameter, say: _Say) -> str:
    if isinstance(param, click.Option):
        told = say("The option {name} is missing.").format(name=_name(param))
    else:
        told = say("The argument {name} is missing.").format(name=_name(param))
    return told + _choices(param.type, say)


def _bad(error: click.BadParameter, param: click.Parameter, say: _Say) -> str:
    kind, message = param.type, error.message
    place = _PLACE.search(message)
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
    elif isinstance(kind, click.Path) and place is not None:
        reason = _path_reason(place, say)
    else:
        reason = message
    return say("{name}: {reason}").format(name=_name(param), reason=reason)


def _path_reason(place: re.Match[str], say: _Say) -> str:
    sentences = {
        "is a file": say("{path} is a file; a folder is needed."),
        "is a directory": say("{path} is a folder; a file is needed."),
        "is not": say("{path} may not be used by you."),
    }
    return sentences[place["what"]].format(path=place["path"])


def _unknown_option(error: click.NoSuchOption, say: _Say) -> str:
    told = say("There is no option {name}.").format(name=error.option_name)
    if error.possibilities:
        near = ", ".join(error.possibilities)
        told += say(" Did you mean {near}?").format(near=near)
    return told


def _other(error: click.ClickException, say: _Say) -> str:
    message = error.format_message()
    unknown, extra = _NO_COMMAND.search(message), _EXTRA.search(message)
    if unknown:
        told = say("There is no command {name}.").format(name=unknown["name"])
        return told + _near(unknown["name"], getattr(error, "ctx", None), say)
    if extra:
        return say("There is too much here: {words}").format(words=extra["words"])
    if message == "Missing command.":
        return say("A command is missing.")
    return message


def _near(name: str, context: click.Context | None, say: _Say) -> str:
    """The command that may have been meant."""
    if context is None or not isinstance(context.command, click.Group):
        return ""
    near = difflib.get_close_matches(name, context.command.list_commands(context), 1)
    return say(" Did you mean {near}?").format(near=near[0]) if near else ""


def _choices(kind: object, say: _Say) -> str:
    if not isinstance(kind, click.Choice):
        return ""
    return say(" Possible are: {choices}.").format(choices=", ".join(map(str, kind.choices)))


def _name(param: click.Parameter) -> str:
    """A parameter as it is typed: `--key`, or `FOLDER`."""
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return param.human_readable_name
