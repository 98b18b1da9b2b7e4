"""Steps that the lot decides: a draw of the step's own name, from a list that follows from it.

The list, its purpose and how many are drawn are what the step says, so nobody chooses them: tellers
who tried out lists until one pleased them would need another step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meeting.rules.kinds import AnyStep
from meeting.rules.lots import Draw
from meeting.rules.selections import Cut
from tally.outcome.steps.result import Judged, StepResult, Waits


@dataclass(frozen=True, slots=True)
class DrawnLots:
    """What was drawn by the draw of one name: entries in the order in which they were drawn.

    `entries`, `take` and `purpose` are those of its list; one that was typed in to try rules out
    has none, and `drawn` are people's ids then.
    """

    drawn: tuple[str, ...]
    entries: tuple[str, ...] = ()
    take: int = 0
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Lots:
    """What was drawn, by the name of the draw, and what people are called on lists, by id."""

    drawn: Mapping[str, DrawnLots]
    names: Mapping[str, str]


class DrawAwaited(Waits):
    """A step waits for the lot: `take` of those that it is about."""

    def __init__(self, take: int, *about: str) -> None:
        super().__init__("draw-awaited", *about)
        self.take = take


def takes_lots(step: AnyStep) -> bool:
    """Whether a draw of the step's name may be needed."""
    return isinstance(step, Draw) or (isinstance(step, Cut) and step.ties == "lot")


def drawn_by_lot(
    step: AnyStep,
    people: Sequence[str],
    take: int,
    lots: Lots,
) -> list[str]:
    """The people whom the draw of the step drew, in that order; raises Waits."""
    found = lots.drawn.get(step.id)
    if found is None:
        raise DrawAwaited(take, *people)
    if not found.entries:
        drawn = [each for each in found.drawn if each in people]
        if len(drawn) != take:
            raise Waits("draw-unfit")
        return drawn
    entries = tuple(lots.names[each] for each in people)
    if (found.entries, found.take, found.purpose) != (entries, take, purpose_of(step)):
        raise Waits("draw-unfit")
    by_name = dict(zip(entries, people, strict=True))
    return [by_name[each] for each in found.drawn]


def drawn_step(step: Draw, people: Sequence[str], lots: Lots) -> StepResult:
    """The result of a draw; whoever is there goes on where they are no more than are drawn."""
    if len(people) <= step.take:
        judged = [Judged(each, True, "drawn") for each in people]
        return StepResult(step, judged=tuple(judged), wanted=step.take)
    drawn = drawn_by_lot(step, people, step.take, lots)
    judged = [Judged(each, True, "drawn") for each in drawn]
    judged += [Judged(each, False, "not-drawn") for each in people if each not in drawn]
    return StepResult(step, judged=tuple(judged), wanted=step.take)


def purpose_of(step: AnyStep) -> str:
    """What the draw of a step is for: the step's name."""
    return step.name or step.id
