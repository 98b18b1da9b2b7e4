"""The command line of this room: from the organiser's file to printed slips."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy, LazyGroup
from meeting.language import N_

_AT = "meeting.commands"

COMMANDS: Commands = {
    "meeting": LazyGroup(
        "meeting",
        "meeting",
        N_("Define, check and publish a meeting."),
        {
            "check": Lazy(
                f"{_AT}.check:check",
                N_("Check a meeting.toml and the lists it names."),
                extra="registrar",
            ),
            "publish": Lazy(
                f"{_AT}.publish:publish",
                N_("Write the published meeting.json and show its definition hash."),
                extra="registrar",
            ),
            "presets": Lazy(
                f"{_AT}.presets:presets",
                N_("List the procedures that come with Piaoxiang."),
            ),
            "example": Lazy(
                f"{_AT}.example:example",
                N_("Write an example meeting into a new folder, to be edited."),
            ),
        },
    ),
    "presets": Lazy(
        f"{_AT}.presets:presets",
        N_("List the procedures that come with Piaoxiang."),
    ),
    "registrar": LazyGroup(
        "meeting",
        "registrar",
        N_("The registrar: make and print slips."),
        {
            "slips": Lazy(
                f"{_AT}.slips:slips",
                N_("Make the slips and the folder for the server."),
                extra="registrar",
            ),
        },
    ),
}
