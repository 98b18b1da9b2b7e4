"""Rulings and draws that were typed in: of each person yes or no, or why they are put off.

[rulings.vetting]             # a gate or a decision, by its id
"李建国" = "yes"              # or 是, 同意; "no", 否, 不同意
[rulings.deferred]            # who is put off, or has withdrawn, with the reason
"周启明" = "正在核查"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.language import N_
from meeting.rules.acts import Decision, Gate, Ruled
from meeting.toml.tables import Table
from tally.folder.ruling import Answer, AnswerWord, Ruling
from tally.outcome.steps.lots import DrawnLots, takes_lots
from tally.problem import Problem
from tally.trying.known_names import Known, named

_WORDS: Final[Mapping[str, AnswerWord]] = {
    "yes": "yes", "是": "yes", "同意": "yes",
    "no": "no", "否": "no", "不同意": "no",
}  # fmt: skip
_WHO: Final = N_("a person of this meeting")


def read_typed_rulings(root: Table, meeting: Meeting, people: Known[Person]) -> dict[str, Ruling]:
    """The rulings of a file of figures, by step; problems are noted."""
    steps = {step.id: step for step in meeting.rules if isinstance(step, Ruled)}
    table = root.table("rulings", optional=True)
    found = {}
    for name in table.names():
        if name not in steps:
            table.note(
                name,
                Problem(
                    "typed-ruling",
                    "{name!r} is no step that people decide: a gate, a decision, a deferral or a"
                    " withdrawal.",
                    name=name,
                ),
            )
            continue
        step = steps[name]
        answers = read_answers(table.table(name), step, people)
        found[name] = Ruling(step.kind, name, "", "", "", answers)
    return found


def read_typed_draws(root: Table, meeting: Meeting, people: Known[Person]) -> dict[str, DrawnLots]:
    """The draws of a file of figures, by step; problems are noted."""
    table = root.table("draws", optional=True)
    known = [step.id for step in meeting.rules if takes_lots(step)]
    draws = {}
    for name in table.names():
        if name not in known:
            table.note(
                name,
                Problem("typed-draw", "{name!r} is no step that the lot decides.", name=name),
            )
            continue
        found = [(each, people.find(each)) for each in table.texts(name)]
        for text in (text for text, person in found if person is None):
            table.note(
                name,
                Problem("typed-person", "{name!r} is not a person of this meeting.", name=text),
            )
        draws[name] = DrawnLots(tuple(person.id for _text, person in found if person))
    return draws


def read_answers(
    table: Table, step: Ruled, people: Known[Person], what: str = _WHO
) -> tuple[Answer, ...]:
    """What is ruled of each person, in the order in which it is written; problems are noted.

    A person of whom a decision says no is not chosen, and is left out.
    """
    answers = []
    for name, person in named(table, people, what):
        text = table.text(name)
        if not isinstance(step, Gate | Decision):
            answers.append(Answer(person.id, "yes", text.strip()))
            continue
        word = _WORDS.get(text.strip().lower())
        if word is None:
            table.note(
                name,
                Problem(
                    "typed-answer", "{found!r} was found here; expected is yes or no.", found=text
                ),
            )
        elif word == "yes" or isinstance(step, Gate):
            answers.append(Answer(person.id, word))
    return tuple(answers)
