"""What the board of a running server says to everybody: its boxes, and their records as a copy."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile

import httpx

from crypto.errors import Refused
from desk.problem import Problem
from meeting.board_interface import paths
from meeting.board_interface.answers import BoxState, parse_boxes
from meeting.language import N_

SECONDS = 20.0


def boxes(url: str) -> tuple[BoxState, ...]:
    """Every box as it is now; none where no meeting is loaded. Raises Problem."""
    try:
        answer = httpx.get(url + paths.BOXES, timeout=SECONDS, trust_env=False)
        if answer.status_code != httpx.codes.OK:
            return ()
        return parse_boxes(answer.content)
    except (httpx.HTTPError, Refused) as error:
        raise _silent() from error


def copy(url: str) -> IO[bytes]:
    """A ZIP of the meeting, the boxes and their records so far, all public. Raises Problem."""
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with (
            httpx.Client(base_url=url, timeout=SECONDS, trust_env=False) as client,
            ZipFile(out, "w", ZIP_STORED) as archive,
        ):
            _put(client, archive, paths.MEETING, "meeting.json")
            _put(client, archive, paths.BOXES, "boxes.json")
            for box in parse_boxes(client.get(paths.BOXES).content):
                _put(client, archive, paths.record(box.id), f"boxes/{box.id}.bel")
                _put(client, archive, paths.checkpoint(box.id), f"boxes/{box.id}.checkpoint")
    except (httpx.HTTPError, Refused) as error:
        out.close()
        raise _silent() from error
    out.seek(0)
    return out


def _put(client: httpx.Client, archive: ZipFile, path: str, name: str) -> None:
    with client.stream("GET", path) as answer:
        answer.raise_for_status()
        with archive.open(name, "w", force_zip64=True) as file:
            for piece in answer.iter_bytes():
                file.write(piece)


def _silent() -> Problem:
    return Problem(
        "board-silent", N_("The server runs, but its board does not answer. Look again.")
    )
