"""The published result: a folder made by `piaoxiang publish`, copied and linked by the board.

It was made elsewhere. So the board takes exactly the files that such a folder has, for this meeting
only, and of every box a record that is this board's own chain, or goes on after it. Whether the
count in it is right, the board does not know: whoever reads it verifies it.
"""

from __future__ import annotations

from pathlib import Path

from ballot_server.board.board import Board
from ballot_server.problems.commands import (
    PublishedFileUnusable,
    PublishedForeign,
    PublishedIncomplete,
    PublishedRecordForeign,
)
from ballot_server.store import chain
from ballot_server.store.steady_chain import steady_chain
from meeting.definition.wording import is_id
from meeting.files import read_bounded, read_plain
from meeting.limits import LARGEST_RECORD
from meeting.published.act_files import act_files
from meeting.published.definition_file import MOST_BYTES, definition_hash
from meeting.published.folder_names import (
    BOX_FILES,
    BOXES,
    DRAW_FILES,
    DRAWS,
    FOLDER_FILES,
    MEETING,
    OPTIONAL_FILES,
    RECORD,
    REPORTS,
    SUM_FILES,
    SUMS,
)
from meeting.staged_folder import staged_folder
from meeting.system_files import is_system_file

MEDIA_TYPES = {
    ".bel": "application/octet-stream",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".txt": "text/plain",
}
FRONT_PAGE = REPORTS["zh"]


def register(board: Board, source: Path) -> Path:
    """Copy a published folder to where the board serves it; return that place.

    The folder appears whole or not at all, and holds what was checked when it was read: somebody
    else may be at work in the other one.
    Raises PublishedForeign, PublishedIncomplete, PublishedFileUnusable or PublishedRecordForeign.
    """
    _check_meeting(board, source)
    with board.store.reading() as session:
        boxes = [row.id for row in chain.all_boxes(session)]
    acts = [Path(name) for name in act_files(board.meeting())]
    paths = _files(source, boxes, acts)
    records = {_of_box(box, RECORD): box for box in boxes}
    target = board.config.result
    with staged_folder(target, replace=True) as fresh:
        for path in paths:
            data = read_plain(source, path.as_posix(), LARGEST_RECORD)
            if data is None:  # a link, say, was put there meanwhile: to a key of this server's
                raise PublishedFileUnusable(where=str(source / path))
            if path == Path(MEETING):
                _check_hash(board, source, data)
            if path in records and not steady_chain(board.store, records[path]).begins(data):
                raise PublishedRecordForeign(where=str(source / path), box=records[path])
            copy = fresh / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
    return target


def is_registered(board: Board) -> bool:
    """Say whether there is a result to link."""
    return (board.config.result / FRONT_PAGE).is_file()


def _check_meeting(board: Board, source: Path) -> None:
    definition = source / MEETING
    if not (source / FRONT_PAGE).is_file() or not definition.is_file():
        raise PublishedIncomplete(where=str(source))
    _check_hash(board, source, read_bounded(definition, MOST_BYTES))


def _check_hash(board: Board, source: Path, definition: bytes) -> None:
    if definition_hash(definition) != board.definition().hash:
        raise PublishedForeign(where=str(source / MEETING))


def _files(source: Path, boxes: list[str], acts: list[Path]) -> list[Path]:
    """Every file of a published folder, by its place in it; none is missing.

    `acts` may be there: what tellers signed beside the records.
    """
    sums = [path.name for path in (source / SUMS).glob("*") if _names_sum(path.name, boxes)]
    known = {Path(name) for name in FOLDER_FILES}
    known |= {_of_box(box, name) for box in boxes for name in BOX_FILES}
    known |= {Path(SUMS, each, name) for each in sums for name in SUM_FILES}
    draws = [path.name for path in (source / DRAWS).glob("*") if is_id(path.name)]
    known |= {Path(DRAWS, each, name) for each in draws for name in DRAW_FILES}
    needed = {path for path in known if path.name not in OPTIONAL_FILES}
    known |= set(acts)
    folders = {folder for path in known for folder in path.parents}
    found: list[Path] = []
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if any(is_system_file(step) for step in name.parts):
            continue
        plain = path.is_file() if name in known else name in folders and path.is_dir()
        if path.is_symlink() or not plain:
            raise PublishedFileUnusable(where=str(path))
        if name in known:
            found.append(name)
    if missing := sorted(needed - set(found)):
        raise PublishedIncomplete(where=str(source / missing[0]))
    return found


def _names_sum(name: str, boxes: list[str]) -> bool:
    """Whether a folder is named after boxes of one round that were opened as one: r1-A+B."""
    first, *others = name.split("+")
    rounds = [first[: at + 1] for at, sign in enumerate(first) if sign == "-"]
    return (
        first in boxes
        and bool(others)
        and any(all(start + each in boxes for each in others) for start in rounds)
    )


def _of_box(box_id: str, name: str) -> Path:
    return Path(BOXES, box_id, name)
