"""What the rules end in: all selections that are an outcome, none that is only on the way to one.

An election's outcome is always one, though later steps choose among the elected or the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.rules.kinds import SELECTIONS, AnyStep
from meeting.rules.selections import Combined, Cut, EarlierPeople, Flag, Only, Related, Reserve
from tally.outcome.steps.result import StepResult

_GIVEN: Final = (EarlierPeople, Only)
"""Who stands: known before anybody votes."""


def ends(meeting: Meeting, results: Sequence[StepResult]) -> list[StepResult]:
    """The results to be told as the outcome, in the order of the rules.

    They are those of each election, after seats were reserved or relatives gave way; of each
    selection that no later step narrows; and of each that a later stage of the procedure asks for.
    A step that waits has not narrowed yet what is known already.
    """
    steps = [each.step for each in results if isinstance(each.step, SELECTIONS)]
    waiting = {each.step.id for each in results if each.waits}
    narrowed = {
        each
        for step in steps
        for each in _narrows(step)
        if step.id not in waiting or each in waiting
    }
    elections: set[str] = set()
    for step in steps:
        if isinstance(step, Cut) and step.election:
            elections.add(step.id)
        elif isinstance(step, Reserve | Related) and step.source in elections:
            if step.id not in waiting:
                elections.discard(step.source)
            elections.add(step.id)
    asked = {each for stage in meeting.stages for each in (stage.people, stage.also_step)}
    kept = elections | asked
    return [
        each
        for each in results
        if isinstance(each.step, SELECTIONS)
        and not isinstance(each.step, (*_GIVEN, Flag))
        and (each.step.id in kept or each.step.id not in narrowed)
    ]


def _narrows(step: AnyStep) -> Iterator[str]:
    """Yield the selections that a step chooses from; a flag leaves everybody where they are.

    Who is taken out of others by `first-only` is not chosen from.
    """
    if isinstance(step, Combined):
        yield from step.of[:1] if step.how == "first-only" else step.of
    elif not isinstance(step, Flag):
        yield getattr(step, "source", "")
        yield getattr(step, "pool", "")
