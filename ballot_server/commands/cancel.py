"""`piaoxiang server cancel`: slips scanned one after another, so that nobody votes with them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.cancel import Cancelled, cancel
from ballot_server.commands.arguments import folder_argument, the_board
from ballot_server.commands.output import say
from ballot_server.problems.refusals import BoardProblem
from meeting.definition.meeting import Box
from meeting.language import N_, current_language, listed, said
from meeting.printable import printable
from meeting.problem import Problem
from meeting.registrar.slip_code import parse_slip_code


@click.command(name="cancel")
@folder_argument
@click.option(
    "--audit",
    is_flag=True,
    help=N_("These were taken from the piles before voting, to be opened before witnesses."),
)
def cancel_command(folder: Path, audit: bool) -> None:
    """Scan slips, one a line, and cancel them: nobody can vote with them any more."""
    with the_board(folder) as board:
        say(
            "Scan the slips one after another, or type their codes, each on a line. End with an "
            "empty line. A slip that is cancelled cannot be used any more."
        )
        found: Counter[str] = Counter()
        before = refused = 0
        for line in sys.stdin:
            if not line.strip():
                break
            done = _cancelled(board, line, audited=audit)
            if done is None:
                refused += 1
            elif done.before:
                before += 1
            else:
                found[done.box_id] += 1
        for box in board.meeting().boxes():
            if found[box.id]:
                say("{box}: slips cancelled now: {count}", box=_title(box), count=found[box.id])
        if not found:
            say("No slip was cancelled.")
        if before:
            say("Cancelled before: {count}. Nothing is to be done about these.", count=before)
        if refused:
            say("Not cancelled: {count}. What to do stands beside each.", count=refused)
            raise click.exceptions.Exit(1)


def _cancelled(board: Board, line: str, *, audited: bool) -> Cancelled | None:
    """Cancel the slip of a line and say so; None if it could not be."""
    try:
        code = parse_slip_code(line, board.meeting_fingerprint(), board.definition().hash)
        done = cancel(board, code, audited=audited)
    except (Problem, BoardProblem) as problem:
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


def _title(box: Box) -> str:
    language = current_language()
    return f"{said(box.round, 'name', language)} · {said(box.group, 'name', language)} ({box.id})"
