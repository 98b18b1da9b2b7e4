"""`piaoxiang meeting try`: a meeting's rules on figures that somebody typed in."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.terminal import show_note
from meeting.command_line.typed_command import typed
from meeting.definition.meeting import Meeting
from meeting.files import refuse_existing_file, write_new
from meeting.language import N_, current_language
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
@click.argument("figures", type=_file, required=False)
@click.option(
    "--template",
    type=_file,
    help=N_("Write the empty workbook (.xlsx) of this meeting, to be filled in."),
)
def try_rules(file: Path, figures: Path | None, template: Path | None) -> None:
    """Try a meeting's rules on typed figures: a workbook, TOML or JSON."""
    if (figures is None) == (template is None):
        raise Problem(
            "try-one",
            "Name either the figures to try the rules on, or with --template the workbook that is"
            " to be written, to be filled in: one of the two.",
            where=file.name,
        )
    meeting = read_organised(file).meeting
    if not meeting.rules:
        raise Problem(
            "rules-none",
            "This meeting has no rules to try. Write its steps as [[rules]] in its file, or choose"
            " a preset that has some.",
            where=file.name,
        )
    if template is not None:
        _write_template(meeting, file, template)
    elif figures is not None:
        _try(meeting, file, figures)


def _write_template(meeting: Meeting, file: Path, template: Path) -> None:
    from tally.trying.workbook.template import (  # noqa: PLC0415 - openpyxl is slow to load
        template_bytes,
    )

    if template.suffix.lower() != ".xlsx":
        raise Problem(
            "template-name",
            "What is written here is a workbook: give it a name that ends in .xlsx.",
            where=str(template),
        )
    refuse_existing_file(template)
    write_new(template, template_bytes(meeting, current_language()))
    say(_("Written: {path}").format(path=template))
    say(
        _("Next: fill in the shaded cells, save, and try the rules:\n    {command}").format(
            command=typed("meeting", "try", file, template)
        )
    )


def _try(meeting: Meeting, file: Path, figures: Path) -> None:
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
