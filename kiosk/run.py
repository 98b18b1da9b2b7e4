"""`piaoxiang kiosk run`: one kiosk, served to the browser of its machine."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import click

from crypto.board.server_key import short_form
from kiosk.board.client import BoardClient
from kiosk.board.http import BoardConnection
from kiosk.board.key_folder import KeyFolder
from kiosk.board.signed_questions import NOT_ENROLLED, RULE_UNSIGNED
from kiosk.config import KioskConfig, new_staff_code, state_folder
from kiosk.messages.trouble import Trouble
from kiosk.server import check_address, serve
from meeting.command_line.given_fingerprint import OPTION, given_fingerprint
from meeting.command_line.listening import host_of, in_url
from meeting.command_line.typed_command import typed, typed_run
from meeting.files import read_bounded
from meeting.language import N_, current_language, gettext_for
from meeting.printable import printable

_LARGEST_CODE_FILE = 4096
_TYPE_IT = N_(
    "This kiosk has to be enrolled: print a code on the server and type it on this kiosk's first "
    "screen:\n    {command}"
)
UNREACHABLE = ("board-unreachable", "board-garbled", "meeting-not-loaded")
_HASH = re.compile(r"[0-9a-f]{64}")


@click.command()
@click.option("--server", required=True, help=N_("Address of the ballot server."))
@click.option(
    OPTION,
    "given",
    required=True,
    metavar="VALUE|FILE",
    help=N_("Meeting fingerprint of the slips, or a file with it."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8100, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--staff-code-file",
    type=click.Path(path_type=Path),
    help=N_("File whose first line is the code that unlocks the screen."),
)
@click.option(
    "--enrol-code-file",
    type=click.Path(path_type=Path),
    help=N_("File whose first line is the code that enrols this kiosk."),
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help=N_("Folder of this kiosk's own key; else one in your home, for its port."),
)
def run(
    server: str,
    given: str,
    port: int,
    host: str,
    staff_code_file: Path | None,
    enrol_code_file: Path | None,
    state: Path | None,
) -> None:
    """Serve one kiosk to the browser of this machine."""
    code = new_staff_code() if staff_code_file is None else _first_line(staff_code_file)
    config = KioskConfig(
        server=server.rstrip("/"),
        meeting_fingerprint=given_fingerprint(given),
        staff_code=code,
        host=host_of(host),
        port=port,
        state=state or state_folder(port),
    )
    keys = KeyFolder(config.state)
    connection = BoardConnection(config.server, config.request_seconds)
    board = BoardClient(config.meeting_fingerprint, connection, keys)
    try:
        _say(board.meeting().title)
        board.box_states()
    except Trouble as trouble:
        if trouble.code not in UNREACHABLE:
            raise _other_than_given(trouble, config) from trouble
        _say(trouble.text(current_language()), err=True)
        _say(_told_unreachable(trouble, config.server), err=True)
    with keys.held() if _must_sign(board) else nullcontext():
        _enrol(board, enrol_code_file)
        check_address(config)
        url = f"http://{in_url(config.host)}:{port}/"
        _say(_("Open this address in the browser: {url}").format(url=url))
        if staff_code_file is None:
            _say(_("Staff code of this kiosk: {code}").format(code=code))
        serve(config)


def _must_sign(board: BoardClient) -> bool:
    """Whether this kiosk needs its key; as long as that is not known, it does."""
    try:
        return board.questions.must_sign()
    except Trouble:
        return True


def _enrol(board: BoardClient, code_file: Path | None) -> None:
    """Enrol the kiosk if it has to be and a code was given; else say where the code is typed.

    While the server is not there, the first screen says it later.
    """
    try:
        board.questions.look()
    except Trouble as trouble:
        if trouble.code in UNREACHABLE:
            return
        if trouble.code == RULE_UNSIGNED:
            _say(trouble.text(current_language()), err=True)
            _say(_(trouble.row.staff), err=True)
            return
        if trouble.code not in NOT_ENROLLED:
            raise
    else:
        return
    if code_file is not None:
        try:
            number = board.questions.enrol(_first_line(code_file))
        except Trouble as trouble:
            _say(trouble.text(current_language()), err=True)
        else:
            _say(_("Enrolled: this is kiosk {number}.").format(number=number))
            return
    command = typed("server", "enrol", "board")
    _say(_(_TYPE_IT).format(command=command), err=True)


def _first_line(file: Path) -> str:
    """A code is no argument: everybody on the machine can read those."""
    data = read_bounded(file, _LARGEST_CODE_FILE)
    return data.decode("ascii", errors="replace").split("\n", 1)[0].strip()


def _other_than_given(trouble: Trouble, config: KioskConfig) -> Trouble:
    """Say which fingerprint was given and which one the server has: it may be mistyped.

    Whatever else is wrong, the trouble is returned as it is.
    """
    found, given = trouble.where, config.meeting_fingerprint
    if trouble.code != "meeting-differs" or not _HASH.fullmatch(found):
        return trouble
    return Trouble(
        "config-other-meeting",
        where=OPTION,
        given=given.short,
        found=short_form(bytes.fromhex(found)),
        difference=given.difference(found),
    )


def _told_unreachable(trouble: Trouble, server: str) -> str:
    """What the staff do about a server that does not answer, or not as a ballot server does."""
    if trouble.code == "board-unreachable":
        return _(
            "Nothing answers at {server}. Check this address and its port, the network cable, and "
            "that the server runs there:\n    {command}\nThis kiosk starts all the same and goes "
            "on trying."
        ).format(server=server, command=typed_run())
    if trouble.code == "meeting-not-loaded":
        return _(
            "On the server at {server}, load it:\n    {command}\nThis kiosk starts all the same "
            "and goes on trying."
        ).format(server=server, command=typed("server", "load", "board", "opening/prepared"))
    return _(
        "What answers at {server} is no ballot server with a meeting. Check this address and its "
        "port, and on the server that the meeting is loaded:\n    {command}\nThis kiosk starts all "
        "the same and goes on trying."
    ).format(server=server, command=typed("server", "status", "board"))


def _(message: str) -> str:
    return gettext_for(Trouble.room, current_language())(message)


def _say(line: str, *, err: bool = False) -> None:
    """Print a line; what is not printable in it is escaped: the server chose some of it."""
    click.echo(printable(line), err=err)
