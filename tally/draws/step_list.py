"""The list that the tellers draw from for a step of the rules: it follows from the outcome."""

from __future__ import annotations

from meeting.draws.draw_list import DrawList
from meeting.problem import Several
from tally.outcome.outcome import Outcome
from tally.outcome.steps.lots import DrawAwaited, purpose_of, takes_lots
from tally.problem import Problem


def list_of_step(outcome: Outcome, step_id: str, meeting_fingerprint: str) -> DrawList:
    """The list of the step of this id.

    Raises Problem "draw-step-unknown" for a step that the lot does not decide, "draw-needless" for
    one that does not wait for it now.
    """
    steps = {each.step.id: each for each in outcome.steps if takes_lots(each.step)}
    if step_id not in steps:
        raise Problem(
            "draw-step-unknown",
            "The lot decides no step {step!r}. It decides: {steps}.",
            where="STEP",
            step=step_id,
            steps=Several(steps or ("–",)),
        )
    found = steps[step_id]
    if not isinstance(found.waits, DrawAwaited):
        raise Problem(
            "draw-needless",
            "Step {step} does not wait for the lot: nobody is equal at its edge, or it waits for "
            "something else, or was drawn already.",
            where="STEP",
            step=step_id,
        )
    names = {each.id: each.display_name for each in outcome.named.people}
    entries = tuple(names[each] for each in found.waits.about)
    purpose = purpose_of(found.step)
    return DrawList(meeting_fingerprint, step_id, purpose, found.waits.take, entries)
