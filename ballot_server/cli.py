"""``piaoxiang server``: making a server, giving it its meeting, opening and closing boxes."""

from __future__ import annotations

from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.loading import load_folder
from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.board.recovery import start_up
from ballot_server.board.result_folder import register
from ballot_server.commands.boxes_meant import (
    FOLDER,
    box_option,
    chosen_boxes,
    folder_argument,
    no_meeting,
    the_board,
)
from ballot_server.commands.closing import close_command, last_voters_command
from ballot_server.commands.telling import say, say_system_files, show_boxes, show_key, show_meeting
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from ballot_server.folder_named import demand_folder, refuse_read_only
from ballot_server.problems.refusals import MeetingNotLoaded
from ballot_server.serving.server import check_address, serve
from ballot_server.store.models import State
from meeting.command_line.listening import host_of, in_url
from meeting.command_line.typed_command import typed, typed_run
from meeting.language import N_, current_language
from meeting.printable import printable


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
    say(
        "Give the 64 hexadecimal digits (0-9, a-f) to whoever publishes the meeting (--server-key)."
    )


@server.command(name="load")
@folder_argument
@click.argument("prepared", type=FOLDER)
def load_command(folder: Path, prepared: Path) -> None:
    """装入登记员备好的会议 / Load the meeting that the registrar prepared."""
    with the_board(folder) as board:
        start_up(board)
        load_folder(board, prepared, lambda found: typed("server", "load", folder, found))
        say("Meeting loaded: {title}", title=board.meeting().title)
        say_system_files(prepared)
        show_meeting(board)
        show_key(board)
        show_boxes(board)
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
        for each in chosen_boxes(board, box_id, State.PREPARED, folder):
            open_for_voting(board, each)
        show_boxes(board)
        say(
            "Next: unless the server is running, start it:\n    {run}",
            run=typed_run(folder),
        )


server.add_command(last_voters_command)
server.add_command(close_command)


@server.command()
@folder_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / Address.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
def run(folder: Path, host: str, port: int, workers: int) -> None:
    """运行服务器 / Serve the board until stopped."""
    host = host_of(host)
    check_address(host, port)
    with the_board(folder) as board:
        refuse_read_only(board.config)
        loaded = _has_meeting(board)
    url = f"http://{in_url(host)}:{port}/"
    say(N_("The board is at {url} until you press Ctrl-C."), url=url)
    if not loaded:
        _say_no_meeting(folder)
    serve(ServerConfig(folder), host, port, workers)


@server.command()
@folder_argument
def status(folder: Path) -> None:
    """查看各票箱的状态 / Show the state of every box."""
    with the_board(folder) as board:
        show_key(board)
        if not _has_meeting(board):
            _say_no_meeting(folder)
            return
        show_meeting(board)
        show_boxes(board)


@server.command()
@folder_argument
@click.argument("published", type=FOLDER)
def show(folder: Path, published: Path) -> None:
    """在公告板上公布结果 / Show a published result on the board."""
    with the_board(folder) as board:
        demand_folder(published, typed("server", "show", folder, "result"))
        register(board, published)
        say("The board now shows the result at /result/.")
        say_system_files(published)


def _has_meeting(board: Board) -> bool:
    try:
        board.meeting()
    except MeetingNotLoaded:
        return False
    return True


def _say_no_meeting(folder: Path) -> None:
    click.echo(printable(no_meeting(folder).text(current_language())))
