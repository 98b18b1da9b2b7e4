"""The steps that are decided by a ruling: what it says is taken, where it is about these people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from meeting.rules.acts import Decision, Defer, Gate, Ruled, Withdraw
from tally.folder.ruling import Answer, Ruling, decided_on
from tally.outcome.steps.result import Judged, StepResult, Waits, Why

_WHYS: Final[dict[str, tuple[Why, Why]]] = {
    Gate.kind: ("passed", "stopped"),
    Decision.kind: ("decided", "not-decided"),
    Defer.kind: ("deferred", "not-deferred"),
    Withdraw.kind: ("withdrawn", "not-withdrawn"),
}
"""Why for a yes, and for a no or where nothing is said."""


def ruled(step: Ruled, people: Sequence[str], ruling: Ruling | None) -> StepResult:
    """The result of a step that people decide; raises Waits where there is no ruling that fits."""
    if ruling is None:
        if people and _needs_ruling(step):
            raise Waits("ruling-awaited", *people)
        return StepResult(step, judged=tuple(_judged(step, each, None) for each in people))
    if not ruling.decided_on:  # typed in to try rules out: about whoever comes so far
        ruling = replace(ruling, people=tuple(e for e in ruling.people if e.person in people))
    elif ruling.decided_on != decided_on(step.id, people):
        raise Waits("ruling-unfit")
    unfit = unfit_people(step, people, ruling)
    if unfit:
        raise Waits("ruling-unfit", *unfit)
    answers = ruling.answers()
    ordered = list(people)
    if isinstance(step, Decision):
        ordered = list(dict.fromkeys((*answers, *people)))
    judged = tuple(_judged(step, each, answers.get(each)) for each in ordered)
    return StepResult(step, judged=judged, ruling=ruling)


def unfit_people(step: Ruled, people: Sequence[str], ruling: Ruling) -> list[str]:
    """People of whom the ruling says what it should not, or not what it should.

    A gate answers for everybody. Nothing else is said of those who are not there, nor twice of one.
    """
    named = [each.person for each in ruling.people]
    unfit = [each for each in named if each not in people or named.count(each) > 1]
    if isinstance(step, Gate):
        unfit += [each for each in people if each not in named]
    else:
        unfit += [each.person for each in ruling.people if each.answer != "yes"]
    if isinstance(step, Decision):
        unfit += named[step.most :]
    if isinstance(step, Defer):
        unfit += [each.person for each in ruling.people if not each.note]
    return list(dict.fromkeys(unfit))


def _needs_ruling(step: Ruled) -> bool:
    return not isinstance(step, Defer | Withdraw) or step.unruled == "waits"


def _judged(step: Ruled, person: str, answer: Answer | None) -> Judged:
    yes = answer is not None and answer.answer == "yes"
    whys = _WHYS[step.kind]
    leaves = isinstance(step, Defer | Withdraw)
    note = answer.note if answer else ""
    return Judged(person, yes != leaves, whys[0] if yes else whys[1], note=note)
