"""The meeting that another one continues, verified before a teller's or an organiser's eyes."""

from __future__ import annotations

from pathlib import Path

from tally.commands.terminal import ballots_progress, report_to
from tally.continuing.before import Published


def verified_before(path: Path) -> Published:
    """The published folder of the meeting before, verified with its progress shown."""
    with ballots_progress() as progress:
        return Published.verified(path, lambda box: report_to(progress, box))
