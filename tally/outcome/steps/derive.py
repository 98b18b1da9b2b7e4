"""From counts to the outcome: every step of the rules, one after the other."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from meeting.definition.meeting import Meeting
from meeting.rules.acts import Ruled
from meeting.rules.kinds import NUMBERS, AnyStep
from meeting.rules.lots import Draw
from meeting.rules.names import earlier_steps
from meeting.rules.numbers import Asked
from meeting.rules.selections import Cut, Quorum, Written
from tally.outcome.denominators import all_groups
from tally.outcome.steps import related
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.cut import cut
from tally.outcome.steps.doubtful import with_doubts
from tally.outcome.steps.lots import Lots, drawn_step
from tally.outcome.steps.numbers import numbers
from tally.outcome.steps.result import StepResult, Waits, refuse_long
from tally.outcome.steps.ruled import ruled
from tally.outcome.steps.selections import people_of, selection
from tally.outcome.steps.written import with_written

_REGISTERED = (related,)
"""It registers what a kind of selection does."""


def derive(meeting: Meeting, counted: Counted) -> tuple[StepResult, ...]:
    """What every step came to, in the order of the rules; a step that cannot be done says why.

    Raises Problem("figures-missing") where a figure of the hall is needed that nobody entered.
    """
    held = {step.id: _quorum(step, counted) for step in meeting.rules if isinstance(step, Quorum)}
    before: dict[str, StepResult] = {}
    for step in meeting.rules:
        try:
            before[step.id] = _worked_out(step, meeting, counted, before, held)
        except Waits as waits:
            before[step.id] = StepResult(step, waits=waits)
    return tuple(with_doubts(meeting, counted, before).values())


def _worked_out(
    step: AnyStep,
    meeting: Meeting,
    counted: Counted,
    before: dict[str, StepResult],
    held: dict[str, StepResult],
) -> StepResult:
    if isinstance(step, Quorum):
        return held[step.id]
    for name in earlier_steps(step):
        if name in before and before[name].waits:
            raise Waits("step", name)
    if isinstance(step, Asked):
        for quorum in held.values():
            if quorum.waits and isinstance(quorum.step, Quorum) and quorum.step.round == step.round:
                raise quorum.waits
    if isinstance(step, NUMBERS):
        result = numbers(step, meeting, counted, before)
        for worked in result.numbers.values():
            refuse_long(worked.number)
        return result
    return _selected(step, meeting, counted, before)


def _selected(
    step: AnyStep, meeting: Meeting, counted: Counted, before: dict[str, StepResult]
) -> StepResult:
    if isinstance(step, Ruled):
        return ruled(step, people_of(step.source, meeting, before), counted.rulings.get(step.id))
    if isinstance(step, Written):
        people = people_of(step.source, meeting, before)
        return with_written(step, people, meeting, counted)
    if isinstance(step, Draw):
        people = people_of(step.source, meeting, before)
        return drawn_step(step, people, _lots(meeting, counted))
    if isinstance(step, Cut):
        return cut(step, meeting, before, _lots(meeting, counted))
    return selection(step, meeting, before)


def _lots(meeting: Meeting, counted: Counted) -> Lots:
    people = chain(meeting.people, *(each.added for each in counted.merged.values()))
    return Lots(counted.draws, {each.id: each.display_name for each in people})


def _quorum(step: Quorum, counted: Counted) -> StepResult:
    """Whether enough took part; where they did not, the result waits, and the round with it."""
    figures = all_groups(counted.rounds[step.round].figures.values())
    there, entitled = figures.denominator(step.of), figures.entitled
    if not entitled:  # nothing was typed in of it
        return StepResult(step, waits=Waits("round-uncounted", step.round))
    share = Fraction(there, entitled)
    met = share > step.limit if step.strictly else share >= step.limit
    together = {"there": Fraction(there), "entitled": Fraction(entitled), "share": share}
    waits = None if met else Waits("quorum-missed", step.round)
    return StepResult(step, together=together, waits=waits)
