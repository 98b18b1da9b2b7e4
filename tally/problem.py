"""The problems this room tells its users about; their sentences are in this room's catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from meeting import problem

ROOM = Path(__file__).parent


class Problem(problem.Problem):
    """Something a teller, an organiser or an observer gave us that cannot be used."""

    room: ClassVar[Path] = ROOM
