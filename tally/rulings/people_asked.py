"""Whom a step of people is about: those who came to it, by the outcome as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.paper import Paper
from meeting.problem import Several
from meeting.published.act_files import merge_name, papers_with_lines
from meeting.rules.acts import Ruled
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.outcome.steps.selections import people_of
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """Names written on a paper of a round, to be put together; `id` is what the ruling is about."""

    id: str
    round: str
    paper: Paper


def ruled_step(work: WorkFolder, name: str) -> Ruled | MergeAsked:
    """What a ruling of this name is about; raises Problem "ruling-unknown-step"."""
    meeting = work.meeting
    asked: dict[str, Ruled | MergeAsked] = {
        step.id: step for step in meeting.rules if isinstance(step, Ruled)
    }
    for round_id, paper in papers_with_lines(meeting):
        about = merge_name(round_id, paper.id)
        asked[about] = MergeAsked(about, round_id, paper)
    if not meeting.rules_of_2:
        raise Problem(
            "ruling-old-meeting",
            "This meeting was published by an earlier release, which knew no rulings: whoever "
            "verifies it would take one for something foreign.",
        )
    if not asked:
        raise Problem(
            "ruling-unknown-step",
            "The rules of this meeting have no step that people decide.",
            where="--step",
        )
    if name not in asked:
        raise Problem(
            "ruling-unknown-step",
            "The rules have no step {step!r} that people decide. There are: {steps}.",
            where="--step",
            step=name,
            steps=Several(asked),
        )
    return asked[name]


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
