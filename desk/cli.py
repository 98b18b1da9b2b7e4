"""The command line of this room."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy
from meeting.language import N_

COMMANDS: Commands = {
    "desk": Lazy(
        "desk.commands.run:desk",
        N_("Prepare and hold meetings on pages in this machine's browser."),
        extra="desk",
    ),
}
