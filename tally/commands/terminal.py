"""What the commands of this room share on a terminal: the language, and progress bars.

Progress goes to the error stream, so that what a command prints can be piped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from meeting.command_line.confirmation import answer_to, answered
from meeting.command_line.streams import can_show
from meeting.definition.meeting import Box
from meeting.language import current_language, gettext_for, listed
from meeting.printable import printable
from meeting.system_files import system_files_in
from tally.problem import ROOM
from tally.words.figures_and_names import box_name

if TYPE_CHECKING:
    from tally.verify.record.ballots import Progress as Report


class Listener(Protocol):
    """Who hears what would be printed, where there is no terminal."""

    def said(self, line: str) -> None:
        """One line, printable."""

    def moved(self, title: str, done: int, total: int) -> None:
        """How far something has come."""


_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let a listener have what is said in this thread until the block ends."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def _(message: str) -> str:
    """A msgid in the language of command lines."""
    return gettext_for(ROOM, current_language())(message)


def say(line: str, *, dim: bool = False) -> None:
    """Print one line as it is, without markup or wrapping; `dim` on a terminal that can.

    What is not printable in it is escaped: much of what is said here was written by strangers.
    """
    listener = _LISTENER.get()
    if listener is not None:
        listener.said(printable(line))
        return
    style = "dim" if dim else None
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.print(printable(line), style=style)


def say_aside(line: str) -> None:
    """Print one line on the error stream; what is not printable in it is escaped."""
    listener = _LISTENER.get()
    if listener is not None:
        listener.said(printable(line))
    else:
        click.echo(printable(line), err=True)


def say_json(value: Any) -> None:
    """Print one JSON value for programs; what is not printable in it is escaped as JSON does.

    So is all that the encoding of the output lacks: a program gets what was meant.
    """
    said = json.dumps(value, ensure_ascii=False)
    escaped = {
        ord(c): json.dumps(c)[1:-1] for c in set(said) if not (c.isprintable() and can_show(c))
    }
    click.echo(said.translate(escaped))


@contextmanager
def ballots_progress() -> Iterator[Progress]:
    """A bar for each box whose ballots are checked; it disappears at the end."""
    described = TextColumn("{task.description}", markup=False)
    columns = (described, BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True, emoji=False)
    unseen = _LISTENER.get() is not None
    with Progress(*columns, console=console, transient=True, disable=unseen) as progress:
        yield progress


def report_to(progress: Progress, title: str) -> Report:
    """A report that moves a new bar of this title; the bar shows with the first call."""
    listener = _LISTENER.get()
    if listener is not None:
        return partial(listener.moved, printable(title))
    task = progress.add_task(printable(title), total=None, visible=False)

    def report(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total, visible=True)

    return report


def must_agree(question: str, *, yes: bool, box: Box | None = None) -> None:
    """Go on only if the person at the keyboard says yes, or said so beforehand (`--yes`).

    Raises click.Abort otherwise, after saying that nothing was done: with `box`, if it is one of
    several that the command goes through.
    """
    if not yes and not agreed(question, box=box):
        _say_undone(box)
        raise click.Abort


def agreed(question: str, *, box: Box | None = None) -> bool:
    """Ask a question of yes or no; no answer is no.

    Raises click.Abort, after saying that nothing was done, where nobody can answer any more.
    """
    try:
        return answered(question)
    except click.Abort:
        _say_undone(box)
        raise


def asked(question: str) -> str:
    """What is typed as the answer.

    Raises click.Abort, after saying that nothing was done, where nothing is.
    """
    try:
        typed = answer_to(question)
    except click.Abort:
        typed = ""
    if not typed:
        _say_undone(None)
        raise click.Abort
    return typed


def _say_undone(box: Box | None) -> None:
    if box is None:
        click.echo(_("Not confirmed: nothing was done."), err=True)
        return
    told = _("Not confirmed: nothing was done with box {box}.")
    click.echo(printable(told.format(box=box_title(box))), err=True)


def say_system_files(folder: Path) -> None:
    """Name what operating systems put into a folder; it was passed over."""
    if found := system_files_in(folder):
        told = _("· Passed over, as it is named like what operating systems put there: {names}")
        say(told.format(names=listed(found, current_language())))


def box_title(box: Box) -> str:
    """A box in a line of the terminal: its id and what people call it."""
    return f"{box.id} {box_name(box, current_language())}"
