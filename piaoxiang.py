"""The front door: the `piaoxiang` command, assembled from each room's own command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click
from rich.console import Console

from crypto.errors import Refused
from meeting.help_words import in_language
from meeting.installed import not_installed, package_of
from meeting.language import current_language
from meeting.printable import printable
from meeting.problem import Problem, Problems
from meeting.system_reasons import system_reason
from meeting.usage import told_usage

UNUSABLE_INPUT = 2

# Which room answers which word. Rooms are imported when they are asked for: an observer who only
# verifies loads neither the server nor the kiosk.
ROOM_OF_COMMAND = {
    "demo": "demo.cli",
    "meeting": "meeting.cli",
    "registrar": "meeting.cli",
    "server": "ballot_server.cli",
    "kiosk": "kiosk.cli",
    "teller": "tally.cli",
    "tally": "tally.cli",
    "count": "tally.cli",
    "publish": "tally.cli",
    "cosign": "tally.cli",
    "verify": "tally.cli",
    "check-ballot": "tally.cli",
}


class FrontDoor(click.Group):
    """A group whose commands live in the rooms, each under the name it has in `ROOM_OF_COMMAND`.

    A command whose packages are not installed is listed too, and says so when it is called.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the words in the order in which a meeting needs them."""
        del ctx
        return list(ROOM_OF_COMMAND)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the room's command of this name, or None for a word nobody answers."""
        del ctx
        room = ROOM_OF_COMMAND.get(cmd_name)
        if room is None:
            return None
        try:
            command: click.Command = getattr(import_module(room), cmd_name.replace("-", "_"))
        except ModuleNotFoundError as missing:
            command = _absent(cmd_name, missing)
        return in_language(command, current_language())


def _absent(name: str, missing: ModuleNotFoundError) -> click.Command:
    """Return a command that takes any words and raises `missing`."""

    def tell(words: tuple[str, ...]) -> NoReturn:
        del words
        raise missing

    package = package_of(missing)
    return click.Command(
        name,
        callback=tell,
        params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True},
        add_help_option=False,
        help=f"（未安装）/ Not installed here: {package}.",
    )


@click.group(
    cls=FrontDoor,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="PIAOXIANG_LANGUAGE=en speaks English; 默认使用中文。",
)
@click.version_option(package_name="piaoxiang", prog_name="piaoxiang")
def commands() -> None:
    """票箱：会议无记名投票系统 / Piaoxiang, an anonymous ballot system for meetings."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; say in one sentence what was wrong with its input and exit with 2."""
    code = None
    try:
        code = in_language(commands, current_language()).main(
            args=arguments, prog_name="piaoxiang", standalone_mode=False
        )
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        misused(error)
    except (Problem, Refused) as error:
        refuse(error)
    except ModuleNotFoundError as missing:
        refuse(not_installed(missing))
    except OSError as error:
        refuse(
            Problem(
                "file",
                "{reason}: {path}",
                reason=system_reason(error),
                path=str(error.filename),
            )
        )
    sys.exit(code if isinstance(code, int) else 0)


def misused(error: click.ClickException) -> None:
    """Print what was typed wrongly and how it is meant, or the help of a bare word; exit with 2."""
    if type(error).__name__ == "NoArgsIsHelpError":  # older ones print the help themselves
        error.show()
    else:
        _complain(told_usage(error, current_language()))
    sys.exit(UNUSABLE_INPUT)


def refuse(error: Problem | Refused) -> None:
    """Print what was refused, and where, to the error stream; exit with 2."""
    if isinstance(error, Refused):
        _complain(str(error))
    else:
        for each in error.problems if isinstance(error, Problems) else (error,):
            _complain(each.told(current_language()))
    sys.exit(UNUSABLE_INPUT)


def _complain(told: str) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.print(printable(f"✗ {told}"))


if __name__ == "__main__":
    main()
