"""The work folder of a command; the processes that verify for it end with the command."""

from __future__ import annotations

from pathlib import Path

import click

from tally.commands.tellers.set_aside_acts import past_torn_records
from tally.opening.work_folder import WorkFolder


def opened_work(path: Path) -> WorkFolder:
    """The work folder at `path`; raises Problem as `WorkFolder.open` does.

    Records that are damaged behind their closing are cut back if the teller says so.
    """
    work = WorkFolder.open(path)
    click.get_current_context().with_resource(work.cores)
    past_torn_records(work)
    return work
