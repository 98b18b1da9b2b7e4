"""The steps of the rules in outcome.json: each with its rule, its inputs, and what it came to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from meeting.rules.form import step_to_json
from tally.folder.ruling import Ruling
from tally.outcome.steps.result import Judged, StepResult, Term, Worked


def steps_json(steps: tuple[StepResult, ...]) -> list[dict[str, Any]]:
    """All steps, in the order of the rules; exact numbers as text, such as "12/60" in lowest terms.

    A step has the numbers of people with their terms, or people with why they stay or go, unless
    it waits.
    """
    return [_step(each) for each in steps]


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
