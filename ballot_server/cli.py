"""`piaoxiang server`: making a server, giving it its meeting, opening and closing boxes."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy, LazyGroup
from meeting.language import N_


def _lazy(place: str, told: str) -> Lazy:
    return Lazy(f"ballot_server.commands.{place}", told, extra="server")


server = LazyGroup(
    "ballot_server",
    "server",
    N_("The ballot server and its bulletin board."),
    {
        "init": _lazy(
            "init:init",
            N_("Make a server folder with its key, and print the key."),
        ),
        "load": _lazy(
            "load:load_command",
            N_("Load the meeting that the registrar prepared."),
        ),
        "enrol": _lazy(
            "kiosks:enrol_command",
            N_("Print one-time codes, each of which enrols a kiosk."),
        ),
        "kiosks": _lazy("kiosks:kiosks_command", N_("Show the kiosks of this server.")),
        "revoke": _lazy(
            "kiosks:revoke_command",
            N_("Take ballots from a kiosk no more."),
        ),
        "open": _lazy("open:open_command", N_("Open the boxes (or one): voting begins.")),
        "cancel": _lazy(
            "cancel:cancel_command",
            N_("Scan slips, one a line, and cancel them: nobody can vote with them any more."),
        ),
        "last-voters": _lazy(
            "closing:last_voters_command",
            N_("Let no new slip in; those in the booths finish."),
        ),
        "close": _lazy(
            "closing:close_command",
            N_("Close the boxes (or one) for good."),
        ),
        "run": _lazy("run:run", N_("Serve the board until stopped.")),
        "status": _lazy("status:status", N_("Show the state of every box.")),
        "show": _lazy("show:show", N_("Show a published result on the board.")),
    },
)

COMMANDS: Commands = {"server": server}
