"""All stages of a procedure, made as if everybody went on: what is wrong with them is told early.

It is done when the first meeting is made, and nothing is fixed yet. What depends on who is chosen
(too few people for the seats that are left) shows when a stage's meeting is really made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from meeting.continuing.came import counting, cutting, selecting
from meeting.continuing.next_meeting import Before, Stated, next_meeting
from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, place
from meeting.definition.stage import START, Stage
from meeting.problem import Problem, Problems
from meeting.rules.selections import Cut
from meeting.rules.step import Part

_NO_HASH = "0" * 64
_VOTED_AGAIN = ("revote", "stop")
"""What a cut may do with those who are equal at its edge, so that they can be voted on again."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """Everybody of the meeting before goes on, and all of its seats are left."""

    meeting: Meeting

    def people(self, step: str, part: Part) -> tuple[str, ...]:
        """All people; raises Problem where no such step is, or nobody can be tied at it."""
        found = selecting(self.meeting.rules, step)
        if part == "tied" and not (isinstance(found, Cut) and found.ties in _VOTED_AGAIN):
            raise Problem(
                "stage-tied",
                "Nobody can be equal at the edge of step {step}: it is no cut, or all who are equal"
                " stay in it, or a lot decides.",
                step=step,
            )
        return tuple(each.id for each in self.meeting.people)

    def left(self, step: str) -> int:
        """All of its seats; where they are a share of few people, one."""
        found = cutting(self.meeting.rules, step)
        return max(found.wanted(len(self.meeting.people)), 1)

    def figure(self, step: str) -> Mapping[str, Fraction]:
        """0 for everybody."""
        counting(self.meeting.rules, step)
        return {each.id: Fraction(0) for each in self.meeting.people}


def rehearse(meeting: Meeting) -> Iterator[Mistake]:
    """Yield what is wrong with the stages of a meeting that is possible by itself."""
    made: set[tuple[str, str]] = set()
    waiting, wrong = [meeting], False
    while waiting:
        earlier = waiting.pop(0)
        before = Before(earlier, Everybody(earlier), _NO_HASH, _NO_HASH)
        for stage in before.stages():
            if (before.stage, stage.id) in made:
                continue
            made.add((before.stage, stage.id))
            following, mistakes = _rehearsed(before, stage)
            yield from mistakes
            wrong |= bool(mistakes)
            waiting += [] if mistakes or following is None else [following]
    reached = {name for _, name in made}
    for index, stage in enumerate(meeting.stages):
        if stage.id not in reached and not wrong and meeting.continues is None:
            yield (
                ("stages", index, "after"),
                Problem(
                    "stage-unreached",
                    "Nothing leads to this stage: none of those that it may follow is reached from"
                    " {start}, the meeting itself.",
                    start=repr(START),
                ),
            )


def stage_meetings(meeting: Meeting) -> Iterator[tuple[Stage, Meeting]]:
    """Yield every stage with its meeting, as if everybody went on; each stage once."""
    made: set[str] = set()
    waiting = [meeting]
    while waiting:
        earlier = waiting.pop(0)
        before = Before(earlier, Everybody(earlier), _NO_HASH, _NO_HASH)
        for stage in before.stages():
            following = None if stage.id in made else _rehearsed(before, stage)[0]
            made.add(stage.id)
            if following is not None:
                yield stage, following
                waiting.append(following)


def _rehearsed(before: Before, stage: Stage) -> tuple[Meeting | None, list[Mistake]]:
    """The meeting of a stage, and what is wrong with it."""
    path = ("stages", before.meeting.stages.index(stage))
    stated = Stated(before.meeting.date, before.meeting.server_key)
    try:
        made = next_meeting(before, stage, stated)
    except Problem as problem:
        several = problem.problems if isinstance(problem, Problems) else (problem,)
        return None, [((*path, "preset"), each) for each in several]
    mistakes: list[Mistake] = []
    for inner, mistake in check_meeting(made):
        mistake.where = f"{stage.preset} {place(inner, first=1)}"
        mistakes.append(((*path, "preset"), mistake))
    return made, mistakes
