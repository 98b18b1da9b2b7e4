"""One of the meetings that are compared: a published folder whose outcome was verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crypto.canonical import sha256_hex
from meeting.definition.meeting import Meeting
from meeting.published.folder_names import OUTCOME
from tally.folder.source import Folder, open_source
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.verify.folder import ProgressOf, verify_folder
from tally.verify.verdict import Word


@dataclass(frozen=True, slots=True)
class Unit:
    """A meeting's verified outcome; `hash` is the SHA-256 of its outcome.json."""

    outcome: Outcome
    hash: str

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.outcome.meeting


def read_units(paths: Sequence[Path], progress_of: ProgressOf) -> tuple[Unit, ...]:
    """Verify every folder; raises Problem for the first that is not valid, or is there twice."""
    units: list[Unit] = []
    for path in paths:
        unit = _read(path, progress_of)
        if any(each.hash == unit.hash for each in units):
            raise Problem(
                "compare-twice", "This outcome is among those compared twice.", where=str(path)
            )
        units.append(unit)
    return tuple(units)


def _read(path: Path, progress_of: ProgressOf) -> Unit:
    source = open_source(path)
    if not isinstance(source, Folder):
        raise Problem(
            "compare-no-folder",
            "What is compared are published folders, which have meeting.json and outcome.json.",
            where=str(path),
        )
    verdict = verify_folder(source, progress_of=progress_of)
    data = source.optional(OUTCOME)
    valid = verdict.word is Word.VALID and verdict.outcome_compared
    if not valid or verdict.outcome is None or data is None:
        raise Problem(
            "compare-not-valid",
            "This meeting is not valid (verdict: {verdict}), so it is compared with nothing. "
            "`piaoxiang verify` says why.",
            where=str(path),
            verdict=verdict.word.value,
        )
    return Unit(verdict.outcome, sha256_hex(data))
