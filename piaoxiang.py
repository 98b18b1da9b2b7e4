"""The front door: the `piaoxiang` command, assembled from each room's own command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from traceback import print_exception

import click

from ballot_server.cli import COMMANDS as BALLOT_SERVER
from crypto.errors import ArithmeticFault, Refused
from demo.cli import COMMANDS as DEMO
from desk.cli import COMMANDS as DESK
from kiosk.cli import COMMANDS as KIOSK
from meeting.cli import COMMANDS as MEETING
from meeting.command_line.arithmetic import arithmetic_told
from meeting.command_line.click_words import click_speaks
from meeting.command_line.core_dumps import leave_no_core
from meeting.command_line.crash import crash_told, wants_traceback
from meeting.command_line.help import in_language
from meeting.command_line.installed import not_installed, package_of
from meeting.command_line.lazy_group import PROGRAM, LazyGroup
from meeting.command_line.streams import can_show, drop_unwritable, flush, never_refuse
from meeting.command_line.usage import told_usage
from meeting.language import DEFAULT_LANGUAGE, current_language, gettext_for
from meeting.printable import printable
from meeting.problem import ROOM, Problem, Problems
from meeting.system_reasons import REFUSED, system_reason
from tally.cli import COMMANDS as TALLY
from tally.cli import TRYING

UNUSABLE_INPUT = 2
FAILED = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # as shells say of a program that SIGINT ended
UNREAD = 141  # the same of SIGPIPE: nobody reads what is printed

# In English and ASCII alone, because it is said where nothing else can be shown.
_NO_CHINESE = (
    "This terminal cannot show Chinese. PIAOXIANG_LANGUAGE=en speaks English; "
    "PYTHONIOENCODING=utf-8 helps where only the setting is wrong."
)

_meeting = MEETING["meeting"]
if not isinstance(_meeting, LazyGroup):
    raise TypeError(_meeting)
_meeting.lazy = {**_meeting.lazy, **TRYING}

commands = click.version_option(package_name="piaoxiang", prog_name="piaoxiang")(
    LazyGroup(
        "meeting",
        "piaoxiang",
        PROGRAM,
        # In the order in which a meeting needs them.
        {**DEMO, **DESK, **MEETING, **BALLOT_SERVER, **KIOSK, **TALLY},
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="PIAOXIANG_LANGUAGE=en speaks English; 默认使用中文。",
    )
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its status; say in one sentence what kept it from its end.

    0 to 3 are a command's own; a fault of this program never shares one of them.
    """
    never_refuse()
    leave_no_core()
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
    language = current_language()
    if language == DEFAULT_LANGUAGE and not can_show("票箱"):
        _complain(_NO_CHINESE, mark="!")
    click_speaks(language)
    code = None
    try:
        code = in_language(commands, gettext_for(ROOM, language), language).main(
            args=arguments, prog_name="piaoxiang", standalone_mode=False
        )
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        misused(error)
    except (Problem, Refused) as error:
        refuse(error)
    except ArithmeticFault as fault:
        _complain(arithmetic_told(fault).told(language))
        return FAILED if fault.code == "arithmetic-differs" else UNUSABLE_INPUT
    except ModuleNotFoundError as missing:
        refuse(not_installed(package_of(missing)))
    return code if isinstance(code, int) else 0


def _left(leaving: SystemExit) -> int:
    """The status of a command that left by itself, once all that it printed is out."""
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
        print_exception(error)
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
    sys.stderr.write(printable(f"{mark} {told}") + "\n")


if __name__ == "__main__":
    main()
