"""Steps that leave it to the lot, by the draws that tellers hold in public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from meeting.rules.selections import Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Chosen):
    """抽签: `take` of the people are drawn by lot, from a list that follows from the rules."""

    kind: ClassVar[str] = "draw"

    take: int
