"""Telling the terminal what happens: a line per step that is done, a bar where it takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from demo.problem import ROOM
from meeting.language import current_language, gettext_for


def _(message: str) -> str:
    return gettext_for(ROOM, current_language())(message)


class Narrator:
    """Speaks on the console, in the language of command lines."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, emoji=False, soft_wrap=True)
        self.steps = 0

    @contextmanager
    def step(self, party: str, action: str) -> Iterator[None]:
        """Show that `party` does `action`, and, when it is done, how long it took."""
        self.steps += 1
        began = time.monotonic()
        line = f"{self.steps:2d}. [bold]{party}[/bold]  {action}"
        if self.console.is_terminal:
            with self.console.status(line):
                yield
        else:
            yield
        self.console.print(f"{line}  [green]✓[/green] [dim]{time.monotonic() - began:.1f} s[/dim]")

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[], None]]:
        """Show a bar that grows by one at every call of what is yielded."""
        columns = (TextColumn("    "), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console, transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda: bar.advance(task)

    def say(self, text: str = "") -> None:
        """Print a line as it stands."""
        self.console.print(text, markup=False)
