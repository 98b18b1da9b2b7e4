"""The steps of the rules, one after the other, and what the outcome says of them (chapter 18)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .doubts import doubtful
from .rules import NUMBERS, Step, figures_of, sizes_of, sources_of
from .step_numbers import numbers
from .step_people import chosen
from .worked import Acts, Counted, Done, Field, Waits, figure


def quorum(step: Step, one: Counted) -> Done:
    """Whether enough of the entitled took part in a round."""
    there = sum(figure(figures, step["of"]) for _unit, figures in one.units)
    entitled = sum(figures["entitled"] for _unit, figures in one.units)
    share = Fraction(there, entitled)
    met = share > step["limit"] or (share == step["limit"] and not step["strictly"])
    together = {"there": Fraction(there), "entitled": Fraction(entitled), "share": share}
    waits = None if met else Waits("quorum-missed", step["round"])
    return Done(together=together, waits=waits)


def steps_of(
    meeting: dict[str, Any], rounds: dict[str, Counted], acts: Acts
) -> list[dict[str, Any]]:
    """`steps` of the outcome."""
    rules = meeting.get("rules", [])
    held = {
        step["id"]: quorum(step, rounds[step["round"]])
        for step in rules
        if step["kind"] == "quorum"
    }
    rounds_of = {step["id"]: step.get("round") for step in rules}
    start = Field(meeting, rounds, acts)
    for step in rules:
        try:
            if step["kind"] == "quorum":
                done = held[step["id"]]
            else:
                _look_back(step, start, held, rounds_of)
                done = numbers(step, start) if step["kind"] in NUMBERS else chosen(step, start)
        except Waits as waits:
            done = Done(waits=waits)
        start.done[step["id"]] = done
    doubts = doubtful(meeting, start)
    return [
        _entry(step, start.done[step["id"]])
        | ({"doubtful": doubts[step["id"]]} if step["id"] in doubts else {})
        for step in rules
    ]


def _look_back(
    step: Step, start: Field, held: dict[str, Done], rounds_of: dict[str, str | None]
) -> None:
    """Wait for what an earlier step, or a quorum of the round, waits for."""
    for name in sources_of(step) + figures_of(step) + sizes_of(step):
        if name in start.done and start.done[name].waits:
            raise Waits("step", name)
    asked = step["kind"] in NUMBERS and "item" in step
    for name, done in held.items():
        if done.waits and asked and rounds_of[name] == step["round"]:
            raise done.waits


def _entry(step: Step, done: Done) -> dict[str, Any]:
    entry: dict[str, Any] = {"rule": step["rule"]}
    if done.together:
        entry["together"] = _exact(done.together)
    if done.wanted is not None:
        entry["wanted"] = done.wanted
    if done.ruling is not None:
        entry["ruling"] = done.ruling
    if done.waits:
        entry["waits"] = {"code": done.waits.code, "about": done.waits.about}
    numbers = [
        {
            "person": person,
            **_exact({"number": number}),
            "terms": [_exact(term) for term in done.terms[person]],
        }
        for person, number in done.numbers.items()
    ]
    people = [_exact(each) for each in done.judged]
    return {
        **entry,
        **({"numbers": numbers} if numbers else {}),
        **({"people": people} if people else {}),
    }


def _exact(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with numbers as text, those without a number left out."""
    return {
        name: str(value) if isinstance(value, Fraction) else value
        for name, value in fields.items()
        if value is not None
    }
