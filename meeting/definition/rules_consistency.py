"""Whether the rules of a meeting can be followed at all, said step by step, everything at once.

Part of `consistency.check_meeting`. What a step names is found by the type of its field, so that no
kind of step is forgotten; what is particular to a kind is in `step_consistency`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from meeting.definition.asked_items import asked_items, names_of_items
from meeting.definition.called_item import CalledItem
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, ids, one_of, texts, within
from meeting.definition.step_consistency import check_step
from meeting.language import LANGUAGES, N_, said
from meeting.names import name_key
from meeting.problem import Phrase, Problem, Several
from meeting.rules.kinds import NUMBERS, SELECTIONS, AnyStep
from meeting.rules.numbers import Asked, Weighted
from meeting.rules.selections import Written
from meeting.rules.step import (
    EVERYBODY,
    FigureId,
    GroupId,
    ItemId,
    OptionId,
    PeopleOf,
    PersonId,
    RoundId,
    SelectionId,
)

MOST_STEPS: Final = 200
MOST_LISTED: Final = 1000
"""In one list of a step."""
MOST_TERMS: Final = 100_000
"""Parts of all numbers together: for each person, those of each voter group or of each figure."""
MOST_SAID: Final = 200
"""Mistakes; what is wrong after so many is not looked for."""
_WHAT: Final = {
    RoundId: N_("a round"),
    ItemId: N_("an item of this round's papers"),
    OptionId: N_("an answer of this item"),
    GroupId: N_("a voter group"),
    PersonId: N_("a person of this meeting"),
    FigureId: N_("an earlier step that gives a number"),
    SelectionId: N_("an earlier step that chooses people"),
}


def check_rules(meeting: Meeting) -> Iterator[Mistake]:
    """Yield what is wrong with the rules."""
    too_large = [
        *within(("rules",), len(meeting.rules), 0, MOST_STEPS),
        *(mistake for each in enumerate(meeting.rules) for mistake in _long_lists(*each)),
    ]
    yield from too_large or islice(_mistakes(meeting), MOST_SAID)


def _long_lists(index: int, step: AnyStep) -> Iterator[Mistake]:
    for each in fields(step):
        value = getattr(step, each.name)
        if isinstance(value, tuple):
            yield from within(("rules", index, each.name), len(value), 0, MOST_LISTED)


def _mistakes(meeting: Meeting) -> Iterator[Mistake]:
    yield from _terms(meeting)
    yield from ids(("rules",), [step.id for step in meeting.rules])
    for language in LANGUAGES:
        yield from _names(meeting, language)
    lists = {each.id for each in meeting.lists}
    before: dict[str, AnyStep] = {}
    for index, step in enumerate(meeting.rules):
        path: Path = ("rules", index)
        if step.id == EVERYBODY:
            yield (
                (*path, "id"),
                Problem(
                    "step-reserved",
                    "The id {id!r} means everybody of the meeting; give the step another one.",
                    id=step.id,
                ),
            )
        if step.id in lists:
            yield (
                (*path, "id"),
                Problem(
                    "step-list",
                    "{id!r} is the id of a list of people; give the step another one.",
                    id=step.id,
                ),
            )
        yield from texts(path, step, "name? name_en", limit=60)
        named = list(_named(path, step, _Known(meeting, step, before)))
        yield from named
        if not named:
            yield from check_step(path, step, meeting, before)
        before[step.id] = step


def _names(meeting: Meeting, language: str) -> Iterator[Mistake]:
    """Check that a sentence that names a step can mean no other one."""
    taken: set[str] = set()
    for index, step in enumerate(meeting.rules):
        name = said(step, "name", language) or step.id
        if name_key(name) in taken:
            yield (
                ("rules", index, "name" if language == "zh" else "name_en"),
                Problem(
                    "step-name-twice",
                    "Another step is called {name!r} too, so that nobody who reads the rules can "
                    "tell which of them is meant. Call this one otherwise.",
                    name=name,
                ),
            )
        taken.add(name_key(name))


def _terms(meeting: Meeting) -> Iterator[Mistake]:
    """Check that the numbers of all steps together can be worked out, published and read."""
    parts = 0
    for step in meeting.rules:
        groups = len(meeting.groups) if isinstance(step, Asked) else 0
        parts += groups or (len(step.parts) if isinstance(step, Weighted) else 1)
    terms = parts * len(meeting.people)
    if terms > MOST_TERMS:
        yield (
            ("rules",),
            Problem(
                "rules-large",
                "For each person these rules work out {parts} parts of numbers, {terms} in all; "
                "possible are {most}. Leave out what nobody needs.",
                parts=parts,
                terms=terms,
                most=MOST_TERMS,
            ),
        )


class _Known:
    """What a step may name, by the type of the field that names it."""

    def __init__(self, meeting: Meeting, step: AnyStep, before: dict[str, AnyStep]) -> None:
        self._meeting = meeting
        self._step = step
        self._before = before

    def of(self, kind: Any) -> Collection[str]:
        """The names that a field of this type may hold."""
        meeting = self._meeting
        if kind is FigureId:
            return [each.id for each in self._before.values() if isinstance(each, NUMBERS)]
        if kind is SelectionId:
            chosen = [each.id for each in self._before.values() if isinstance(each, SELECTIONS)]
            return [EVERYBODY, *chosen, *(each.id for each in meeting.lists)]
        if kind in (ItemId, OptionId):
            return self._asked(kind)
        if kind is RoundId:
            return [each.id for each in meeting.rounds]
        if kind is GroupId:
            return self._groups()
        return [each.id for each in meeting.people]

    def called(self, kind: Any, name: str) -> str:
        """How a name is said: an item's with what it asks."""
        if kind is ItemId:
            found = asked_items(self._meeting, self._round(), name)
            return CalledItem.of(found, name) if found else name
        return name

    def lists(self) -> Collection[str]:
        """The lists that may stand in the place of people."""
        return [each.id for each in self._meeting.lists]

    def _groups(self) -> Collection[str]:
        """The voter groups of the round that the step names, or all of them."""
        votes = [each for each in self._meeting.rounds if each.id == self._round()]
        groups = self._meeting.groups_in(votes[0]) if votes else self._meeting.groups
        return [each.id for each in groups]

    def _round(self) -> str:
        """The round that the step names, if it names one."""
        return self._step.round if isinstance(self._step, Asked | Written) else ""

    def _asked(self, kind: Any) -> Collection[str]:
        """The items of the round that the step names, or the answers of its item."""
        if not isinstance(self._step, Asked | Written):
            raise TypeError(kind)
        if kind is ItemId:
            return names_of_items(self._meeting, self._step.round)
        found = asked_items(self._meeting, self._step.round, self._step.item)
        return [option.id for option in found.options] if found else []


def _named(path: Path, thing: Any, known: _Known) -> Iterator[Mistake]:
    """Check every name, and every word that is one of a few, in a step and in its parts."""
    hints = get_type_hints(type(thing))
    for each in fields(thing):
        value, hint = getattr(thing, each.name), hints[each.name]
        inner: Path = (*path, each.name)
        if get_origin(hint) is Literal:
            yield from one_of(inner, value, get_args(hint))
        elif get_origin(hint) is tuple:
            part = get_args(hint)[0]
            for index, one in enumerate(value):
                if is_dataclass(one):
                    yield from _named((*inner, index), one, known)
                elif part in _WHAT:
                    yield from _name((*inner, index), one, part, known)
        elif hint in _WHAT:
            yield from _name(inner, value, hint, known)


def _name(path: Path, value: str, kind: Any, known: _Known) -> Iterator[Mistake]:
    of_list = isinstance(value, PeopleOf)
    allowed = known.lists() if of_list else known.of(kind)
    if value in allowed:
        return
    what = N_("a list of this meeting's people") if of_list else _WHAT[kind]
    near = difflib.get_close_matches(value, allowed, 1)
    if near:
        yield (
            path,
            Problem(
                "rule-unknown",
                "{value!r} is not {what}. Did you mean {near!r}?",
                value=value,
                what=Phrase(what),
                near=known.called(kind, near[0]),
            ),
        )
        return
    there = [known.called(kind, each) for each in allowed]
    known_ = Several(there) if there else Phrase(N_("none"))
    yield (
        path,
        Problem(
            "rule-unknown",
            "{value!r} is not {what}. There are: {known}.",
            value=value,
            what=Phrase(what),
            known=known_,
        ),
    )
