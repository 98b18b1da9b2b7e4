"""The steps of the rules that give a number for each person (chapter 18)."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from .merges import Merged
from .rules import D, Step, whom
from .singles import valid_answers
from .units import Unit
from .worked import Done, Field, Term, Waits, figure, not_long

ZERO = Fraction(0)
Item = dict[str, Any]


def numbers(step: Step, start: Field) -> Done:
    """What a step that gives numbers comes to."""
    done: Done = KINDS[step["kind"]](step, start)
    for number in done.numbers.values():
        not_long(number)
    return done


def _votes(unit: Unit, item: Item, question: int, wanted: Iterable[int]) -> Fraction:
    """How many chose one of these options of an item."""
    if unit.opened.result is None:
        return ZERO
    row = unit.opened.result[question][item["abstain"] :]
    return Fraction(sum(row[at] for at in wanted))


def _named(item: Item, options: Iterable[str]) -> list[int]:
    ids = [option["id"] for option in item["options"]]
    return [ids.index(name) for name in dict.fromkeys(options)]


def _asked(step: Step, start: Field) -> Done:
    """count, rate, points, place-points: a term for each unit that is asked."""
    done, units = Done(), start.asked(step)
    places: dict[str, list[tuple[Item, int, int]]] = {}
    for person, item, question, at in whom(start.meeting, step):
        places.setdefault(person, []).append((item, question, at))
    merged = start.merged(step) if step.get("written") else Merged("")
    first = next(iter(places.values()))
    for person in dict.fromkeys([*places, *(row["person"] for row in merged.rows)]):
        terms = []
        for unit, figures in units:
            term = _term(step, unit, figures, places.get(person, first))
            more = merged.votes(person, unit.group["id"], without_twice=start.without_twice)
            terms.append(term | {"amount": term["amount"] * (person in places) + more})
        done.numbers[person], done.terms[person] = _together(step, terms), terms
    return done


def _term(
    step: Step, unit: Unit, figures: Mapping[str, int], places: list[tuple[Item, int, int]]
) -> Term:
    """What a unit says of a person, in all places where they stand; the base is that of one."""
    parts = [_part(step, unit, item, question, at) for item, question, at in places]
    base = parts[0][1]
    if step.get("over") in D and (step["kind"] != "place-points" or step["over"] != "valid"):
        base = max(base + figure(figures, step["over"]), ZERO)
    amount = sum((part[0] for part in parts), ZERO)
    term: Term = {"name": unit.group["id"], "amount": amount}
    if step["kind"] != "count" and step["over"] != "sum":
        term["base"] = base
        if step["weighted"]:
            term["weight"] = unit.group.get("weight", ZERO)
    return term


def _part(step: Step, unit: Unit, item: Item, question: int, at: int) -> tuple[Fraction, Fraction]:
    """The amount of a unit, and its base but for a figure of the hall."""
    if step["kind"] == "place-points":
        ranked: list[list[int]] = valid_answers(item, unit.opened, question)
        places = [places.index(at + 1) for places in ranked if at + 1 in places]
        amount = sum((step["values"][place] for place in places), ZERO)
        amount += step["unnamed"] * (len(ranked) - len(places))
        return amount, Fraction(len(ranked) if step["over"] == "valid" else 0)
    if step["kind"] == "points":
        pairs = [(each["value"], _named(item, [each["option"]])) for each in step["values"]]
        counted = [(value, _votes(unit, item, question, options)) for value, options in pairs]
        chosen = sum((votes for _value, votes in counted), ZERO)
        amount = sum((value * votes for value, votes in counted), ZERO)
        return amount, chosen if step["over"] == "chosen" else ZERO
    wanted = [at] if at >= 0 else _named(item, step["options"])
    without = _votes(unit, item, question, _named(item, step.get("without", [])))
    return _votes(unit, item, question, wanted), -without


def _together(step: Step, terms: list[Term]) -> Fraction | None:
    if step.get("weighted") and step["over"] != "sum":
        return weighed(terms, step["missing"], mean=True)
    amount = sum((term["amount"] for term in terms), ZERO)
    if not any("base" in term for term in terms):
        return amount
    base = sum((term["base"] for term in terms), ZERO)
    return amount / base if base else None


def _value(term: Term) -> Fraction | None:
    """A term's value without its weight."""
    amount: Fraction | None = term["amount"]
    if amount is None or "base" not in term:
        return amount
    return amount / term["base"] if term["base"] else None


def weighed(terms: list[Term], missing: str, *, mean: bool = False) -> Fraction | None:
    """The sum of weights times values; what is not there as the step says."""
    values = [(term["weight"], _value(term)) for term in terms]
    whole = sum((weight for weight, _value in values), ZERO)
    there = [(weight, value) for weight, value in values if value is not None]
    part = sum((weight for weight, _value in there), ZERO)
    if not part or (missing == "stop" and len(there) < len(values)):
        return None
    total = ZERO
    for weight, value in there:
        total += weight * value
        not_long(total)
    total = total * whole / part if missing == "renormalise" else total
    return total / whole if mean else total


def _score(step: Step, start: Field) -> Done:
    done, units = Done(), start.asked(step)
    for person, item, question, at in whom(start.meeting, step):
        answers = [one for unit, _figures in units for one in _scores(unit, item, question)]
        tenths = sorted(one[at] for one in answers)
        if step["drop"] and len(tenths) >= step["least"]:
            tenths = tenths[step["drop"] : len(tenths) - step["drop"]]
        term = {"amount": Fraction(sum(tenths), 10), "base": Fraction(len(tenths))}
        done.numbers[person], done.terms[person] = _value(term), [term]
    return done


def _scores(unit: Unit, item: Item, question: int) -> list[list[int]]:
    return valid_answers(item, unit.opened, question)


def _marks(step: Step, start: Field) -> Done:
    columns = {column["name"]: column["numbers"] for column in start.meeting.get("marks", [])}
    known = {each["person"]: each["number"] for each in columns.get(step["column"], [])}
    people = start.people("people")
    return Done({person: known.get(person) for person in people}, {person: [] for person in people})


def _earlier(step: Step, _start: Field) -> Done:
    values = {each["person"]: each["value"] for each in step["values"]}
    return Done({**values}, {person: [] for person in values})


def _band(step: Step, start: Field) -> Done:
    done = Done()
    for person, number in start.done[step["figure"]].numbers.items():
        done.numbers[person], done.terms[person] = None, []
        if number is not None:
            reached = [edge["value"] for edge in step["edges"] if number >= edge["at_least"]]
            done.numbers[person] = reached[0] if reached else step["below"]
            done.terms[person] = [{"amount": number}]
    return done


def _scaled(step: Step, start: Field) -> Done:
    done, earlier, base = Done(), start.done[step["figure"]].numbers, step["of"]
    if step["to"] == "best":
        base = max((number for number in earlier.values() if number is not None), default=ZERO)
        if not base:
            raise Waits("nothing-to-divide", step["figure"])
    for person, number in earlier.items():
        term: Term = {"amount": number, "base": base, "weight": step["full"]}
        done.numbers[person], done.terms[person] = weighed([term], "stop"), [term]
    return done


def _weighted(step: Step, start: Field) -> Done:
    done = Done()
    columns = [start.done[part["figure"]].numbers for part in step["parts"]]
    for person in dict.fromkeys(person for column in columns for person in column):
        terms: list[Term] = [
            {"name": part["figure"], "amount": column.get(person), "weight": part["weight"]}
            for part, column in zip(step["parts"], columns, strict=True)
        ]
        done.numbers[person] = weighed(terms, step["missing"])
        done.terms[person] = terms
    return done


KINDS: dict[str, Callable[[Step, Field], Done]] = {
    **dict.fromkeys(("count", "rate", "points", "place-points"), _asked),
    "score": _score,
    "marks": _marks,
    "earlier-figure": _earlier,
    "band": _band,
    "scaled": _scaled,
    "weighted": _weighted,
}
