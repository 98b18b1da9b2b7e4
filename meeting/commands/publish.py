"""`piaoxiang meeting publish`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from meeting.command_line.terminal import (
    _,
    say,
    show_definition,
    show_meeting,
    show_note,
    show_unshown,
)
from meeting.command_line.typed_command import typed, typed_for
from meeting.commands.paths import FILE, FOLDER
from meeting.files import write_new
from meeting.language import N_
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.rule_notes import rule_notes
from meeting.organiser.teller_notes import teller_notes
from meeting.problem import Problem
from meeting.published.definition_file import definition_hash, published
from meeting.registrar.prepared_folder import MEETING_FILE
from meeting.system_reasons import system_reason


@click.command()
@click.argument("file", type=FILE)
@click.option("--server-key", required=True, help=N_("Its key."))
@click.option("--out", required=True, type=FOLDER, help=N_("The meeting's folder."))
def publish(file: Path, server_key: str, out: Path) -> None:
    """Write the published meeting.json and show its definition hash."""
    organised = read_organised(file, show_note)
    defined = replace(organised.meeting, server_key=server_key.strip().lower())
    data = published(defined)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            "file-unwritable",
            "This file cannot be written: {reason}.",
            where=str(out),
            reason=system_reason(error),
        ) from error
    write_new(out / MEETING_FILE, data)
    show_meeting(defined)
    for note in (*teller_notes(defined), *rule_notes(defined)):
        show_note(note)
    show_unshown(organised.unshown)
    show_definition(definition_hash(data))
    say(
        _(
            "The meeting has no fingerprint yet: that comes about with the slips. When they are "
            "made, `registrar slips` shows this definition hash again; compare the two."
        )
    )
    say(_("Written: {path}").format(path=out / MEETING_FILE))
    say(_("Next: every teller joins, each on their own machine and with their own key file:"))
    for number, name in enumerate(defined.tellers, start=1):
        join = typed("teller", "join", out, "--index", number, "--key", f"teller-{number}.key")
        say(typed_for(join, f"{number} {name}"))
