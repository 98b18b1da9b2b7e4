"""`piaoxiang demo`: a whole meeting with real processes, and the result left open to look at."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
import webbrowser
from pathlib import Path
from threading import Event
from types import FrameType

import click

from demo.folders import set_up
from demo.meeting_day import KIOSKS, MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.problem import ROOM, DemoProblem
from meeting.definition.consistency import CRYPTOGRAPHIC_GROUPS
from meeting.language import LANGUAGES, N_, VARIABLE, current_language, gettext_for
from meeting.presets import preset_names

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
    if preset and preset not in preset_names():
        raise DemoProblem(
            "demo-preset",
            "there is no preset “{preset}”; there are: {known}",
            where="--preset",
            preset=preset,
            known=", ".join(preset_names()),
        )
    voters = voters or (VOTERS_OF_PRESET if preset else VOTERS)
    folders = set_up(out)
    narrator = Narrator()
    for ending in (signal.SIGTERM, signal.SIGHUP):  # end like Ctrl-C: nothing is left running
        signal.signal(ending, _interrupt)
    with meeting_day(folders, voters, narrator) as day:
        _run(day, group, language, preset)
        _show(day)
        if not no_serve:
            _stay(day)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _run(day: MeetingDay, group: str | None, language: str, preset: str | None) -> None:
    step = day.narrator.step
    with step(_("Organiser"), _("writes and checks the meeting: meeting.toml, roster, people")):
        day.define(group, language, preset)
    with step(_("Organiser"), _("publishes the meeting, with the server's key in it")):
        day.publish_definition()
    with step(_("Tellers"), _("make the meeting's key together; no one ever holds it whole")):
        day.make_keys()
    with step(_("Registrar"), _("makes one credential per slip and prints the slips")):
        day.print_slips()
    with step(_("Server"), _("opens the ballot boxes; {count} kiosks start").format(count=KIOSKS)):
        day.open_doors()
    with step(_("Voters"), _("scan their slips at the kiosks, fill in, review, cast")):
        number = day.vote()
    with step(_("Tellers"), _close_words(day.meeting.required_shuffles)):
        day.close_and_shuffle()
    with step(
        _("Tellers"),
        _("{count} of {all} open the totals").format(
            count=day.meeting.teller_threshold, all=len(day.meeting.tellers)
        ),
    ):
        day.open_and_count()
    with step(_("Observer"), _("takes the published folder home and verifies everything")):
        verdict = day.show_and_verify()
    with step(
        _("Demo"), _("compares the count with what the {count} voters chose").format(count=number)
    ):
        figures = day.compare()
    day.narrator.say()
    day.narrator.say(verdict.strip())
    day.narrator.say()
    day.narrator.say(
        _("{count} published figures, each equal to what was chosen.").format(count=figures)
    )


def _close_words(shuffles: int) -> str:
    if not shuffles:
        return _("cancel left-over slips and close the boxes")
    return _(
        "cancel left-over slips, close the boxes; {count} of them shuffle the names in writing"
    ).format(count=shuffles)


def _show(day: MeetingDay) -> None:
    say, folders = day.narrator.say, day.folders
    say(_("Everything is in {folder}").format(folder=folders.out))
    say(_("the slips as printed: {path}").format(path=folders.registrar / "slips.pdf"))
    say(
        _(
            "receipts to practise with, as text and as picture; in a real meeting only the voter "
            "has one: {path}"
        ).format(path=folders.receipts)
    )
    say(_("the published result: {path}").format(path=folders.published / "index.html"))
    say(_("what every command printed: {path}").format(path=folders.log))
    say(_("Verify it yourself; the meeting fingerprint stands at the foot of every slip:"))
    words = [_typed_command(), "verify", str(folders.published), *day.compared]
    say(shlex.join(words))


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
