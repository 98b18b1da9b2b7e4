"""`piaoxiang server cancel`: slips scanned one after another, so that nobody votes with them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.cancel import Cancelled
from ballot_server.board.cancelled_words import KeptWords
from ballot_server.commands.arguments import FOLDER, folder_argument, in_state, the_board
from ballot_server.commands.output import say
from ballot_server.config import ServerConfig
from ballot_server.problems.commands import AuditTooLate
from ballot_server.serving.server import check_address
from ballot_server.serving.staff_server import HOST, serve_staff
from ballot_server.staff.desk import Ticket
from ballot_server.store.models import State
from meeting.command_line.typed_command import typed
from meeting.definition.meeting import Box
from meeting.language import N_, current_language, listed, said
from meeting.printable import printable
from meeting.problem import Problem

PORT = 8200


@click.command(name="cancel")
@folder_argument
@click.option(
    "--audit",
    is_flag=True,
    help=N_("These were taken from the piles before voting, to be opened before witnesses."),
)
@click.option(
    "--words",
    type=FOLDER,
    help=N_("Where the server's words on cancelled slips are put, for others to keep."),
)
@click.option("--page", is_flag=True, help=N_("Scan on a page in this machine's browser instead."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help=N_("The port of that page."),
)
def cancel_command(folder: Path, audit: bool, words: Path | None, page: bool, port: int) -> None:
    """Scan slips, one a line, and cancel them: nobody can vote with them any more."""
    with the_board(folder) as board:
        board.meeting()
        if audit:
            _refuse_late(board)
        kept = KeptWords(board, words or board.config.cancelled_words)
        kept.complete()
        if not page:
            refused = _scan(board, kept, audited=audit)
            _say_next(board, folder, kept)
            if refused:
                raise click.exceptions.Exit(1)
            return
    check_address(HOST, port)
    _serve(folder, kept.path, port)


def _serve(folder: Path, words: Path, port: int) -> None:
    """Print the address of the page, serve it until Ctrl-C, and say then what is next."""

    def ended() -> None:
        with the_board(folder) as board:
            kept = KeptWords(board, words)
            kept.complete()
            _say_next(board, folder, kept)

    ticket = Ticket.draw()
    say(
        "The page is at this address, on this machine and for one browser, until you press "
        "Ctrl-C:\n    {url}",
        url=f"http://{HOST}:{port}/enter?ticket={ticket.word}",
    )
    serve_staff(ServerConfig(folder), words, port, ticket, ended)


def _scan(board: Board, kept: KeptWords, *, audited: bool) -> int:
    """Cancel the slips of the lines that are typed, and say how many; return how many were not."""
    say(
        "Scan the slips one after another, or type their codes, each on a line. End with an empty "
        "line. A slip that is cancelled cannot be used any more."
    )
    found: Counter[str] = Counter()
    before = refused = 0
    for line in sys.stdin:
        if not line.strip():
            break
        done = _cancelled(board, kept, line, audited=audited)
        if done is None:
            refused += 1
        elif done.before:
            before += 1
        else:
            found[done.box_id] += 1
    kept.complete()
    for box in board.meeting().boxes():
        if found[box.id]:
            say("{box}: slips cancelled now: {count}", box=_title(box), count=found[box.id])
    if not found:
        say("No slip was cancelled.")
    if before:
        say("Cancelled before: {count}. Nothing is to be done about these.", count=before)
    if refused:
        say("Not cancelled: {count}. What to do stands beside each.", count=refused)
    return refused


def _refuse_late(board: Board) -> None:
    """Raise AuditTooLate when there is no box left in which voting has not begun."""
    if not in_state(board, None, State.PREPARED):
        raise AuditTooLate(box=", ".join(box.id for box in board.meeting().boxes()))


def _cancelled(board: Board, kept: KeptWords, line: str, *, audited: bool) -> Cancelled | None:
    """Cancel the slip of a line and say so; None if it could not be."""
    try:
        done = kept.scan(line, audited=audited)
    except Problem as problem:
        click.echo(f"✗ {printable(problem.text(current_language()), keep='')}")
        return None
    box = board.meeting().box(done.box_id)
    if audited:
        _say_checked(board, box)
    told = N_("✓ {box}: cancelled before.") if done.before else N_("✓ {box}: cancelled.")
    say(told, box=_title(box))
    return done


def _say_checked(board: Board, box: Box) -> None:
    """What the witnesses hold against the slip: that it is on the list, and what it is for."""
    language = current_language()
    titles = [said(paper, "title", language) for paper in box.papers(board.meeting())]
    papers = listed(titles, language)
    say("    It is on the list of {box}, for: {papers}", box=_title(box), papers=papers)


def _say_next(board: Board, folder: Path, kept: KeptWords) -> None:
    """Whom the words go to, and what comes after the scanning."""
    if len(kept):
        say(
            "The server's signed words on all slips that are cancelled so far ({count}) are in "
            "{path}. Give copies to the organiser and the tellers, to be kept away from this "
            "machine: with piaoxiang verify --cancelled they show afterwards whether the server "
            "kept to each.",
            count=len(kept),
            path=kept.path,
        )
    if in_state(board, None, State.OPEN):
        say(
            "Next: when all slips that are left over are scanned and nobody is in the booths any "
            "more, close the boxes:\n    {close}",
            close=typed("server", "close", folder),
        )
    elif in_state(board, None, State.PREPARED):
        say(
            "Next: when voting is to begin, open the boxes:\n    {open}",
            open=typed("server", "open", folder),
        )


def _title(box: Box) -> str:
    language = current_language()
    return f"{said(box.round, 'name', language)} · {said(box.group, 'name', language)} ({box.id})"
