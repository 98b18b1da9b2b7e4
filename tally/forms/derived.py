"""How the outcome follows from the counts: each step of the rules, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator

from tally.forms.form import Form, Part, Told
from tally.forms.saying import Saying
from tally.outcome.steps_in_words import StepsInWords


def derivation_form(say: Saying) -> Iterator[Form]:
    """One form with all steps; none where the meeting has no rules."""
    words = StepsInWords(say.outcome.named, say.language, say.outcome.steps)
    parts: list[Part] = []
    for number, result in enumerate(say.outcome.steps, 1):
        view = words.view(result)
        parts.append(Told(f"{number}. {view.rule}", strong=True))
        parts += [Told(line, indent=True, strong=line == view.doubt) for line in view.lines]
    if parts:
        yield say.form(say("Derivation"), say("From the counts to the outcome"), parts)


def doubts(say: Saying) -> Iterator[str]:
    """The steps that could come out otherwise, and for whom."""
    words = StepsInWords(say.outcome.named, say.language, say.outcome.steps)
    for result in say.outcome.steps:
        if result.doubtful:
            step = say.said(result.step, "name") or result.step.id
            yield say("{step}: {doubt}", step=step, doubt=words.view(result).doubt)
