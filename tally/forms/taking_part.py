"""Who took part in a round, in one line, and what makes it no round to count."""

from __future__ import annotations

from collections.abc import Iterator

from tally.forms.form import Told
from tally.forms.saying import Saying
from tally.outcome.denominators import Figures
from tally.outcome.outcome import RoundOutcome
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tally.report.figures import NOT_ENTERED, remarks_sentence, void_sentence

_NOT_HELD = ("quorum-missed", "round-uncounted")


def took_part(say: Saying, each: RoundOutcome, name: str) -> str:
    """A round's figures under its name."""
    figures = each.figures.all
    values = {
        field: _entered(figures, field) for field in ("entitled", "present", "issued", "returned")
    }
    if each.figures.void:
        return say(
            "{name}: entitled {entitled}, present {present}, issued {issued}, received {returned}",
            name=name,
            **values,
        )
    return say(
        "{name}: entitled {entitled}, present {present}, issued {issued}, received {returned}, "
        "valid {valid}, invalid {invalid}",
        name=name,
        valid=figures.valid,
        invalid=figures.invalid,
        **values,
    )


def not_counted(say: Saying, each: RoundOutcome) -> Iterator[Told]:
    """Why a round does not count, or what is unusual about it; nothing of most rounds."""
    _ = say.gettext
    if void := void_sentence(each.figures, say.language, _):
        yield Told(void, strong=True)
    for result in _missed(say, each):
        words = StepsInWords(say.outcome.named, say.language, say.outcome.steps)
        yield Told(" ".join(words.view(result).lines), strong=True)
    if unusual := remarks_sentence(each.figures, say.language, _):
        yield Told(unusual)
    closed = [
        say.said(group, "name")
        for group in each.groups
        if not each.figures.void and not each.figures.by_group[group.id].valid
    ]
    if closed:
        yield Told(
            say(
                "Not opened, because too few ballots were received: {groups}. They are in no "
                "figure of the votes.",
                groups=say.listed(closed),
            )
        )


def counts(say: Saying, each: RoundOutcome) -> bool:
    """Whether a round has votes to show, and enough took part."""
    return not each.figures.void and not any(True for _ in _missed(say, each))


def _missed(say: Saying, each: RoundOutcome) -> Iterator[StepResult]:
    """Yield the quorums of the round that were missed."""
    for result in say.outcome.steps:
        waits = result.waits
        quorum = result.step.kind == "quorum"
        if quorum and waits and waits.code in _NOT_HELD and each.round.id in waits.about:
            yield result


def _entered(figures: Figures, field: str) -> str:
    value = getattr(figures, field)
    return NOT_ENTERED if value is None else str(value)
