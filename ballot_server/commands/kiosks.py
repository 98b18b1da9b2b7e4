"""The kiosks of a server as commands: `enrol`, `kiosks` and `revoke`."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.running import is_running
from ballot_server.commands.arguments import folder_argument, the_board
from ballot_server.commands.output import in_words, say
from ballot_server.kiosks.registry import CODE_MINUTES, Kiosk, is_expired
from ballot_server.kiosks.sessions import Heard
from ballot_server.problems.kiosks import KioskSessionsLost
from meeting.command_line.typed_command import typed
from meeting.language import N_

LATELY = 60.0
"""Seconds; a kiosk says something every ten."""


@click.command(
    name="enrol",
    epilog=N_("NAMES are what you call the kiosks; without any, one code is printed."),
)
@folder_argument
@click.argument("names", nargs=-1, metavar="[NAMES]")
def enrol_command(folder: Path, names: tuple[str, ...]) -> None:
    """Print one-time codes, each of which enrols a kiosk."""
    with the_board(folder) as board:
        if board.admission.registry.begin_anew():
            say(
                "The list of kiosks (kiosks.json) was missing, so another one was begun: no kiosk "
                "that was enrolled before is known any more. Enrol every kiosk anew."
            )
        for name in names or ("",):
            number, code = board.admission.registry.invite(name)
            called = _called(number, name)
            click.echo(in_words(N_("{kiosk}: {code}"), kiosk=called, code=code))
        say(
            "Type each code on the first screen of its kiosk: once, within {minutes} minutes. A "
            "kiosk that is started again needs no new one.",
            minutes=CODE_MINUTES,
        )
        if not board.admission.registry.now().only_enrolled:
            say(
                "This server was made to take ballots from any kiosk, enrolled or not; so a code "
                "is not needed here."
            )


@click.command(name="kiosks")
@folder_argument
def kiosks_command(folder: Path) -> None:
    """Show the kiosks of this server."""
    with the_board(folder) as board:
        found = board.admission.registry.now()
        if not found.only_enrolled:
            say("Ballots are taken from any kiosk, enrolled or not.")
        for each in found.kiosks:
            say(
                "{kiosk}: {state}",
                kiosk=_called(each.number, each.name),
                state=_state(board, each),
            )
        if found.only_enrolled and not any(each.key for each in found.kiosks):
            say(
                "No kiosk is enrolled yet, so nobody can vote. Print a code for each:\n"
                "    {command}",
                command=typed("server", "enrol", folder),
            )


@click.command(name="revoke")
@folder_argument
@click.argument("number", type=click.IntRange(1))
def revoke_command(folder: Path, number: int) -> None:
    """Take ballots from a kiosk no more."""
    with the_board(folder) as board:
        found = board.admission.registry.revoke(number)
        say(
            "{kiosk} is revoked: nothing is taken from it any more. Ballots that were cast there "
            "stand; nobody can tell which they are. To use that machine again, enrol it anew:\n"
            "    {command}",
            kiosk=_called(found.number, found.name),
            command=typed("server", "enrol", folder),
        )


def _called(number: int, name: str) -> str:
    if name:
        return in_words(N_("Kiosk {number} ({name})"), number=number, name=name)
    return in_words(N_("Kiosk {number}"), number=number)


def _state(board: Board, kiosk: Kiosk) -> str:
    """The state of a kiosk in words; when it was last heard of is known while a server runs."""
    if kiosk.revoked:
        state = N_("revoked")
    elif is_expired(kiosk):
        state = N_("its code was not used in time")
    elif not kiosk.key:
        state = N_("its code was not used yet")
    else:
        state = _heard_of(_heard(board, kiosk))
    return in_words(state)


def _heard_of(heard: Heard | None) -> str:
    if heard is None:
        return N_("enrolled")
    if heard.doubled:
        return N_(
            "enrolled, but its key is in use on two machines, and both are stopped: revoke it, "
            "find the other machine, and call the chief teller"
        )
    if heard.ago is None or heard.ago > LATELY:
        return N_("enrolled, not heard of lately")
    return N_("enrolled, heard of just now")


def _heard(board: Board, kiosk: Kiosk) -> Heard | None:
    if not is_running(board.config):
        return None
    try:
        return board.admission.sessions.heard(kiosk.number)
    except KioskSessionsLost:
        return None
