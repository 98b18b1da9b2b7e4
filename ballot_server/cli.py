"""``piaoxiang server``: making a server, giving it its meeting, opening and closing boxes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ballot_server import chain
from ballot_server.board import Board, open_board
from ballot_server.board_view import BoxView, box_views
from ballot_server.closing import close, resume
from ballot_server.command_problems import ClosedForGood, NoMeetingYet, NotOpenYet, OpenAlready
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from ballot_server.loading import load_folder
from ballot_server.models import State
from ballot_server.opening import open_box
from ballot_server.problems import (
    N_,
    BoardProblem,
    MeetingNotLoaded,
)
from ballot_server.published import register
from ballot_server.recovery import start_up
from ballot_server.server import check_address, serve
from crypto.server_key import short_form
from meeting.language import current_language, gettext_for
from meeting.printable import printable
from meeting.typed_command import BOARD, typed, typed_run

FETCH = typed("tally", "fetch", BOARD, "work")
FOLDER = click.Path(file_okay=False, path_type=Path)
ROOM = Path(__file__).parent
STATES = {
    State.PREPARED: N_("not open yet"),
    State.OPEN: N_("open"),
    State.CLOSED: N_("closed"),
}

folder_argument = click.argument("folder", type=FOLDER)
box_option = click.option("--box", "box_id", help="只对这个票箱 / Only this box.")


def say(sentence: str, **values: object) -> None:
    """Print a sentence in the language of the command line, names in it made printable."""
    told = gettext_for(ROOM, current_language())(sentence).format(**values)
    click.echo(printable(told))


@contextmanager
def the_board(folder: Path) -> Iterator[Board]:
    """Open the board in a folder, and let it go again."""
    board = open_board(ServerConfig(folder))
    try:
        yield board
    except MeetingNotLoaded as error:
        raise _no_meeting(folder) from error
    finally:
        board.store.dispose()


@click.group()
def server() -> None:
    """服务器与公告板 / The ballot server and its bulletin board."""


@server.command()
@folder_argument
def init(folder: Path) -> None:
    """建立服务器目录和密钥 / Make a server folder with its key, and print the key."""
    key = make_folder(ServerConfig(folder))
    click.echo(key.text)
    say("Server key fingerprint: {short}", short=key.fingerprint)
    say("Give the 64 digits to whoever publishes the meeting (--server-key).")


@server.command(name="load")
@folder_argument
@click.argument("prepared", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load_command(folder: Path, prepared: Path) -> None:
    """装入登记员备好的会议 / Load the meeting that the registrar prepared."""
    with the_board(folder) as board:
        start_up(board)
        load_folder(board, prepared, lambda found: typed("server", "load", folder, found))
        say("Meeting loaded: {title}", title=board.meeting().title)
        _show_meeting(board)
        _show_key(board)
        _show_boxes(board)
        say(
            "Next: when voting is to begin, open the boxes and start the server:\n    {open}\n"
            "    {run}",
            open=typed("server", "open", folder),
            run=typed_run(folder),
        )


@server.command(name="open")
@folder_argument
@box_option
def open_command(folder: Path, box_id: str | None) -> None:
    """开始投票 / Open the boxes (or one): voting begins."""
    with the_board(folder) as board:
        for each in _chosen(board, box_id, State.PREPARED, folder):
            open_box(board, each)
        _show_boxes(board)
        say(
            "Next: unless the server is running, start it:\n    {run}",
            run=typed_run(folder),
        )


@server.command(name="close")
@folder_argument
@box_option
@click.option("--yes", is_flag=True, help="不再询问 / Do not ask.")
def close_command(folder: Path, box_id: str | None, yes: bool) -> None:
    """封箱：停止投票，不可撤回 / Close the boxes (or one) for good.

    A closing that was cut short is completed.
    """
    with the_board(folder) as board:
        if _resumed(board, box_id) and not _in_state(board, box_id, State.OPEN):
            _show_boxes(board)
            return
        chosen = _chosen(board, box_id, State.OPEN, folder)
        if not yes:
            say("To be closed, for good: {boxes}", boxes=", ".join(chosen))
            _must_be_sure()
        for each in chosen:
            close(board, each)
        _show_boxes(board)
        say(
            "Next: show the board fingerprints in the hall; then the tellers fetch the boxes from "
            "the running server:\n    {fetch}",
            fetch=FETCH,
        )


def _must_be_sure() -> None:
    """Ask; raise click.Abort after saying that nothing was closed, unless the answer is yes."""
    question = gettext_for(ROOM, current_language())(N_("Are you sure?"))
    try:
        sure = click.confirm(question)
    except click.Abort:
        click.echo()  # the line of the question was not ended
        sure = False
    if not sure:
        say("Not confirmed: nothing was closed.")
        raise click.Abort


@server.command()
@folder_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / Address.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
def run(folder: Path, host: str, port: int, workers: int) -> None:
    """运行服务器 / Serve the board until stopped."""
    check_address(host, port)
    with the_board(folder) as board:
        loaded = _has_meeting(board)
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    say(N_("The board is at {url} until you press Ctrl-C."), url=f"http://{place}/")
    if not loaded:
        _say_no_meeting(folder)
    serve(ServerConfig(folder), host, port, workers)


@server.command()
@folder_argument
def status(folder: Path) -> None:
    """查看各票箱的状态 / Show the state of every box."""
    with the_board(folder) as board:
        _show_key(board)
        if not _has_meeting(board):
            _say_no_meeting(folder)
            return
        _show_meeting(board)
        _show_boxes(board)


@server.command()
@folder_argument
@click.argument("published", type=click.Path(exists=True, file_okay=False, path_type=Path))
def show(folder: Path, published: Path) -> None:
    """在公告板上公布结果 / Show a published result on the board."""
    with the_board(folder) as board:
        register(board, published)
        say("The board now shows the result at /result/.")


def _chosen(board: Board, box_id: str | None, state: State, folder: Path) -> list[str]:
    """Return the boxes that a command is about: the named one, or all in the right state.

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


def _refused(box_id: str, state: State, folder: Path) -> BoardProblem:
    """What to say of a box that is in the wrong state for a command, and what to do instead."""
    if state is State.PREPARED:
        return NotOpenYet(where=box_id, box=box_id, command=typed("server", "open", folder))
    if state is State.OPEN:
        return OpenAlready(where=box_id, box=box_id, command=typed_run(folder))
    return ClosedForGood(where=box_id, box=box_id, command=FETCH)


def _no_meeting(folder: Path) -> NoMeetingYet:
    return NoMeetingYet(
        where=str(folder), command=typed("server", "load", folder, "opening/prepared")
    )


def _has_meeting(board: Board) -> bool:
    try:
        board.meeting()
    except MeetingNotLoaded:
        return False
    return True


def _say_no_meeting(folder: Path) -> None:
    click.echo(printable(_no_meeting(folder).text(current_language())))


def _in_state(board: Board, box_id: str | None, state: State) -> list[str]:
    """Return the boxes that are in a state, among the named one or all."""
    with board.store.reading() as session:
        rows = [row for row in chain.all_boxes(session) if box_id in {None, row.id}]
        return [row.id for row in rows if row.state == state]


def _resumed(board: Board, box_id: str | None) -> list[str]:
    """Complete the closings that were cut short, and say which."""
    found = [each for each in _in_state(board, box_id, State.CLOSED) if resume(board, each)]
    for each in found:
        say("Box {box} was closed before; what was missing of its closing is done now.", box=each)
    return found


def _show_meeting(board: Board) -> None:
    found = board.definition().hash
    say("Meeting fingerprint: {short}", short=short_form(bytes.fromhex(found)))
    click.echo(f"    {found}")


def _show_key(board: Board) -> None:
    say("Server key fingerprint: {short}", short=board.key.public.fingerprint)
    say("    The key itself: {key}", key=board.key.public.text)


def _show_boxes(board: Board) -> None:
    with board.store.reading() as session:
        views = box_views(board, session, current_language())
    for view in views:
        _show_box(view)


def _show_box(view: BoxView) -> None:
    say(
        "{id}  {round} · {group}: {state}, slips used: {accepted} of {slips}",
        id=view.id,
        round=view.round,
        group=view.group,
        state=gettext_for(ROOM, current_language())(STATES[State(view.state)]),
        accepted=view.accepted,
        slips=view.slips,
    )
    say(
        "    board fingerprint {head} ({size} events)   {full}",
        head=view.head_short,
        size=view.size,
        full=view.head,
    )
