"""`piaoxiang demo`: a whole meeting with real processes, and the result left open to look at."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from types import FrameType

import click

from demo.folders import set_up
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.problem import ROOM, DemoProblem
from demo.procedure import hold_procedure
from meeting.definition.consistency import CRYPTOGRAPHIC_GROUPS
from meeting.language import LANGUAGES, N_, VARIABLE, current_language, gettext_for
from meeting.presets import load_preset, preset_names
from tally.commands.forms import PDF, WORKBOOK

VOTERS = 60
VOTERS_OF_PRESET = 12
PROGRAM = "piaoxiang"


def _(message: str) -> str:
    return gettext_for(ROOM, current_language())(message)


@click.command()
@click.option("--preset", help=N_("Procedure to run; see `presets`."))
@click.option("--voters", type=click.IntRange(1), help=N_("Voters: 60, or about 12 with --preset."))
@click.option(
    "--group",
    type=click.Choice(list(CRYPTOGRAPHIC_GROUPS)),
    help=N_("Group, default Ed25519."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("The example: Chinese alone, or English as well."),
)
@click.option("--out", type=click.Path(path_type=Path), help=N_("Folder, must be empty or new."))
@click.option("--no-serve", is_flag=True, help=N_("Do not stay to show the board."))
def demo(
    preset: str | None,
    voters: int | None,
    group: str | None,
    language: str | None,
    out: Path | None,
    no_serve: bool,
) -> None:
    """Run a whole meeting with real processes, then show the result."""
    if language is None:
        language = current_language()  # whoever reads English commands gets the English example,
    else:
        os.environ.setdefault(VARIABLE, language)  # and the other way round
    narrator = Narrator()
    preset = whole_procedure(preset, narrator) if preset else None
    voters = voters or (VOTERS_OF_PRESET if preset else VOTERS)
    folders = set_up(out)
    for ending in (signal.SIGTERM, signal.SIGHUP):  # end like Ctrl-C: nothing is left running
        signal.signal(ending, _interrupt)
    with meeting_day(folders, voters, narrator) as day:
        days = list(hold_procedure(day, group, language, preset))
        _show(days)
        if not no_serve:
            _stay(days[-1])


def whole_procedure(preset: str, narrator: Narrator) -> str:
    """The preset whose example holds this one: itself, unless it is a later stage of another."""
    if preset not in preset_names():
        raise DemoProblem(
            "demo-preset",
            "there is no preset “{preset}”; there are: {known}",
            where="--preset",
            preset=preset,
            known=", ".join(preset_names()),
        )
    first = load_preset(preset).example.of
    if first:
        told = _("{preset} is a later stage of {first}, which is run as a whole.")
        narrator.say(told.format(preset=preset, first=first))
    return first or preset


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _show(days: Sequence[MeetingDay]) -> None:
    say, folders = days[0].narrator.say, days[0].folders
    say(_("Everything is in {folder}").format(folder=folders.out))
    say(_("the slips as printed: {path}").format(path=folders.registrar / "slips.pdf"))
    say(
        _(
            "receipts to practise with, as text and as picture; in a real meeting only the voter "
            "has one: {path}"
        ).format(path=folders.receipts)
    )
    for day in days:
        if len(days) > 1:
            say(day.meeting.title)
        say(_("the published result: {path}").format(path=day.folders.published / "index.html"))
        say(_("the forms as a workbook: {path}").format(path=day.folders.forms / WORKBOOK))
        say(_("the forms to print and sign: {path}").format(path=day.folders.forms / PDF))
    say(_("what every command printed: {path}").format(path=folders.log))
    say(_("Verify it yourself; the meeting fingerprint stands at the foot of every slip:"))
    for day in days:
        words = ["verify", str(day.folders.published), *map(str, day.verified_with)]
        say(shlex.join([_typed_command(), *words]))


def _typed_command() -> str:
    """How this program was called: by its name where the shell finds that, else by its path."""
    called = Path(sys.argv[0])
    if called.name != PROGRAM:
        return PROGRAM
    found = shutil.which(PROGRAM)
    return PROGRAM if found and Path(found).resolve() == called.resolve() else str(called)


def _stay(day: MeetingDay) -> None:
    """Leave board and result open until Ctrl-C; without a terminal there is nobody to press it."""
    if not sys.stdin.isatty():
        day.narrator.say(_("Not at a terminal: the board is not kept open."))
        return
    say, result = day.narrator.say, f"{day.board_url}/result/"
    say()
    say(_("Board: {url}").format(url=day.board_url))
    say(_("Result: {url}").format(url=result))
    say(_("Press Ctrl-C to end."))
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin":
        webbrowser.open(result)
    try:
        Event().wait()
    except KeyboardInterrupt:
        say()
