"""The steps of the rules in outcome.json: each with its rule, its inputs, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from crypto.canonical import JSON
from meeting.definition.meeting import Meeting
from meeting.language import LANGUAGES
from meeting.rules.form import step_to_json
from tally.folder.ruling import Ruling
from tally.outcome.steps.result import Judged, StepResult, Term, Worked
from tally.outcome.steps_in_words import StepsInWords

SAID: Final = "said"


def steps_json(
    meeting: Meeting, steps: tuple[StepResult, ...], *, spoken: bool
) -> list[dict[str, Any]]:
    """All steps, in the order of the rules; exact numbers as text, such as "12/60" in lowest terms.

    A step has the numbers of people with their terms, or people with why they stay or go, unless
    it waits. Where it is `spoken`, `said` is what a person would say of it in each language.
    """
    if not spoken:
        return [_step(each) for each in steps]
    words = {language: StepsInWords(meeting, language, steps) for language in LANGUAGES}
    return [_step(each) | {SAID: _said(words, each)} for each in steps]


def without_said(value: JSON) -> JSON:
    """What outcome.json says, without its sentences: they are words of one rendering."""
    if not isinstance(value, dict) or not isinstance(steps := value.get("steps"), list):
        return value
    return value | {
        "steps": [
            {name: part for name, part in step.items() if name != SAID}
            if isinstance(step, dict)
            else step
            for step in steps
        ]
    }


def _said(words: Mapping[str, StepsInWords], result: StepResult) -> dict[str, Any]:
    views = {language: each.view(result) for language, each in words.items()}
    return {
        language: {
            "rule": view.rule,
            "result": list(view.whole),
            **({"people": dict(view.people)} if view.people else {}),
        }
        for language, view in views.items()
    }


def _step(result: StepResult) -> dict[str, Any]:
    value: dict[str, Any] = {"rule": step_to_json(result.step)}
    if result.together:
        value["together"] = {name: str(number) for name, number in result.together.items()}
    if result.wanted is not None:
        value["wanted"] = result.wanted
    if result.ruling is not None:
        value["ruling"] = _ruling(result.ruling)
    if result.waits is not None:
        value["waits"] = {"code": result.waits.code, "about": list(result.waits.about)}
    if result.numbers:
        value["numbers"] = [_worked(*each) for each in result.numbers.items()]
    if result.judged:
        value["people"] = [_judged(each) for each in result.judged]
    if result.doubtful:
        value["doubtful"] = list(result.doubtful)
    return value


def _ruling(ruling: Ruling) -> dict[str, str]:
    return {
        "hash": ruling.hash,
        "date": ruling.date,
        "source": ruling.source,
        "words": ruling.words,
    }


def _worked(person: str, worked: Worked) -> dict[str, Any]:
    return {
        "person": person,
        **_exact("number", worked.number),
        "terms": [_term(each) for each in worked.terms],
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        **({"name": term.name} if term.name else {}),
        **_exact("amount", term.amount),
        **_exact("base", term.base),
        **_exact("weight", term.weight),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "person": judged.person,
        "stays": judged.stays,
        "why": judged.why,
        **_exact("number", judged.number),
        **({"place": judged.place} if judged.place else {}),
        **({"note": judged.note} if judged.note else {}),
        **({"other": judged.other} if judged.other else {}),
    }


def _exact(name: str, number: Fraction | None) -> dict[str, str]:
    return {} if number is None else {name: str(number)}
