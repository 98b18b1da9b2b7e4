"""Whom a step of people is about: those who came to it, by the outcome as it stands."""

from __future__ import annotations

from meeting.problem import Several
from meeting.rules.acts import Ruled
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.outcome.steps.selections import people_of
from tally.problem import Problem


def ruled_step(work: WorkFolder, step_id: str) -> Ruled:
    """The step of this id; raises Problem "ruling-unknown-step", "ruling-old-meeting"."""
    steps = {step.id: step for step in work.meeting.rules if isinstance(step, Ruled)}
    if not work.meeting.rules_of_2:
        raise Problem(
            "ruling-old-meeting",
            "This meeting was published by an earlier release, which knew no rulings: whoever "
            "verifies it would take one for something foreign.",
        )
    if not steps:
        raise Problem(
            "ruling-unknown-step",
            "The rules of this meeting have no step that people decide.",
            where="--step",
        )
    if step_id not in steps:
        raise Problem(
            "ruling-unknown-step",
            "The rules have no step {step!r} that people decide. There are: {steps}.",
            where="--step",
            step=step_id,
            steps=Several(steps),
        )
    return steps[step_id]


def people_asked(outcome: Outcome, step: Ruled) -> tuple[str, ...]:
    """The people who came to the step, in their order.

    Raises Problem "ruling-early" as long as nobody knows who they are.
    """
    before = {each.step.id: each for each in outcome.steps}
    source = before.get(step.source)
    if source is not None and source.waits is not None:
        raise Problem(
            "ruling-early",
            "Nobody knows yet whom step {step} is about: step {source}, from which its people "
            "come, cannot be worked out yet.",
            where="--step",
            step=step.id,
            source=step.source,
        )
    return people_of(step.source, outcome.meeting, before)
