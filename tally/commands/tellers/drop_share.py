"""`piaoxiang tally drop-share`: shares and shuffles that do not hold, set aside."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.language import N_
from tally.commands.tellers.opened_work import opened_work
from tally.commands.tellers.set_aside_acts import say_set_aside
from tally.commands.terminal import _, box_title, say
from tally.opening.bad_acts import set_aside


@click.command("drop-share")
@click.argument("work", type=click.Path(path_type=Path))
@click.option("--box", "box_id", required=True, help=N_("the box."))
def drop_share(work: Path, box_id: str) -> None:
    """Set aside shares and shuffles that do not hold; they are kept as evidence."""
    opened = opened_work(work)
    box = opened.box(box_id)
    found = set_aside(opened, box)
    say_set_aside(opened, found, box_title(box))
    if not found:
        say(_("Box {box}: no share and no shuffle was set aside.").format(box=box_title(box)))
