"""What the verifier was pointed at: a published folder, a folder at work, or a single record.

Files are read within bounds and as they are; a missing file is None, for the checks to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from crypto.archive_member import ARCHIVE_HEADER_NAME
from meeting.definition import Box, Meeting
from meeting.files import read_bounded
from meeting.published import MOST_BYTES, meeting_hash, parse_published
from tally.problem import Problem

LARGEST_RECORD = 1 << 31
LARGEST_SMALL_FILE = 1 << 24
LARGEST_SUM_OPENING = 1 << 28


@dataclass(frozen=True, slots=True)
class BoxFiles:
    """The files of one box."""

    record: bytes | None = field(repr=False)
    acts: bytes | None = field(repr=False)
    checkpoint: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SumFiles:
    """The files of one sum of boxes."""

    definition: bytes | None = field(repr=False)
    opening: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with meeting.json and boxes; `path` is where further files lie."""

    path: Path
    meeting: Meeting
    meeting_hash: str

    def files(self, box: Box) -> BoxFiles:
        """The files of a box that exist."""
        place = self.path / "boxes" / box.id
        return BoxFiles(
            optional(place / "record.bel", LARGEST_RECORD),
            optional(place / "acts.json", LARGEST_SMALL_FILE),
            optional(place / "checkpoint.txt", LARGEST_SMALL_FILE),
        )

    def sum_names(self) -> list[str]:
        """The names of the sums of boxes that lie here, sorted."""
        place = self.path / "sums"
        return sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []

    def sum_files(self, name: str) -> SumFiles:
        """The files of a sum that exist."""
        place = self.path / "sums" / name
        return SumFiles(
            optional(place / "sum.json", LARGEST_SMALL_FILE),
            optional(place / "opening.json", LARGEST_SUM_OPENING),
        )

    def optional(self, name: str) -> bytes | None:
        """A file of the folder itself, if it exists."""
        return optional(self.path / name, LARGEST_SMALL_FILE)

    def unknown_boxes(self) -> list[str]:
        """Names under boxes/ that no box of the meeting has."""
        known = {box.id for box in self.meeting.boxes()}
        place = self.path / "boxes"
        names = sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []
        return [name for name in names if name not in known]


@dataclass(frozen=True, slots=True)
class SingleRecord:
    """A record by itself."""

    path: Path
    data: bytes = field(repr=False)


def open_source(path: Path) -> Folder | SingleRecord:
    """Look at what is at `path`.

    Raises Problem "source-unknown" for something that is neither, and Problem for files that
    cannot be read or a meeting.json that is none.
    """
    if path.is_dir():
        return open_folder(path)
    data = read_bounded(path, LARGEST_RECORD)
    if path.suffix != ".bel" and not data.startswith(ARCHIVE_HEADER_NAME.encode()):
        raise Problem(
            "source-unknown",
            "This is neither a published folder (with meeting.json) nor a record (.bel).",
            where=str(path),
        )
    return SingleRecord(path, data)


def open_folder(path: Path) -> Folder:
    """The folder at `path`, which must hold a meeting.json."""
    if not (path / "meeting.json").is_file():
        raise Problem(
            "source-unknown",
            "This folder has no meeting.json: it is not a published meeting.",
            where=str(path),
        )
    data = read_bounded(path / "meeting.json", MOST_BYTES)
    return Folder(path, parse_published(data), meeting_hash(data))


def optional(path: Path, limit: int) -> bytes | None:
    """The bytes of a file, or None if there is none; raises Problem if it cannot be read."""
    return read_bounded(path, limit) if path.exists() else None
