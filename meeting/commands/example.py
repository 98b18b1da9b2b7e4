"""`piaoxiang meeting example`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from meeting.command_line.terminal import _, say
from meeting.command_line.typed_command import typed
from meeting.commands.paths import FOLDER
from meeting.examples import EXAMPLES
from meeting.language import LANGUAGES, N_, current_language
from meeting.problem import Problem
from meeting.system_files import is_free
from meeting.system_reasons import system_reason


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=current_language,
    help=N_("Chinese alone, or English as well."),
)
def example(folder: Path, language: str) -> None:
    """Copy the example meeting into a new folder, to be edited."""
    try:
        free = is_free(folder)
        if free:
            shutil.copytree(EXAMPLES[language], folder, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise Problem(
            "file-unwritable",
            "This file cannot be written: {reason}.",
            where=str(folder),
            reason=system_reason(error),
        ) from error
    if not free:
        raise Problem(
            "folder-exists",
            "There is something of this name already, and it is not overwritten. Name another"
            " folder.",
            where=str(folder),
        )
    say(_("Written: {path}").format(path=folder))
    file = folder / "meeting.toml"
    say(
        _("Next: edit {file} and the lists beside it, then check them:\n    {command}").format(
            file=file, command=typed("meeting", "check", file)
        )
    )
