"""`piaoxiang meeting try`: a meeting's rules on figures that somebody typed in."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.terminal import show_note
from meeting.command_line.typed_command import typed
from meeting.language import current_language
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.rule_notes import rule_notes
from tally.commands.terminal import _, say
from tally.outcome.merged_names import with_new_persons
from tally.outcome.steps.derive import derive
from tally.outcome.steps_in_words import StepsInWords
from tally.problem import Problem
from tally.trying.typed_counts import read_typed_counts

_file = click.Path(path_type=Path)


@click.command("try")
@click.argument("file", type=_file)
@click.argument("figures", type=_file)
def try_rules(file: Path, figures: Path) -> None:
    """Try a meeting's rules on typed figures."""
    meeting = read_organised(file).meeting
    if not meeting.rules:
        raise Problem(
            "rules-none",
            "This meeting has no rules to try. Write its steps as [[rules]] in its file, or choose"
            " a preset that has some.",
            where=file.name,
        )
    counted = read_typed_counts(figures, meeting)
    results = derive(meeting, counted)
    named = with_new_persons(meeting, counted.merged.values())
    words = StepsInWords(named, current_language(), results)
    heading = _("A trial on invented figures: nobody voted, and nothing here is an outcome.")
    say(heading)
    for note in rule_notes(meeting):
        show_note(note)
    for result in results:
        click.echo()
        view = words.view(result)
        say(view.rule)
        for line in view.lines:
            say(f"    {line}")
    click.echo()
    say(heading)
    say(
        _(
            "Next: change the figures or the rules and try again, above all where people are equal "
            "or a limit is just met. When the rules say what is meant:\n    {command}"
        ).format(command=typed("meeting", "check", file))
    )
