"""What the desk tells a person who gave it something that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from meeting import problem


class Problem(problem.Problem):
    """A problem whose sentence is in this room's catalogue."""

    room: ClassVar[Path] = Path(__file__).parent
