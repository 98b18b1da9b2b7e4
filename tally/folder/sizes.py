"""How large a file of a folder can be, and a record that stands alone, before any of it is read.

The limits follow from the meeting, so a small meeting's folder takes little memory to refuse,
whatever lies in it. A record that stands alone says in its own Setup how many may vote and on what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from crypto.ballots.record_size import Acts, max_record_bytes
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.record.record import scan_record
from crypto.trustees.certificate import MAX_TELLERS
from meeting.definition.meeting import Meeting
from meeting.feasibility.file_sizes import longest_records, longest_sum_opening
from meeting.feasibility.outcome_size import outcome_bytes
from meeting.files import read_start
from meeting.limits import LARGEST_OUTCOME, LARGEST_RECORD, LARGEST_REPORT, LARGEST_SMALL_FILE
from meeting.published.definition_file import MOST_BYTES
from meeting.published.folder_names import (
    CANCELLED,
    DRAW_FILES,
    MEETING,
    OPENING,
    OUTCOME,
    RECORD,
    REPORTS,
)
from tally.folder.figures import MOST_CORRECTIONS

LARGEST_BESIDE: Final = 1 << 20
"""Bytes of every other file: acts, checkpoints, figures, sums, README.txt."""
LARGEST_BEGINNING: Final = 3 << 24
"""Bytes in which a record's Setup is whole (LARGEST_SETUP, with the archive's own blocks)."""
_LATER_VERSIONS: Final = 4
"""So many times as large an outcome of a version to come may be."""
_REPORT: Final = 4
"""A report's tables have marks around every figure that outcome.json has."""
_DRAWN: Final = 1 << 22
"""Bytes of what a report says of fifty draws, a hundred entries of each."""
_VOTES: Final = 4
"""In a record of another program, so many ballots may have been cast with one credential."""


@dataclass(frozen=True, slots=True)
class FileSizes:
    """The most bytes of the files of a meeting's folder."""

    records: Mapping[str, int]
    opening: int
    outcome: int

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Those of this meeting."""
        outcome = most_outcome_bytes(meeting)
        return cls(longest_records(meeting), longest_sum_opening(meeting), outcome)

    def most(self, name: str) -> int:
        """The most bytes of the file of this name, with `/` for folders."""
        *place, last = name.split("/")
        if last == RECORD and place:
            return self.records.get(place[-1], LARGEST_BESIDE)
        named = {OPENING: self.opening, OUTCOME: self.outcome, MEETING: MOST_BYTES}
        named |= dict.fromkeys((*DRAW_FILES, CANCELLED), LARGEST_SMALL_FILE)
        report = min(_REPORT * self.outcome, LARGEST_REPORT) + _DRAWN
        reports = dict.fromkeys(REPORTS.values(), report)
        return (named | reports).get(last, LARGEST_BESIDE)


def most_outcome_bytes(meeting: Meeting) -> int:
    """How large an outcome.json of the meeting can be, with all its corrections."""
    possible = (_LATER_VERSIONS + MOST_CORRECTIONS) * outcome_bytes(meeting)
    return min(possible, LARGEST_OUTCOME)


def lone_record_size(path: Path) -> int:
    """The most bytes of the record at `path`; raises Problem if it cannot be read."""
    start = read_start(path, LARGEST_BEGINNING)
    if len(start) < LARGEST_BEGINNING:
        return LARGEST_BEGINNING
    record, _ = scan_record(start)
    if record is None:
        return LARGEST_BEGINNING
    try:
        election = Election.parse(record.election_bytes)
    except Refused:
        return LARGEST_BEGINNING
    voters = record.credentials_bytes.count(b",") + 1
    tellers = min(record.trustees_bytes.count(b"{"), MAX_TELLERS)
    acts = Acts(tellers, tellers, tellers)
    longest = max_record_bytes(election, acts, credentials=voters, ballots=_VOTES * voters)
    return max(LARGEST_BEGINNING, min(longest, LARGEST_RECORD))
