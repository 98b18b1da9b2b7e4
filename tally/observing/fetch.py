"""Downloading a closed meeting from its board into a work folder.

Only public things are fetched. Nothing is believed: the records are verified when they are opened
or counted. A record that tellers have already added to is never overwritten.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from crypto.record.stored import Source, alike, parts
from meeting.board_interface import paths
from meeting.board_interface.reading import (
    NO_ANSWER,
    PLAIN,
    AnswerPacked,
    AnswerTooLate,
    AnswerUnread,
    answer_parts,
    no_cookies,
    read_answer,
)
from meeting.board_interface.refusals import MOST_BYTES as MOST_REFUSED_BYTES
from meeting.command_line.typed_command import set_in, typed, typed_run
from meeting.files import read_bounded, write_inside
from meeting.limits import LARGEST_SMALL_FILE
from meeting.published.definition_file import MOST_BYTES, parse_published
from meeting.published.folder_names import BOXES, CANCELLED, CHECKPOINT, MEETING, RECORD
from meeting.scratch_file import ScratchFile
from meeting.stored_file import named_file
from tally.folder.sizes import FileSizes
from tally.problem import Problem

_LARGEST_NOTE = 1 << 16
_SECONDS = 60.0
_LONGEST_SECONDS = 3600.0
Said = Callable[[str, int], None]
"""Called with the name of each file that was downloaded, and its size in bytes."""


def board_client(url: str) -> httpx.Client:
    """A client for the board at `url`; raises Problem("board-address") for what is no address."""
    try:
        parsed = httpx.URL(url)
        good = parsed.scheme in ("http", "https") and bool(parsed.host)
    except httpx.InvalidURL:
        good = False
    if not good:
        raise Problem(
            "board-address",
            "The board's address must look like http://host:port or https://host.",
            where=url,
        )
    return httpx.Client(
        base_url=url,
        timeout=_SECONDS,
        follow_redirects=False,
        headers=PLAIN,
        cookies=no_cookies(),
    )


def fetch(client: httpx.Client, work: Path, said: Said) -> None:
    """Download meeting.json, and every box's record and checkpoint.

    Raises Problem: "fetch-other-meeting", "fetch-record-differs", "fetch-link", as `get_bounded`,
    and for a meeting.json that is none.
    """
    data = get_bounded(client, paths.MEETING, MOST_BYTES)
    meeting = parse_published(data, where=paths.MEETING)
    known = work / MEETING
    if known.exists() and read_bounded(known, MOST_BYTES) != data:
        raise Problem(
            "fetch-other-meeting",
            "The work folder holds another meeting than the board shows.",
            where=str(known),
        )
    work.mkdir(parents=True, exist_ok=True)
    write_inside(work, MEETING, data)
    said(MEETING, len(data))
    sizes = FileSizes.of(meeting)
    for box in meeting.boxes():
        place = work / BOXES / box.id
        _refuse_links(place.parent, place)
        with get_stored(client, paths.record(box.id), sizes.records[box.id], work) as record:
            note = get_bounded(client, paths.checkpoint(box.id), _LARGEST_NOTE)
            place.mkdir(parents=True, exist_ok=True)
            if _keep(place / RECORD, record, sizes.records[box.id]):
                write_inside(work, f"{BOXES}/{box.id}/{RECORD}", parts(record))
            size = len(record)
        write_inside(work, f"{BOXES}/{box.id}/{CHECKPOINT}", note)
        status, cancelled = get_or_refused(client, paths.cancelled(box.id), LARGEST_SMALL_FILE)
        if status == httpx.codes.OK:  # an earlier release keeps no such list
            write_inside(work, f"{BOXES}/{box.id}/{CANCELLED}", cancelled)
        said(f"boxes/{box.id}/record.bel", size)


def _refuse_links(*folders: Path) -> None:
    """What is written through a link lies outside, where no other teller's tool sees it."""
    for folder in folders:
        if folder.is_symlink():
            raise Problem(
                "fetch-link",
                "A link is in the place of a folder. Nothing was written through it: move it away "
                "and give the command again.",
                where=str(folder),
            )


def _keep(path: Path, record: Source, most: int) -> bool:
    """Whether the downloaded record is to be written: not over one that went on from it."""
    if not path.exists():
        return True
    here = named_file(path, most)
    if alike(here, record):
        return len(here) < len(record)
    raise Problem(
        "fetch-record-differs",
        "The record here and the board's are different chains. Keep both and call the chief "
        "teller; to start again from the board's, move this file away.",
        where=str(path),
    )


def get_bounded(client: httpx.Client, path: str, limit: int) -> bytes:
    """The body of a successful answer of at most `limit` bytes.

    Raises Problem: "board-unreachable", "board-answer", "board-answer-large",
    "board-answer-packed"; "board-no-meeting" where there is no meeting.json.
    """
    status, body = get_or_refused(client, path, limit, refused=0)
    _refuse_status(client, path, status)
    return body


@contextmanager
def get_stored(client: httpx.Client, path: str, limit: int, folder: Path) -> Iterator[ScratchFile]:
    """The same of a large body, which lies on the disk of `folder` meanwhile.

    Raises as `get_bounded`, and Problem "file-unwritable".
    """
    with ScratchFile(folder) as body:
        status, _ = _asked(client, path, limit, 0, body.add)
        _refuse_status(client, path, status)
        yield body


def _refuse_status(client: httpx.Client, path: str, status: int) -> None:
    where = str(client.base_url.join(path))
    if status == httpx.codes.NOT_FOUND and path == paths.MEETING:
        raise Problem(
            "board-no-meeting",
            "No meeting has been loaded on this board yet, or this is not a board. Whoever "
            "looks after the server first runs:\n{commands}",
            where=where,
            commands=set_in(
                typed("server", "load", "board", "opening/prepared"),
                typed("server", "open", "board"),
            ),
        )
    if status != httpx.codes.OK:
        raise Problem("board-answer", "The board answered {status}.", where=where, status=status)


def get_or_refused(
    client: httpx.Client, path: str, limit: int, *, refused: int = MOST_REFUSED_BYTES
) -> tuple[int, bytes]:
    """The status of an answer and its body, of at most `limit` bytes.

    Of an answer that is not successful at most `refused` bytes are read; if there are more, none.
    Raises Problem: "board-unreachable", "board-answer-large", "board-answer-packed".
    """
    body: list[bytes] = []
    status, refusal = _asked(client, path, limit, refused, body.append)
    return status, refusal or b"".join(body)


def _asked(
    client: httpx.Client, path: str, limit: int, refused: int, take: Callable[[bytes], None]
) -> tuple[int, bytes]:
    """The status of an answer, whose body is taken as it comes, and the body of a refusal."""
    try:
        with client.stream("GET", path) as response:
            if response.status_code != httpx.codes.OK:
                return response.status_code, _refused_body(response, refused)
            try:
                for part in answer_parts(response, limit, time.monotonic() + _LONGEST_SECONDS):
                    take(part)
            except AnswerTooLate:
                raise httpx.ReadTimeout("the answer does not end") from None
            except AnswerUnread as error:
                raise _unread(error, str(response.url), limit) from error
            return response.status_code, b""
    except NO_ANSWER as error:
        raise Problem(
            "board-unreachable",
            "The board does not answer at this address ({reason}). Check the address and its "
            "port, and that this machine is on the network; whoever looks after the server sees to "
            "it that it runs:\n{command}",
            where=str(client.base_url),
            reason=type(error).__name__,
            command=f"    {typed_run()}",
        ) from error


def _refused_body(response: httpx.Response, limit: int) -> bytes:
    try:
        return read_answer(response, limit, time.monotonic() + _SECONDS) if limit else b""
    except AnswerUnread:
        return b""


def _unread(error: AnswerUnread, where: str, limit: int) -> Problem:
    if isinstance(error, AnswerPacked):
        return Problem(
            "board-answer-packed",
            "The board's answer is compressed, which nobody asked for. It was not unpacked.",
            where=where,
        )
    return Problem(
        "board-answer-large",
        "The board's answer is larger than {limit} bytes.",
        where=where,
        limit=limit,
    )
