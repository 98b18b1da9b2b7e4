"""`piaoxiang tally fetch`: what the tellers and the count need, from the board."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.published.setups import meeting_fingerprint
from tally.commands.next_step import say_next
from tally.commands.said_figures import say_too_many_here
from tally.commands.terminal import _, say
from tally.next_steps.openings import after_opening_step
from tally.observing.fetch import board_client
from tally.observing.fetch import fetch as fetch_meeting
from tally.opening.work_folder import WorkFolder
from tally.words.figures_and_names import short_hash


@click.command()
@click.argument("server_url")
@click.argument("work", type=click.Path(path_type=Path))
def fetch(server_url: str, work: Path) -> None:
    """Download meeting, records and checkpoints."""
    with board_client(server_url) as client:
        fetch_meeting(client, work, lambda name, size: say(f"{name}  {size}"))
    opened = WorkFolder.open(work)
    found = meeting_fingerprint(opened.setups())
    say(_("Meeting fingerprint: {short}").format(short=short_hash(found)))
    say(f"    {found}")
    say(_("Compare it with the one printed on a slip."))
    say_too_many_here(opened)
    say_next(*after_opening_step(opened, server=server_url))
