"""`piaoxiang meeting example`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click

from meeting.command_line.terminal import _, say
from meeting.command_line.typed_command import typed
from meeting.commands.paths import FOLDER
from meeting.examples import EXAMPLES
from meeting.language import LANGUAGES, N_, current_language
from meeting.presets import load_preset
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
@click.option("--preset", help=N_("A filled folder of this procedure; see `meeting presets`."))
@click.option(
    "--voters", type=click.IntRange(1), help=N_("About so many voters, for a trial; with --preset.")
)
def example(folder: Path, language: str, preset: str | None, voters: int | None) -> None:
    """Write an example meeting into a new folder, to be edited."""
    write = _copied(language) if preset is None else _filled(preset, language, voters or 0)
    try:
        free = is_free(folder)
        if free:
            write(folder)
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


def _copied(language: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        shutil.copytree(EXAMPLES[language], folder, dirs_exist_ok=True)

    return write


def _filled(name: str, language: str, voters: int) -> Callable[[Path], None]:
    from meeting.sample.folder import write_sample  # noqa: PLC0415 - openpyxl is slow to load

    preset = load_preset(name)

    def write(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        write_sample(folder, preset, language, voters)

    return write
