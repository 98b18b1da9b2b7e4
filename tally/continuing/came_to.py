"""What a meeting came to, as its next stage asks: from the steps of a verified outcome alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Self

from meeting.continuing.came import counting, cutting, selecting
from meeting.definition.meeting import Meeting
from meeting.problem import Worded
from meeting.rules.selections import Cut
from meeting.rules.step import Part
from tally.outcome.steps.cut import ahead_of, wanted_of
from tally.outcome.steps.result import StepResult, Waits
from tally.outcome.steps_in_words import StepsInWords
from tally.problem import Problem


class _Why(Worded):
    """Why a step waits, in the reader's language."""

    __slots__ = ("meeting", "waits")

    meeting: Meeting
    waits: Waits

    def __new__(cls, meeting: Meeting, waits: Waits) -> Self:
        """Say why, in English for programmers."""
        why = super().__new__(cls, StepsInWords(meeting, "en").waits(waits))
        why.meeting, why.waits = meeting, waits
        return why

    def told(self, language: str) -> str:
        """The sentence in `language`."""
        return StepsInWords(self.meeting, language).waits(self.waits)


class CameTo:
    """The steps of a meeting's outcome; each method raises Problem where they do not say."""

    def __init__(self, meeting: Meeting, steps: Iterable[StepResult]) -> None:
        self._meeting = meeting
        self._steps: Mapping[str, StepResult] = {each.step.id: each for each in steps}

    def people(self, step: str, part: Part) -> tuple[str, ...]:
        """Those whom a step chose, did not choose, or could not tell apart, in its order."""
        found = selecting(self._meeting.rules, step)
        if found is None:
            return tuple(each.id for each in self._meeting.people) if part == "chosen" else ()
        result = self._steps[found.id]
        if part == "tied":
            return _tied(result)
        self._refuse_waiting(result)
        if part == "chosen":
            return result.people
        return tuple(each.person for each in result.judged if not each.stays)

    def left(self, step: str) -> int:
        """The seats of a cut that nobody has: those of the tied, or for which too few passed."""
        cut = cutting(self._meeting.rules, step)
        result = self._steps[cut.id]
        if _is_tie(result):
            wanted = wanted_of(cut, self._meeting, self._steps)
            return wanted - ahead_of(_tied(result)[0], cut, self._meeting, self._steps)
        self._refuse_waiting(result)
        return max((result.wanted or 0) - len(result.people), 0)

    def figure(self, step: str) -> Mapping[str, Fraction]:
        """A step's numbers, of those who have one."""
        result = self._steps[counting(self._meeting.rules, step).id]
        self._refuse_waiting(result)
        numbers = ((person, worked.number) for person, worked in result.numbers.items())
        return {person: number for person, number in numbers if number is not None}

    def _refuse_waiting(self, result: StepResult) -> None:
        if result.waits is not None:
            raise Problem(
                "stage-waits",
                "Step {step} of the meeting before is not worked out yet: {why}",
                step=result.step.id,
                why=_Why(self._meeting, result.waits),
            )


def _is_tie(result: StepResult) -> bool:
    return isinstance(result.step, Cut) and result.waits is not None and result.waits.code == "tie"


def _tied(result: StepResult) -> tuple[str, ...]:
    if not _is_tie(result) or result.waits is None:
        raise Problem(
            "stage-untied",
            "Nobody is equal at the edge of step {step} of the meeting before, so that there is"
            " nothing to vote on again.",
            step=result.step.id,
        )
    return result.waits.about
