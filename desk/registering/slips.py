"""Where the slips of a meeting stand, from the tellers' key to the destroyed file.

The PDF is the one place where the slips' codes can be read. It lies in a folder that nobody else
on this machine can enter, and is handed out once; again only for a reason, which is written down.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desk.problem import Problem
from desk.processes.job import Job, Jobs
from meeting import problem
from meeting.definition.meeting import Meeting
from meeting.files import read_bounded, write_new
from meeting.language import N_
from meeting.published.definition_file import MOST_BYTES, parse_published
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.registrar.prepared_folder import MEETING_FILE, TRUSTEES_FILE

FINGERPRINT_FILE = "meeting-fingerprint.txt"
NOTICE_FILE = "notice.pdf"
_PIECE = 1 << 20
_LONGEST_FINGERPRINT = 200


class State(StrEnum):
    """What comes next."""

    NOT_PUBLISHED = "not-published"
    NO_KEY = "no-key"
    """The tellers have not made their key yet."""
    READY = "ready"
    MAKING = "making"
    CUT_SHORT = "cut-short"
    """There are slips, but no folder for the server: they are worth nothing."""
    TO_PRINT = "to-print"
    PRINTED = "printed"
    """They were handed out to be printed, and are still there."""
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Slips:
    """The slips of the meeting whose folder this is."""

    folder: Path

    @property
    def opening(self) -> Path:
        """Where the tellers' ceremony is held, and the folder for the server comes about."""
        return self.folder / "opening"

    @property
    def prepared(self) -> Path:
        """The folder for the server."""
        return self.opening / "prepared"

    @property
    def secret(self) -> Path:
        """The folder of what must be destroyed."""
        return self.folder / "slips"

    @property
    def pdf(self) -> Path:
        """The slips themselves."""
        return self.secret / "slips.pdf"

    @property
    def _handed_out(self) -> Path:
        return self.secret / "handed-out"

    def state(self, job: Job | None) -> State:
        """Where they stand; `job` is the newest that makes them."""
        if not (self.opening / MEETING_FILE).is_file():
            return State.NOT_PUBLISHED
        if job is not None and job.runs:
            return State.MAKING
        if self.pdf.exists():
            if not self.prepared.is_dir():
                return State.CUT_SHORT
            return State.PRINTED if self._handed_out.exists() else State.TO_PRINT
        if self.prepared.is_dir():
            return State.DESTROYED
        return State.READY if (self.opening / TRUSTEES_FILE).is_file() else State.NO_KEY

    def make(self, jobs: Jobs, language: str) -> Job:
        """Begin to make them. Raises OSError."""
        self.secret.mkdir(mode=0o700, exist_ok=True)
        self.secret.chmod(0o700)
        trustees = self.opening / TRUSTEES_FILE
        words = ("registrar", "slips", self.opening, "--trustees", trustees, "--out", self.pdf)
        return jobs.begin(self.folder, language, *words)

    def hand_out(self, reason: str) -> bytes:
        """The PDF: once without a reason, later only with one. Raises Problem."""
        if not self.pdf.is_file():
            raise Problem("slips-gone", N_("There are no slips to print: they were destroyed."))
        data = self.pdf.read_bytes()
        try:
            write_new(self._handed_out, b"", mode=0o600)
        except problem.Problem as before:
            if not reason:
                raise Problem(
                    "slips-once",
                    N_(
                        "The slips were handed out to be printed before. Say why they are needed "
                        "again; it is written into the journal."
                    ),
                    where="reason",
                ) from before
        return data

    def destroy(self) -> None:
        """Overwrite the slips, take them away, and wait until the disk says so. Raises OSError."""
        if self.pdf.exists():
            _overwrite(self.pdf)
            self.pdf.unlink()
        self._handed_out.unlink(missing_ok=True)
        if self.secret.is_dir():
            _settle(self.secret)

    def meeting(self) -> Meeting:
        """The published meeting. Raises Problem."""
        return parse_published(read_bounded(self.opening / MEETING_FILE, MOST_BYTES))

    def fingerprint(self) -> str:
        """The meeting fingerprint in 64 digits, empty while there is none. Raises Problem."""
        file = self.opening / FINGERPRINT_FILE
        if not file.is_file():
            return ""
        text = read_bounded(file, _LONGEST_FINGERPRINT).decode(errors="replace")
        return GivenFingerprint.read(text, where=file.name).digits


def _overwrite(path: Path) -> None:
    """Write other bytes over all of a file, where it lies."""
    file = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(file, "wb") as out:
        left = os.fstat(out.fileno()).st_size
        while left > 0:
            left -= out.write(secrets.token_bytes(min(left, _PIECE)))
        out.flush()
        os.fsync(out.fileno())


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
