"""Named parts of the people: who is in each, from the people's spreadsheet and from `[[lists]]`.

The preset declares those that its procedure needs; the meeting's file may add others. Where both
say who is in a list, all of them are.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from meeting.definition.display_names import people_named
from meeting.definition.person import Person
from meeting.definition.post import PersonList
from meeting.names import name_key
from meeting.presets.preset import PresetList
from meeting.problem import Problem, Several
from meeting.toml.tables import Table


@dataclass(frozen=True, slots=True)
class Membership:
    """A person says to be in a list: its id or name as written, and where that stands."""

    person: Person
    called: str
    where: str


@dataclass(slots=True)
class _Filled:
    id: str
    name: str
    name_en: str
    inside: set[str] = field(default_factory=set)

    def called(self) -> set[str]:
        """By what it may be called, as names are compared."""
        return {name_key(name) for name in (self.id, self.name, self.name_en)} - {""}


def person_lists(
    declared: Sequence[PresetList],
    root: Table,
    people: Sequence[Person],
    memberships: Iterable[Membership],
) -> tuple[tuple[PersonList, ...], list[Problem]]:
    """The lists in the order in which they are declared; their people in the meeting's order.

    What is wrong in `[[lists]]` is noted there; problems of `memberships` are given back.
    """
    lists = {each.id: _Filled(each.id, each.name, each.name_en) for each in declared}
    for table in root.tables("lists", optional=True):
        filled = _of_table(table, lists)
        filled.inside |= set(_named(table, people))
        table.unknown()
    problems = list(_put_in(memberships, lists.values()))
    found = tuple(
        PersonList(
            each.id,
            each.name,
            each.name_en,
            tuple(person.id for person in people if person.id in each.inside),
        )
        for each in lists.values()
    )
    return found, problems


def _of_table(table: Table, lists: dict[str, _Filled]) -> _Filled:
    """The list of a table: one of those declared, with another name perhaps, or a new one."""
    name = table.text("id")
    known = lists.get(name)
    if known is None:
        lists[name] = _Filled(name, table.text("name"), table.text("name_en", ""))
        return lists[name]
    known.name = table.text("name", known.name)
    known.name_en = table.text("name_en", known.name_en)
    return known


def _named(table: Table, people: Sequence[Person]) -> Iterator[str]:
    """Yield the ids of the people that a table names, by id or by name."""
    by_id = {person.id: person for person in people}
    for called in table.optional_texts("people"):
        found = (by_id[called],) if called in by_id else people_named(people, called)
        if len(found) == 1:
            yield found[0].id
        elif not table.source.touched(("people",)) and people:
            table.note("people", _not_one(called, found, people))


def _not_one(called: str, found: Sequence[Person], people: Sequence[Person]) -> Problem:
    if found:
        return Problem(
            "list-person-several",
            "Several people are called {name}. Write one of them as {shown}, or by an id: {ids}.",
            name=called,
            shown=found[0].display_name,
            ids=Several(person.id for person in found),
        )
    near = difflib.get_close_matches(called, [person.display_name for person in people], 1, 0.5)
    if near:
        return Problem(
            "list-person",
            "{name} is none of the people of this meeting. Did you mean {near}?",
            name=called[:60],
            near=near[0],
        )
    return Problem(
        "list-person",
        "{name} is none of the people of this meeting. Write a name or an id as the people's list"
        " has it.",
        name=called[:60],
    )


def _put_in(memberships: Iterable[Membership], lists: Iterable[_Filled]) -> Iterator[Problem]:
    """Put people into the lists that they say to be in; yield what is no list."""
    lists = tuple(lists)
    for each in memberships:
        key = name_key(each.called)
        inside = [filled for filled in lists if key in filled.called()]
        for filled in inside:
            filled.inside.add(each.person.id)
        if not inside:
            yield _no_list(each, lists)


def _no_list(each: Membership, lists: Sequence[_Filled]) -> Problem:
    if not lists:
        return Problem(
            "list-unknown",
            "There is no list {found}, and this meeting has no lists at all. Empty the column, or"
            " add [[lists]] with id and name to the meeting file.",
            where=each.where,
            found=each.called[:40],
        )
    return Problem(
        "list-unknown",
        "There is no list {found}. This meeting has: {known}. Correct it, or add [[lists]] with id"
        " and name to the meeting file.",
        where=each.where,
        found=each.called[:40],
        known=Several(filled.name for filled in lists),
    )
