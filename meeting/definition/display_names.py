"""Telling people of one name apart: how they are called wherever a ballot or a report names them.

Two real people may have one name. Each of them is then shown with what tells them apart, in
brackets: 王芳（财政所）. What it is, is decided here, once for the whole meeting, and published
with the people (`Person.shown_as`): booth, count and verifier only show it. People whose name is
theirs alone are shown by that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from meeting.definition.person import Person
from meeting.names import name_key

Telling: TypeAlias = Callable[[Person], str]
"""What one could say of a person beside the name; "" if nothing is known."""

_CHINESE: tuple[Telling, ...] = (
    lambda person: person.post,
    lambda person: person.unit,
    lambda person: person.position,
    lambda person: person.born("zh"),
)
_ENGLISH: tuple[Telling, ...] = (
    lambda person: person.post_en,
    lambda person: person.unit_en,
    lambda person: person.position_en,
    # Names that differ in Chinese are often one in pinyin.
    lambda person: person.display_name,
)


def told_apart(people: Iterable[Person]) -> tuple[Person, ...]:
    """The same people, those who share a name with what tells them apart.

    Where nothing does, they stay as they are: `consistency` refuses them.
    """
    chinese = tuple(replace(person, shown_as="", shown_as_en="") for person in people)
    shown = _shown(chinese, lambda person: person.name, _CHINESE, "{}（{}）")
    chinese = tuple(replace(person, shown_as=shown.get(person.id, "")) for person in chinese)
    shown = _shown(chinese, lambda person: person.name_en, _ENGLISH, "{} ({})")
    return tuple(replace(person, shown_as_en=shown.get(person.id, "")) for person in chinese)


def people_named(people: Iterable[Person], text: str) -> tuple[Person, ...]:
    """Those of `people` whom a text names: in either language, alone or as shown.

    Several, if they share the name and the text does not say which of them is meant. Brackets are
    part of the name, for the count compares names by their keys as they are.
    """
    wanted = name_key(text)
    if not wanted:
        return ()
    people = tuple(people)
    exactly = tuple(
        person
        for person in people
        if wanted in {name_key(person.shown_as), name_key(person.shown_as_en)}
    )
    return exactly or tuple(
        person for person in people if wanted in {name_key(person.name), name_key(person.name_en)}
    )


def people_nearly_named(people: Iterable[Person], text: str) -> tuple[Person, ...]:
    """Those of `people` whom a text names as they are shown, but for brackets and other marks.

    王芳财政所 is nearly 王芳（财政所）; the count makes it a name of its own.
    """
    wanted = _unmarked(text)
    return tuple(
        person
        for person in people
        if wanted and wanted in {_unmarked(person.shown_as), _unmarked(person.shown_as_en)}
    )


def _unmarked(text: str) -> str:
    return "".join(filter(str.isalnum, name_key(text)))


def _shown(
    people: Sequence[Person], name_of: Telling, tellings: Sequence[Telling], form: str
) -> dict[str, str]:
    """By their ids how those are called who share a name and can be told apart."""
    same: dict[str, list[Person]] = {}
    for person in people:
        same.setdefault(name_key(name_of(person)), []).append(person)
    shown: dict[str, str] = {}
    for key, sharing in same.items():
        tells = _first_that_tells(sharing, tellings) if key and len(sharing) > 1 else None
        if tells is not None:
            shown |= {person.id: form.format(name_of(person), tells(person)) for person in sharing}
    return shown


def _first_that_tells(people: Sequence[Person], tellings: Sequence[Telling]) -> Telling | None:
    """What is known of each of them and differs from one to the next."""
    for telling in tellings:
        told = {name_key(telling(person)) for person in people}
        if len(told) == len(people) and all(told):
            return telling
    return None
