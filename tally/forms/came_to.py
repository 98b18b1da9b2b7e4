"""What the rules came to, said in front of everybody: who is elected, who goes on, what waits."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.rules.acts import Decision, Defer, Gate
from meeting.rules.selections import Cut, Flag, Related, Reserve
from tally.forms.derived import doubts
from tally.forms.form import Told
from tally.forms.saying import Saying
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords


def came_to(say: Saying) -> Iterator[Told]:
    """Yield a sentence for each end of the rules under its own name, and whom each flag marks."""
    waiting = [each for each in say.outcome.steps if isinstance(each.step, Flag) and each.waits]
    for result in (*say.ended, *waiting):
        yield Told(_end(say, result), strong=True)
    for label, people in say.flagged:
        yield Told(_named(say, label, people), strong=True)
    for each in doubts(say):
        yield Told(each, strong=True)


def _end(say: Saying, result: StepResult) -> str:
    label = say.called(result)
    if result.waits:
        return say("{label}: {why}", label=label, why=_awaited(say, result))
    people = list(result.people)
    if say.order == "list":
        people = [each for each in say.people if each in set(people)]
    people = say.arranged(people, lambda each: each)
    named = _named(say, label, people) if people else say("{label}: nobody.", label=label)
    seats = _seats(say, result)
    if seats > len(people):
        short = say(
            "{wanted} were to be elected: {missing} are missing.",
            wanted=seats,
            missing=seats - len(people),
        )
        return f"{named}{'' if say.language == 'zh' else ' '}{short}"
    return named


def _awaited(say: Saying, result: StepResult) -> str:
    """What a step waits for: a body, other steps by name, or what the derivation says of it."""
    waits, step = result.waits, result.step
    if waits and waits.code == "ruling-awaited" and isinstance(step, Gate):
        return say("{body} has not said yes or no yet.", body=say.said(step, "body"))
    if waits and waits.code == "ruling-awaited" and isinstance(step, Decision | Defer):
        return say("{body} has not decided yet.", body=say.said(step, "body"))
    if waits and waits.code == "step":
        called = {each.step.id: say.called(each) for each in say.outcome.steps}
        first = say.listed([called[each] for each in waits.about])
        return say("it is settled after {first}.", first=first)
    words = StepsInWords(say.outcome.named, say.language, say.outcome.steps)
    return words.waits(waits) if waits else ""


def _named(say: Saying, label: str, people: list[str]) -> str:
    names = [say.said(say.people[one], "display_name") for one in people]
    return say(
        "{label}: {people} ({count}).", label=label, people=say.listed(names), count=len(names)
    )


def _seats(say: Saying, result: StepResult) -> int:
    """How many an election had to elect; 0 of anything else."""
    results = {each.step.id: each for each in say.outcome.steps}
    while isinstance(result.step, Reserve | Related) and result.step.source in results:
        result = results[result.step.source]
    elects = isinstance(result.step, Cut) and result.step.election
    return (result.wanted or 0) if elects else 0
