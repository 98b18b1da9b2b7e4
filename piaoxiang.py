"""The front door: the `piaoxiang` command, assembled from each room's own command line."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click
from rich.console import Console

from crypto.errors import Refused
from meeting.command_line.crash import crash_told, wants_traceback
from meeting.command_line.help import in_language
from meeting.command_line.installed import not_installed, package_of
from meeting.command_line.streams import can_show, drop_unwritable, flush, never_refuse
from meeting.command_line.usage import told_usage
from meeting.language import DEFAULT_LANGUAGE, current_language
from meeting.printable import printable
from meeting.problem import Problem, Problems
from meeting.system_reasons import REFUSED, system_reason

UNUSABLE_INPUT = 2
FAILED = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # as shells say of a program that SIGINT ended
UNREAD = 141  # the same of SIGPIPE: nobody reads what is printed

# In English and ASCII alone, because it is said where nothing else can be shown.
_NO_CHINESE = (
    "This terminal cannot show Chinese. PIAOXIANG_LANGUAGE=en speaks English; "
    "PYTHONIOENCODING=utf-8 helps where only the setting is wrong."
)

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
    """Run one command and exit with its status; say in one sentence what kept it from its end.

    0 to 3 are a command's own; a fault of this program never shares one of them.
    """
    never_refuse()
    out = sys.stdout
    try:
        code = _run(arguments)
        flush()
    except SystemExit as leaving:
        # Libraries leave with 1 when nobody reads what is printed any more: click with another
        # stream in its place, rich from the handling of the error. That is no verdict.
        unread = sys.stdout is not out or isinstance(leaving.__context__, BrokenPipeError)
        code = UNREAD if unread else _left(leaving)
    except BrokenPipeError:
        code = UNREAD
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        code = _refused_by_system(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no verdict
        code = _failed(error)
    drop_unwritable()
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """Run one command; what was wrong with its input is said, and it ends with 2."""
    if current_language() == DEFAULT_LANGUAGE and not can_show("票箱"):
        _complain(_NO_CHINESE, mark="!")
    code = None
    try:
        code = in_language(commands, current_language()).main(
            args=arguments, prog_name="piaoxiang", standalone_mode=False
        )
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        misused(error)
    except (Problem, Refused) as error:
        refuse(error)
    except ModuleNotFoundError as missing:
        refuse(not_installed(missing))
    return code if isinstance(code, int) else 0


def _left(leaving: SystemExit) -> int:
    """Return the status of a command that left by itself, once all that it printed is out."""
    try:
        flush()
    except BrokenPipeError:
        return UNREAD
    except OSError as error:
        return _refused_by_system(error)
    if leaving.code is None:
        return 0
    return leaving.code if isinstance(leaving.code, int) else FAILED


def _failed(error: Exception) -> int:
    """Say that the program itself failed; whoever mends it may see where and why."""
    if wants_traceback():
        traceback.print_exception(error)
    _complain(crash_told(error).told(current_language()))
    return FAILED


def _refused_by_system(error: OSError) -> int:
    where = "" if error.filename is None else str(error.filename)
    problem = Problem("file", REFUSED, where=where, reason=system_reason(error))
    _complain(problem.told(current_language()))
    return UNUSABLE_INPUT


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


def _complain(told: str, *, mark: str = "✗") -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.print(printable(f"{mark} {told}"))


if __name__ == "__main__":
    main()
