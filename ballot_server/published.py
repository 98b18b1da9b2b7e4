"""The published result: a folder made by ``piaoxiang publish``, copied and linked by the board.

It was made elsewhere, so only regular files of known kinds are taken, and only for this meeting.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ballot_server.board import Board
from ballot_server.command_problems import (
    PublishedFileUnusable,
    PublishedForeign,
    PublishedIncomplete,
)
from meeting.files import read_bounded
from meeting.published import MOST_BYTES, meeting_hash

MEDIA_TYPES = {
    ".bel": "application/octet-stream",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FRONT_PAGE = "index.html"


def register(board: Board, source: Path) -> Path:
    """Copy a published folder to where the board serves it; return that place.

    The folder appears whole or not at all. Raises PublishedForeign, PublishedIncomplete or
    PublishedFileUnusable.
    """
    _check_meeting(board, source)
    files = _files(source)
    target = board.config.result
    staging = Path(tempfile.mkdtemp(prefix=".result-", dir=board.config.folder))
    try:
        fresh, old = staging / "new", staging / "old"
        for path in files:
            copy = fresh / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / path, copy)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        shutil.rmtree(staging)
    return target


def is_registered(board: Board) -> bool:
    """Say whether there is a result to link."""
    return (board.config.result / FRONT_PAGE).is_file()


def _check_meeting(board: Board, source: Path) -> None:
    definition = source / "meeting.json"
    if not (source / FRONT_PAGE).is_file() or not definition.is_file():
        raise PublishedIncomplete(where=str(source))
    if meeting_hash(read_bounded(definition, MOST_BYTES)) != board.definition().hash:
        raise PublishedForeign(where=str(definition))


def _files(source: Path) -> list[Path]:
    found = []
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        hidden = any(part.startswith(".") for part in name.parts)
        known = path.is_dir() or (path.is_file() and path.suffix in MEDIA_TYPES)
        if hidden or path.is_symlink() or not known:
            raise PublishedFileUnusable(where=str(path))
        if path.is_file():
            found.append(name)
    return found
