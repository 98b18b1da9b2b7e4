"""The command line of the demo."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy
from meeting.language import N_

COMMANDS: Commands = {
    "demo": Lazy(
        "demo.run:demo",
        N_("Run a whole meeting with real processes, then show the result."),
        extra="demo",
    ),
}
