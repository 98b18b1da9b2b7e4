"""Which stages of a procedure follow a meeting, as its outcome says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from meeting.continuing.next_meeting import Before, Stated, next_meeting
from meeting.definition.stage import Stage
from meeting.problem import Problem
from tally.continuing.before import Published, ValidBefore

_NEEDLESS: Final = ("stage-untied", "stage-seats")
"""There is nothing to vote on again: nobody is equal, or no seat was left open."""


@dataclass(frozen=True, slots=True)
class NextStage:
    """A stage that may follow, and how many stand in it; `problem` is why it is not held."""

    stage: Stage
    people: int = 0
    problem: Problem | None = None

    @property
    def held(self) -> bool:
        """Whether it is held."""
        return self.problem is None

    @property
    def needless(self) -> bool:
        """Whether the procedure is complete without it."""
        return self.problem is not None and self.problem.code in _NEEDLESS


def next_stages(before: Before) -> Iterator[NextStage]:
    """Yield the stages that may follow a meeting, in the order of its definition."""
    for stage in before.stages():
        try:
            made = next_meeting(before, stage, Stated(before.meeting.date))
        except Problem as problem:
            yield NextStage(stage, problem=problem)
        else:
            yield NextStage(stage, len(made.people))


def stages_after(published: Path) -> Iterator[NextStage]:
    """Yield the stages that may follow a published meeting, which is verified first."""
    yield from next_stages(ValidBefore.of(Published.verified(published)).before)
