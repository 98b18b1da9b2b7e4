"""`piaoxiang registrar slips`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from meeting.command_line.terminal import (
    _,
    say,
    show_definition,
    show_fingerprint,
    show_meeting,
)
from meeting.command_line.typed_command import typed, typed_for, typed_shred
from meeting.command_line.wrong_folder import PREPARED, SLIPS, refuse_slips_inside, slips_command
from meeting.commands.paths import FILE, FOLDER
from meeting.files import read_bounded, write_atomically
from meeting.language import N_
from meeting.problem import Problem
from meeting.published.definition_file import MOST_BYTES, parse_published
from meeting.published.given_fingerprint import fingerprint_code
from meeting.registrar.notice_page import notice_pdf
from meeting.registrar.prepare import make_everything, read_trustees
from meeting.registrar.prepared_folder import MEETING_FILE, TRUSTEES_FILE, Prepared

NOTICE = "notice.pdf"
FINGERPRINT = "meeting-fingerprint.txt"


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--trustees", required=True, type=FILE, help=N_("The tellers' key."))
@click.option("--out", type=FILE, help=N_("The PDF of the slips."))
def slips(folder: Path, trustees: Path, out: Path | None) -> None:
    """Make the slips and the folder for the server."""
    if not (folder / MEETING_FILE).exists():
        raise Problem(
            "slips-no-meeting",
            "There is no published meeting in this folder (meeting.json). If this is the right"
            " folder, the organiser has to publish the meeting first:\n    {command}",
            where=str(folder),
            command=typed(
                *("meeting", "publish", "meeting.toml", "--server-key", "HEX", "--out", folder)
            ),
        )
    target = out or Path(SLIPS)
    refuse_slips_inside(target, folder)
    data = read_bounded(folder / MEETING_FILE, MOST_BYTES)
    defined = parse_published(data)
    _refuse_without_key(folder, trustees)
    tellers = read_trustees(defined, trustees)
    count = sum(box.slips for box in defined.boxes())
    with _progress(_("Making slips"), 2 * count) as advance:
        made = make_everything(data, defined, tellers, folder / PREPARED, target, advance)
    show_meeting(defined)
    show_definition(made.definition_hash)
    _write_notice(folder, made)
    show_fingerprint(made.meeting_fingerprint)
    say(_("Slips to print ({count}): {path}").format(count=count, path=target))
    say(_("Notice for the hall, to print and post: {path}").format(path=folder / NOTICE))
    say(
        _("The meeting fingerprint as a file, for kiosks and programs: {path}").format(
            path=folder / FINGERPRINT
        )
    )
    say(_("Folder for the server: {path}").format(path=folder / PREPARED))
    say()
    say(
        _(
            "{path} is the one place where the slips' codes can be read. Print it now, before the"
            " tellers' eyes, then destroy the file: `{command}`, and empty the printer's"
            " memory. Cut the slips, shuffle every pile face down, and lock them up."
        ).format(path=target, command=typed_shred(target))
    )
    checks = (
        typed_for(
            typed("teller", "check", folder / PREPARED, "--key", f"teller-{number}.key"),
            f"{number} {name}",
        )
        for number, name in enumerate(defined.tellers, start=1)
    )
    say(
        _(
            "Next: every teller checks the folder for the server with their own key file:\n"
            "{checks}\nThen it is loaded on the server, by whoever runs it:\n    {load}\nKiosks are"
            " started with the meeting fingerprint above."
        ).format(
            checks="\n".join(checks),
            load=typed("server", "load", "board", folder / PREPARED),
        )
    )


def _refuse_without_key(folder: Path, trustees: Path) -> None:
    """Say what is missing where the tellers have no key yet, or where it is."""
    if trustees.exists():
        return
    usual = folder / TRUSTEES_FILE
    if usual.exists():
        raise Problem(
            "trustees-elsewhere",
            "The tellers' key is not there, but in the meeting's folder:\n    {command}",
            where=str(trustees),
            command=slips_command(folder),
        )
    raise Problem(
        "trustees-missing",
        "The tellers have not finished making their key: this file is not there yet. When every"
        " teller has accepted, anybody puts it together; the command names whoever still has to"
        " do something:\n    {command}",
        where=str(trustees),
        command=typed("teller", "assemble", folder),
    )


def _write_notice(folder: Path, made: Prepared) -> None:
    """Write what the hall, kiosks and programs compare with, over that of an earlier printing."""
    fingerprint = made.meeting_fingerprint
    write_atomically(folder / NOTICE, notice_pdf(made.meeting, fingerprint))
    write_atomically(folder / FINGERPRINT, f"{fingerprint_code(fingerprint)}\n".encode())


@contextmanager
def _progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)
