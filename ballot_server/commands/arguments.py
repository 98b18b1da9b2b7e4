"""The folder and the boxes that a command names, and what is said where they do not fit it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from ballot_server.board.board import Board, open_board
from ballot_server.board.earlier_pools import move_waiting
from ballot_server.config import ServerConfig
from ballot_server.folder_named import refuse_no_folder, refuse_root_in_others
from ballot_server.problems.commands import (
    ClosedForGood,
    NoMeetingYet,
    NotOpenYet,
    OpenAlready,
    for_commands,
)
from ballot_server.problems.refusals import (
    BoardProblem,
    DiskNearlyFull,
    MeetingNotLoaded,
    PoolDamaged,
    PoolKeyMissing,
    StorageBusy,
    StorageFailed,
)
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.store.revision import bring_up_to_date, is_current
from meeting.command_line.typed_command import BOARD, typed, typed_run
from meeting.language import N_, current_language
from meeting.printable import printable

FETCH = typed("tally", "fetch", BOARD, "work")
FOLDER = click.Path(path_type=Path)

folder_argument = click.argument("folder", type=FOLDER)
box_option = click.option("--box", "box_id", help=N_("Only this box."))


@contextmanager
def the_board(folder: Path) -> Iterator[Board]:
    """Open the board in a folder, with the tables of this release, and let it go again."""
    refuse_no_folder(folder)
    refuse_root_in_others(folder)
    board = open_board(ServerConfig(folder))
    try:
        with board.store.reading() as session:
            current = is_current(session.connection())
        if not current:
            with board.store.connection() as connection:
                bring_up_to_date(connection)
        with suppress(PoolKeyMissing, PoolDamaged):  # said by whoever needs the key
            move_waiting(board)
        yield board
    except MeetingNotLoaded as error:
        raise no_meeting(folder) from error
    except (StorageBusy, StorageFailed, DiskNearlyFull) as error:
        raise for_commands(error, folder) from error
    finally:
        board.store.dispose()


def chosen_boxes(board: Board, box_id: str | None, state: State, folder: Path) -> list[str]:
    """The boxes that a command is about: the named one, or all in the right state.

    Raises the problem of the named box, or of the first one when none is in that state.
    """
    with board.store.reading() as session:
        if box_id is not None:
            rows = [chain.find_box(session, box_id)]
        else:
            board.meeting()
            rows = list(chain.all_boxes(session))
        fitting = [row.id for row in rows if row.state == state]
        if not fitting:
            row = rows[0]
            raise _refused(row.id, State(row.state), folder)
    return fitting


def in_state(board: Board, box_id: str | None, state: State) -> list[str]:
    """The boxes that are in a state, among the named one or all."""
    with board.store.reading() as session:
        rows = [row for row in chain.all_boxes(session) if box_id in {None, row.id}]
        return [row.id for row in rows if row.state == state]


def no_meeting(folder: Path) -> NoMeetingYet:
    """What to say of a server without a meeting."""
    return NoMeetingYet(
        where=str(folder), command=typed("server", "load", folder, "opening/prepared")
    )


def has_meeting(board: Board) -> bool:
    """Say whether a meeting was loaded."""
    try:
        board.meeting()
    except MeetingNotLoaded:
        return False
    return True


def say_no_meeting(folder: Path) -> None:
    """Print that there is no meeting yet, and how one is loaded."""
    click.echo(printable(no_meeting(folder).text(current_language())))


def _refused(box_id: str, state: State, folder: Path) -> BoardProblem:
    """What to say of a box that is in the wrong state for a command, and what to do instead."""
    if state is State.PREPARED:
        return NotOpenYet(where=box_id, box=box_id, command=typed("server", "open", folder))
    if state is State.OPEN:
        return OpenAlready(where=box_id, box=box_id, command=typed_run(folder))
    return ClosedForGood(where=box_id, box=box_id, command=FETCH)
