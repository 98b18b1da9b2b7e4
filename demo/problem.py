"""What can go wrong in a demonstration, said in the reader's language."""

from __future__ import annotations

from pathlib import Path

from meeting.problem import Problem

ROOM = Path(__file__).parent


class DemoProblem(Problem):
    """A problem of the demonstration itself; `code` begins with `demo-`."""

    room = ROOM
