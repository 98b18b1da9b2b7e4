"""Whether a meeting that is possible can also be held with this program, up to its publication.

`check_meeting` says what no meeting may be; it judges published meetings too, of whatever
version. This says what would fail later, on the way: when slips are printed, ballots cast, records
read. It is asked before a meeting is published, and again before its slips are made.
"""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, place
from meeting.feasibility.capacity import check_capacity
from meeting.feasibility.showable import check_printable
from meeting.problem import Problems


def check_workable(meeting: Meeting, *, possible: bool = True) -> list[Mistake]:
    """What cannot be printed, kept or read; an impossible meeting is not measured."""
    return [*check_printable(meeting), *(check_capacity(meeting) if possible else ())]


def refuse_unworkable(meeting: Meeting, where: str) -> None:
    """Raise Problems with everything that `check_workable` finds in the file `where`."""
    problems = []
    for path, problem in check_workable(meeting):
        problem.where = f"{where} {place(path)}"
        problems.append(problem)
    if problems:
        raise Problems(problems)
