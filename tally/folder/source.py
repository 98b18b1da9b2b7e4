"""What the verifier was pointed at: a published folder, a folder at work, or a single record.

Files are read within bounds and as they are; a missing file is None, for the checks to judge. Of a
folder only plain files are read, and no link is followed; `contents` names whatever else is there.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from crypto.place import in_file
from crypto.record.archive_member import ARCHIVE_HEADER_NAME
from crypto.record.stored import Source
from meeting.definition.meeting import Box, Meeting
from meeting.files import read_plain
from meeting.language import N_
from meeting.problem import Problem as AnyProblem
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.folder_names import (
    BOXES,
    CANCELLED,
    DRAWS,
    FOLDER_FILES,
    MEETING,
    RECORD,
    SUMS,
    exception_file,
    ruling_file,
)
from meeting.stored_file import held_or_stored, named_file
from meeting.system_files import is_system_file
from tally.findings.finding import Findings
from tally.folder.sizes import LARGEST_BESIDE, FileSizes, lone_record_size
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class BoxFiles:
    """The files of one box."""

    record: Source | None = field(repr=False)
    acts: bytes | None = field(repr=False)
    checkpoint: bytes | None = field(repr=False)
    cancelled: bytes | None = field(repr=False, default=None)


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
    definition_hash: str

    sizes: FileSizes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """See how large each file can be."""
        object.__setattr__(self, "sizes", FileSizes.of(self.meeting))

    def files(self, box: Box) -> BoxFiles:
        """The files of a box that exist."""
        place = f"boxes/{box.id}"
        return BoxFiles(
            self.record(box),
            self.optional(f"{place}/acts.json"),
            self.optional(f"{place}/checkpoint.txt"),
            self.optional(f"{place}/{CANCELLED}"),
        )

    def record(self, box: Box) -> Source | None:
        """The record of a box, if there is a plain file of a possible size; raises Problem."""
        return self.source(f"boxes/{box.id}/{RECORD}")

    def sum_names(self) -> list[str]:
        """The names of the sums of boxes that lie here, sorted."""
        return self._names(SUMS)

    def draw_names(self) -> list[str]:
        """The names of the draws that lie here, sorted."""
        return self._names(DRAWS)

    def sum_files(self, name: str) -> SumFiles:
        """The files of a sum that exist."""
        return SumFiles(
            self.optional(f"sums/{name}/sum.json"), self.optional(f"sums/{name}/opening.json")
        )

    def exception(self, round_id: str) -> bytes | None:
        """What the tellers signed so that a round is opened that is too small, if they did."""
        return self.optional(exception_file(round_id))

    def ruling(self, name: str) -> bytes | None:
        """What the tellers signed that people decided, if they did."""
        return self.optional(ruling_file(name))

    def optional(self, name: str) -> bytes | None:
        """The bytes of a file of the folder, if there is a plain one of a possible size.

        Raises Problem if it cannot be read.
        """
        try:
            return read_plain(self.path, name, self.sizes.most(name))
        except AnyProblem as problem:
            if problem.code != "file-too-large":
                raise
            return None

    def source(self, name: str) -> Source | None:
        """The same, of which a large file stays where it is and is read when it is needed."""
        try:
            return held_or_stored(self.path, name, self.sizes.most(name))
        except AnyProblem as problem:
            if problem.code != "file-too-large":
                raise
            return None

    def reaches(self, name: str) -> bool:
        """Whether every folder on the way to `name` is a real one, and no link."""
        way = name.split("/")[:-1]
        steps = (status(self.path / "/".join(way[:at])) for at in range(1, len(way) + 1))
        return all(step is not None and stat.S_ISDIR(step.st_mode) for step in steps)

    def unknown_boxes(self) -> list[str]:
        """Names under boxes/ that no box of the meeting has."""
        known = {box.id for box in self.meeting.boxes()}
        return [name for name in self._names(BOXES) if name not in known]

    def _names(self, place: str) -> list[str]:
        if not self.reaches(f"{place}/."):
            return []
        names = (entry.name for entry in (self.path / place).iterdir())
        return sorted(name for name in names if not is_system_file(name))


@dataclass(frozen=True, slots=True)
class SingleRecord:
    """A record by itself."""

    path: Path
    data: Source = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnreadMeeting:
    """A published folder without a meeting.json that can be read; `findings` say why.

    `definition_hash` is that of the bytes that lie there, empty where there are none.
    """

    path: Path
    findings: Findings
    definition_hash: str = ""


def open_source(path: Path) -> Folder | SingleRecord | UnreadMeeting:
    """Look at what is at `path`.

    Raises Problem "source-unknown" for something that is none of them, and Problem for files that
    the system does not let us read.
    """
    if path.is_dir():
        return _published_folder(path)
    if path.exists() and not path.is_file():
        raise _unknown(path)
    data = named_file(path, lone_record_size(path))
    name = ARCHIVE_HEADER_NAME.encode()
    if path.suffix != ".bel" and data[: len(name)] != name:
        raise _unknown(path)
    return SingleRecord(path, data)


def _unknown(path: Path) -> Problem:
    return Problem(
        "source-unknown",
        "This is neither a published folder (with meeting.json) nor a record (.bel).",
        where=str(path),
    )


def _published_folder(path: Path) -> Folder | UnreadMeeting:
    """The folder, or what is wrong with its meeting.json: that is no fault of who named it."""
    findings, name = Findings(), MEETING
    found = status(path / name)
    if found is None:
        if not any(status(path / each) for each in (BOXES, *FOLDER_FILES)):
            return open_folder(path)  # which says that this is no published meeting
        findings.unfinished(
            "file-missing", "this file of a published folder is not here", in_file(name)
        )
    elif stat.S_ISLNK(found.st_mode):
        findings.problem("file-symlink", "a link, which is not followed", in_file(name))
    elif not stat.S_ISREG(found.st_mode):
        detail = f"{kind_of(found.st_mode)} found, a file expected"
        findings.problem("file-special", detail, in_file(name))
    elif found.st_size > MOST_BYTES:
        detail = f"{found.st_size} bytes, {MOST_BYTES} at most are possible"
        findings.problem("file-size", detail, in_file(name))
    else:
        data = read_plain(path, name, MOST_BYTES) or b""
        try:
            return Folder(path, parse_published(data), definition_hash(data))
        except AnyProblem as problem:
            detail = "; ".join(problem.told("en").splitlines())
            findings.problem("meeting-not-canonical", detail, in_file(name))
        return UnreadMeeting(path, findings, definition_hash(data))
    return UnreadMeeting(path, findings)


def open_folder(path: Path) -> Folder:
    """The folder at `path`, which must hold a meeting.json."""
    data = read_plain(path, MEETING, MOST_BYTES)
    if data is None:
        raise Problem(
            "source-unknown",
            "This folder has no meeting.json: it is not a published meeting.",
            where=str(path),
        )
    return Folder(path, parse_published(data), definition_hash(data))


def status(path: Path) -> os.stat_result | None:
    """What stands at `path` itself, a link being a link; None if nothing does."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def kind_of(mode: int) -> str:
    """What stands at a place, by its mode, in a technical word."""
    if stat.S_ISLNK(mode):
        return N_("a link")
    if stat.S_ISDIR(mode):
        return N_("a folder")
    return N_("a file") if stat.S_ISREG(mode) else N_("a pipe, socket or device")


def beside(record: Path, name: str) -> bytes | None:
    """The bytes of a plain file beside a record, if there is one; raises Problem if too large."""
    return read_plain(record.parent, name, LARGEST_BESIDE)
