"""The kiosk's command line."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy, LazyGroup
from meeting.language import N_

kiosk = LazyGroup(
    "kiosk",
    "kiosk",
    N_("The kiosk, on which people vote."),
    {
        "run": Lazy(
            "kiosk.run:run",
            N_("Serve one kiosk to the browser of this machine."),
            extra="kiosk",
        ),
    },
)

COMMANDS: Commands = {"kiosk": kiosk}
