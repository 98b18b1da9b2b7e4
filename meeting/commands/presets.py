"""`piaoxiang meeting presets`."""

from __future__ import annotations

import click

from meeting.command_line.papers_told import preset_told
from meeting.command_line.terminal import say
from meeting.language import current_language, said
from meeting.presets import load_preset, preset_names


@click.command()
def presets() -> None:
    """List the procedures that come with Piaoxiang."""
    for preset in sorted(map(load_preset, preset_names()), key=lambda each: (each.row, each.id)):
        row = f"{preset.row}  " if preset.row else ""
        say(f"{row}{preset.id}: {said(preset, 'name', current_language())}")
        say(f"    {said(preset, 'description', current_language())}")
        for line in preset_told(preset):
            say(f"    {line}")
