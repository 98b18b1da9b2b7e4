"""``piaoxiang meeting`` and ``piaoxiang registrar``: from the organiser's file to printed slips."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from meeting.command_line.folder_meant import PREPARED, SLIPS, refuse_slips_inside, slips_command
from meeting.command_line.terminal import (
    _,
    say,
    show_meeting,
    show_note,
    show_roots,
    show_setups,
    show_unshown,
)
from meeting.command_line.typed_command import typed, typed_for, typed_shred
from meeting.examples import EXAMPLES
from meeting.files import read_bounded, write_new
from meeting.language import LANGUAGES, current_language, said
from meeting.organiser.meeting_file import read_organised
from meeting.presets import load_preset, preset_names
from meeting.problem import Problem
from meeting.published.definition_file import MOST_BYTES, meeting_hash, parse_published, published
from meeting.registrar.prepared_folder import MEETING_FILE, TRUSTEES_FILE
from meeting.system_reasons import system_reason

# Whoever reads a file says why it cannot be read.
FILE = click.Path(dir_okay=False, readable=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def meeting() -> None:
    """会议定义 / Define, check and publish a meeting."""


@meeting.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """检查会议文件及其名单 / Check a meeting.toml and the lists it names."""
    organised = read_organised(file, show_note)
    show_meeting(organised.meeting)
    if organised.roster:
        say(_("Roster in agreement; voters: {count}.").format(count=len(organised.roster)))
    else:
        say(_("The file names no roster; group sizes were taken as written."))
    show_unshown(organised.unshown)
    say(_("The meeting is complete and consistent."))
    command = typed("meeting", "publish", file, "--server-key", "HEX", "--out", "opening")
    say(
        _(
            "Next: publish it, with the 64 hexadecimal digits that `piaoxiang server init` prints:"
            "\n    {command}"
        ).format(command=command)
    )


@meeting.command()
@click.argument("file", type=FILE)
@click.option("--server-key", required=True, help="服务器公钥（64 位十六进制字符）/ Its key.")
@click.option("--out", required=True, type=FOLDER, help="会议文件夹 / The meeting's folder.")
def publish(file: Path, server_key: str, out: Path) -> None:
    """公布会议定义 / Write the published meeting.json and show its hash."""
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
    show_unshown(organised.unshown)
    show_roots(defined, meeting_hash(data))
    say(_("Written: {path}").format(path=out / MEETING_FILE))
    say(_("Next: every teller joins, each on their own machine and with their own key file:"))
    for number, name in enumerate(defined.tellers, start=1):
        join = typed("teller", "join", out, "--index", number, "--key", f"teller-{number}.key")
        say(typed_for(join, f"{number} {name}"))


@meeting.command()
def presets() -> None:
    """列出内置程序 / List the procedures that come with Piaoxiang."""
    for name in preset_names():
        preset = load_preset(name)
        say(f"{name}: {said(preset, 'name', current_language())}")
        say(f"    {said(preset, 'description', current_language())}")


@meeting.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=current_language,
    help="zh 只有中文，en 中英文对照 / Chinese alone, or English as well.",
)
def example(folder: Path, language: str) -> None:
    """复制示例会议 / Copy the example meeting into a new folder, to be edited."""
    try:
        shutil.copytree(EXAMPLES[language], folder)
    except FileExistsError as error:
        raise Problem(
            "folder-exists",
            "There is something of this name already, and it is not overwritten. Name another"
            " folder.",
            where=str(folder),
        ) from error
    except (OSError, shutil.Error) as error:
        raise Problem(
            "file-unwritable",
            "This file cannot be written: {reason}.",
            where=str(folder),
            reason=system_reason(error),
        ) from error
    say(_("Written: {path}").format(path=folder))
    file = folder / "meeting.toml"
    say(
        _("Next: edit {file} and the lists beside it, then check them:\n    {command}").format(
            file=file, command=typed("meeting", "check", file)
        )
    )


@click.group()
def registrar() -> None:
    """登记员：制作票码条 / The registrar: make and print slips."""


@registrar.command()
@click.argument("folder", type=FOLDER)
@click.option("--trustees", required=True, type=FILE, help="监票人联合公钥 / The tellers' key.")
@click.option("--out", type=FILE, help="票码条 PDF，默认 slips.pdf / The PDF of the slips.")
def slips(folder: Path, trustees: Path, out: Path | None) -> None:
    """制作票码条 PDF 和交服务器的文件夹 / Make the slips and the folder for the server."""
    # Printing needs typefaces and PDF tools, which nobody else who uses these commands needs.
    from meeting.registrar.making import make_everything, read_trustees  # noqa: PLC0415

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
    show_roots(defined, meeting_hash(data))
    show_setups(made)
    say(_("Slips to print ({count}): {path}").format(count=count, path=target))
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
            " started with the meeting's and the boxes' fingerprints above, in full."
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


@contextmanager
def _progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)
