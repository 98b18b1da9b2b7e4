"""What the commands of this room share on a terminal: the language, and progress bars.

Progress goes to the error stream, so that what a command prints can be piped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from meeting.definition import Box
from meeting.language import current_language, gettext_for
from tally.problem import ROOM
from tally.spoken import box_name
from tally.verify.ballots import Progress as Report


def _(message: str) -> str:
    """A msgid in the language of command lines."""
    return gettext_for(ROOM, current_language())(message)


def say(line: str) -> None:
    """Print one line as it is, without markup, colours or wrapping."""
    Console(soft_wrap=True, highlight=False, markup=False).print(line)


@contextmanager
def ballots_progress() -> Iterator[Progress]:
    """A bar for each box whose ballots are checked; it disappears at the end."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress


def report_to(progress: Progress, title: str) -> Report:
    """A report that moves a new bar of this title; the bar shows with the first call."""
    task = progress.add_task(title, total=None, visible=False)

    def report(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total, visible=True)

    return report


def box_title(box: Box) -> str:
    """A box in a line of the terminal: its id and what people call it."""
    return f"{box.id} {box_name(box, current_language())}"
