"""`piaoxiang meeting continue`: the next stage's meeting, from a published one."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.terminal import show_definition, show_meeting
from meeting.command_line.typed_command import typed
from meeting.continuing.next_meeting import Stated, next_meeting
from meeting.files import write_new
from meeting.language import N_, current_language, listed, said
from meeting.published.definition_file import definition_hash, published
from meeting.published.folder_names import MEETING
from meeting.registrar.prepared_folder import TRUSTEES_FILE
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.commands.terminal import _, say
from tally.commands.verified_before import verified_before
from tally.continuing.before import ValidBefore
from tally.problem import Problem

_PATH = click.Path(path_type=Path)


@click.command("continue")
@click.argument("published_folder", metavar="PUBLISHED", type=_PATH)
@click.option("--stage", default="", help=N_("which stage, where several may follow."))
@click.option("--date", "day", default="", help=N_("the day; else that of the meeting before."))
@click.option("--server-key", required=True, help=N_("of the server that takes its ballots."))
@click.option("--out", type=_PATH, required=True, help=N_("the new meeting's folder."))
def continue_meeting(
    published_folder: Path, stage: str, day: str, server_key: str, out: Path
) -> None:
    """Make the next stage's meeting from a published one."""
    if not is_free(out):
        raise Problem(
            "continue-exists", "This place is not empty. Choose a new folder.", where=str(out)
        )
    valid = ValidBefore.of(verified_before(published_folder))
    before = valid.before
    chosen = before.stage_of(stage)
    stated = Stated(day or before.meeting.date, server_key.strip().lower())
    meeting = next_meeting(before, chosen, stated)
    data = published(meeting)
    with staged_folder(out) as new:
        write_new(new / MEETING, data)
        write_new(new / TRUSTEES_FILE, valid.trustees)
    show_meeting(meeting)
    language = current_language()
    say(
        _("Stage {stage}: {count} stand: {people}.").format(
            stage=said(chosen, "name", language),
            count=len(meeting.people),
            people=listed(
                [said(each, "display_name", language) for each in meeting.people], language
            ),
        )
    )
    show_definition(definition_hash(data))
    say(
        _(
            "Everybody who makes it from the same folder, day and server key gets the same bytes. "
            "The tellers' key is that of the meeting before: there is no new ceremony."
        )
    )
    say(_("Written: {path}").format(path=out))
    say(
        _("Next, the registrar makes the slips; then every teller checks them:\n{commands}").format(
            commands="\n".join(
                f"    {each}"
                for each in (
                    typed(
                        "registrar",
                        "slips",
                        out,
                        "--trustees",
                        out / TRUSTEES_FILE,
                        "--out",
                        f"slips-{meeting.id}.pdf",
                    ),
                    typed(
                        "teller",
                        "check",
                        out / "prepared",
                        "--key",
                        "teller-1.key",
                        "--continues",
                        published_folder,
                    ),
                )
            )
        )
    )
