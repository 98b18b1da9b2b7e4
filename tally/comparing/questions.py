"""What was asked alike in all of the meetings, and what it came to in each of them.

Two items ask the same where their name, prompt and answers are the same, whoever they are about. A
step of the rules is the same where it gives numbers and is written the same. Papers on which people
are the options are left out: what they came to in one unit says nothing of another's people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from meeting.definition.meeting import Meeting
from meeting.definition.paper import PaperItem
from meeting.rules.form import step_to_json
from meeting.rules.kinds import NUMBERS, AnyStep
from tally.comparing.unit import Unit
from tally.outcome.item_outcome import ItemOutcome

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an item came to in a unit; `person` is the id of whom it is about, "" for the team."""

    unit: Unit
    person: str
    outcome: ItemOutcome


@dataclass(frozen=True, slots=True)
class Question:
    """An item that all units asked, with the answers of each, in the order of the units."""

    item: PaperItem
    answered: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A step's number of somebody in a unit."""

    unit: Unit
    person: str
    number: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A step of the rules that all units have, with its numbers."""

    step: AnyStep
    numbers: tuple[Number, ...]


def questions_of(units: Sequence[Unit]) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The questions that all units asked, and the prompts of those that some did not ask."""
    asked: dict[Key, list[Answered]] = {}
    for unit in units:
        for key, answered in _answers(unit):
            asked.setdefault(key, []).append(answered)
    everywhere, elsewhere = [], []
    for found in asked.values():
        item = found[0].outcome.item
        if len({each.unit.hash for each in found}) == len(units):
            everywhere.append(Question(item, tuple(found)))
        else:
            elsewhere.append(item.prompt)
    return tuple(everywhere), tuple(dict.fromkeys(elsewhere))


def scores_of(units: Sequence[Unit]) -> Iterator[Score]:
    """Yield the steps that give numbers and are written the same in all units."""
    first = {each.step.id: each.step for each in units[0].outcome.steps}
    for step in first.values():
        results = [_result(unit, step) for unit in units]
        if isinstance(step, NUMBERS) and all(results):
            yield Score(step, tuple(number for each in results for number in each or ()))


def _answers(unit: Unit) -> Iterator[tuple[Key, Answered]]:
    for round_ in unit.outcome.rounds:
        for table in round_.tables:
            if table.table.rows_are_options:
                continue
            for each in table.items:
                item = each.item
                person = item.subject.id if item.subject else ""
                yield _key(round_.round.id, item), Answered(unit, person, each)


def _key(round_id: str, item: PaperItem) -> Key:
    options = tuple((each.id, each.label) for each in item.options)
    rates = tuple((each.id, each.options, each.denominator) for each in item.rates)
    return round_id, item.name, bool(item.subject), item.prompt, options, rates


def _result(unit: Unit, step: AnyStep) -> tuple[Number, ...]:
    """The numbers of the same step in a unit; none where it has no such step, or it waits."""
    for each in unit.outcome.steps:
        if step_to_json(each.step) == step_to_json(step):
            return tuple(
                Number(unit, person, worked.number)
                for person, worked in each.numbers.items()
                if worked.number is not None
            )
    return ()


def called(meeting: Meeting, person: str, language: str) -> str:
    """Whom a row is about: a person by name, else the team."""
    people = {each.id: each for each in meeting.people}
    if person not in people:
        return meeting.team_name(language)
    found = people[person]
    return found.display_name_en or found.display_name if language == "en" else found.display_name
