"""The two steps of closing, as commands: `last-voters`, and `close`, which is for good."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.closing import close, resume
from ballot_server.board.last_voters import last_voters, let_in_again
from ballot_server.commands.arguments import (
    FETCH,
    box_option,
    chosen_boxes,
    folder_argument,
    in_state,
    the_board,
)
from ballot_server.commands.output import in_words, say, show_boxes
from ballot_server.store.models import State
from ballot_server.web.board_view import BoxView
from meeting.command_line.confirmation import confirmed
from meeting.command_line.typed_command import typed
from meeting.language import N_, current_language, listed


@click.command(name="last-voters")
@folder_argument
@box_option
@click.option("--undo", is_flag=True, help=N_("Let new slips in again."))
def last_voters_command(folder: Path, box_id: str | None, undo: bool) -> None:
    """Let no new slip in; those in the booths finish."""
    with the_board(folder) as board:
        for each in chosen_boxes(board, box_id, State.OPEN, folder):
            (let_in_again if undo else last_voters)(board, each)
        show_boxes(board)
        if undo:
            say("New slips are let in again.")
            return
        say(
            "No new slip is let in; whoever is in a booth can finish. Next: when nobody is in the "
            "booths any more, scan the slips that are left over, so that nobody votes with them, "
            "and close:\n    {status}\n    {cancel}\n    {close}\n"
            "To let new slips in again instead:\n    {undo}",
            status=typed("server", "status", folder),
            cancel=typed("server", "cancel", folder),
            close=_typed("close", folder, box_id),
            undo=_typed("last-voters", folder, box_id, "--undo"),
        )


@click.command(name="close", epilog=N_("A closing that was cut short is completed."))
@folder_argument
@box_option
@click.option("--yes", is_flag=True, help=N_("Do not ask."))
def close_command(folder: Path, box_id: str | None, yes: bool) -> None:
    """Close the boxes (or one) for good."""
    with the_board(folder) as board:
        if _resumed(board, box_id) and not in_state(board, box_id, State.OPEN):
            show_boxes(board)
            return
        chosen = chosen_boxes(board, box_id, State.OPEN, folder)
        if not yes:
            _ask(board, chosen, _typed("last-voters", folder, box_id))
        for each in chosen:
            close(board, each)
        show_boxes(board)
        say(
            "Next: when all boxes of a round are closed, show the fingerprint of its plan in the "
            "hall (the board shows it too); then the tellers fetch the boxes from the running "
            "server:\n    {fetch}",
            fetch=FETCH,
        )


def _resumed(board: Board, box_id: str | None) -> list[str]:
    """Complete the closings that were cut short, and say which."""
    found = [each for each in in_state(board, box_id, State.CLOSED) if resume(board, each)]
    for each in found:
        say("Box {box} was closed before; what was missing of its closing is done now.", box=each)
    return found


def _ask(board: Board, chosen: list[str], last_voters_first: str) -> None:
    """Show what is to be closed, who may still be voting, and the milder step; then ask."""
    say("To be closed, for good: {boxes}", boxes=listed(chosen, current_language()))
    views = show_boxes(board, chosen)
    say(
        "How many slips were handed out, the server does not know: compare the ballots received "
        "with the check-in desk's figure."
    )
    in_booths, left = _may_still_cast(board, views)
    if not all(view.last_voters for view in views):
        say(
            "New slips are still let in. To let those in the booths finish first, and close then:"
            "\n    {command}",
            command=last_voters_first,
        )
    _must_be_sure(in_booths, left)


def _may_still_cast(board: Board, views: tuple[BoxView, ...]) -> tuple[int, int]:
    """How many may be in the booths, and how many left them and may go on with their slip."""
    opened = [board.visits.open(view.id) for view in views]
    found = [each for each in opened if each is not None]
    return sum(each.all for each in found), sum(each.left for each in found)


def _must_be_sure(in_booths: int, left: int) -> None:
    """Ask; raise click.Abort after saying that nothing was closed, unless the answer is yes."""
    question = in_words(N_("Are you sure?"))
    if left:
        question = in_words(
            N_(
                "Still in the booths: {count}; let in and left with nothing cast: {left}. Whoever "
                "has not cast by now cannot cast any more. Close all the same?"
            ),
            count=in_booths,
            left=left,
        )
    elif in_booths:
        question = in_words(
            N_(
                "Still in the booths: {count}. Whoever has not cast by now cannot cast any more. "
                "Close all the same?"
            ),
            count=in_booths,
        )
    if not confirmed(question):
        say("Not confirmed: nothing was closed.")
        raise click.Abort


def _typed(command: str, folder: Path, box_id: str | None, *more: str) -> str:
    """A command for the same boxes, to be copied."""
    return typed("server", command, folder, *(("--box", box_id) if box_id else ()), *more)
