"""A draft: the organiser's folder of one meeting, as the commands know it, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.toml_document import TOMLDocument

from desk.preparing.step import Step, step_of
from desk.problem import Problem
from meeting import problem
from meeting.files import read_bounded, write_atomically
from meeting.language import N_
from meeting.organiser.meeting_file import Organised, read_organised

MEETING_FILE = "meeting.toml"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What a draft says: the meeting where it is whole, and what is wrong or worth a word."""

    organised: Organised | None
    problems: tuple[problem.Problem, ...]
    notes: tuple[problem.Problem, ...]

    def of(self, step: Step) -> list[problem.Problem]:
        """The problems that are mended in this step."""
        return [each for each in self.problems if step_of(each.where) is step]


class Draft:
    """The folder of one draft."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def file(self) -> Path:
        """The organiser's file."""
        return self.folder / MEETING_FILE

    @property
    def exists(self) -> bool:
        """Whether there is such a draft."""
        return self.file.is_file()

    def document(self) -> TOMLDocument:
        """The organiser's file, to be edited: what stands around stays. Raises Problem."""
        try:
            return tomlkit.parse(read_bounded(self.file, _MOST_BYTES).decode())
        except (TOMLKitError, UnicodeDecodeError) as error:
            raise Problem(
                "draft-unreadable",
                N_(
                    "This file was edited by hand and can no longer be read. `piaoxiang meeting "
                    "check` says in which line."
                ),
                where=str(self.file),
            ) from error

    def save(self, document: TOMLDocument) -> None:
        """Put the edited file in place of the one before."""
        write_atomically(self.file, tomlkit.dumps(document).encode())

    def look(self) -> Looked:
        """Read all of it, as it will be read when it is published."""
        notes: list[problem.Problem] = []
        try:
            organised = read_organised(self.file, notes.append)
        except problem.Problems as several:
            return Looked(None, several.problems, tuple(notes))
        except problem.Problem as one:
            return Looked(None, (one,), tuple(notes))
        return Looked(organised, (), tuple(notes))
