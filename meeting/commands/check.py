"""`piaoxiang meeting check`."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.papers_told import papers_told
from meeting.command_line.terminal import _, say, show_meeting, show_note, show_unshown
from meeting.command_line.typed_command import typed
from meeting.commands.paths import FILE
from meeting.continuing.rehearsal import stage_meetings
from meeting.continuing.stages_in_words import stages_in_words
from meeting.definition.meeting import Meeting
from meeting.language import current_language, said
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.rule_notes import rule_notes
from meeting.organiser.teller_notes import teller_notes
from meeting.rules_in_words.rule import rules_in_words

_TRIALS = ("trial.xlsx", "trial.toml", "trial.json")
"""Figures to try the rules on, as they may lie beside a meeting."""


@click.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a meeting.toml and the lists it names."""
    organised = read_organised(file, show_note)
    show_meeting(organised.meeting)
    for note in (*teller_notes(organised.meeting), *rule_notes(organised.meeting)):
        show_note(note)
    _show_asked(organised.meeting)
    for line in stages_in_words(organised.meeting, current_language()):
        say(line)
    for stage, made in stage_meetings(organised.meeting):
        name = said(stage, "name", current_language())
        say(_("Later stage “{name}”, as it is if everybody goes on:").format(name=name))
        _show_asked(made)
    if organised.roster:
        say(_("Roster in agreement; voters: {count}.").format(count=len(organised.roster)))
    else:
        say(_("The file names no roster; group sizes were taken as written."))
    show_unshown(organised.unshown)
    say(_("The meeting is complete and consistent."))
    if organised.meeting.rules:
        say(_trial(file))
    command = typed("meeting", "publish", file, "--server-key", "HEX", "--out", "opening")
    say(
        _(
            "Next: publish it, with the 64 hexadecimal digits that `piaoxiang server init` prints:"
            "\n    {command}"
        ).format(command=command)
    )


def _trial(file: Path) -> str:
    """What to try the rules with: the figures that lie beside the meeting, or a workbook."""
    found = next((name for name in _TRIALS if file.with_name(name).is_file()), "")
    if found:
        return _("First try the rules on the figures that lie beside it:\n    {command}").format(
            command=typed("meeting", "try", file, file.with_name(found))
        )
    workbook = file.with_name(_TRIALS[0])
    return _(
        "First try the rules on figures of your own (docs/rules.md), in a workbook made for it:"
        "\n    {command}"
    ).format(command=typed("meeting", "try", file, "--template", workbook))


def _show_asked(meeting: Meeting) -> None:
    """What the papers of a meeting ask, and its rules."""
    for line in papers_told(meeting):
        say(line)
    if meeting.rules:
        say(_("The rules, from the counts to the people, as they can be read out:"))
    for number, line in enumerate(rules_in_words(meeting, current_language()), 1):
        say(f"    {number}. {line}")
