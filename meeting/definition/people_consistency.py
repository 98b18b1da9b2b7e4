"""Whether the people of a meeting are possible, and each can be told from the others.

Part of `consistency.check_meeting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from meeting.definition.mistakes import Mistake, Path, ids, texts, within
from meeting.definition.paper_consistency import MOST_SHOWN
from meeting.definition.person import SEXES, Person
from meeting.names import name_key
from meeting.problem import Problem, Several

MOST_PEOPLE = 255
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


def check_people(people: tuple[Person, ...]) -> Iterator[Mistake]:
    """Yield everything that is wrong with the people."""
    yield from within(("people",), len(people), 1, MOST_PEOPLE)
    yield from ids(("people",), [person.id for person in people])
    yield from _one_of_each_name(people)
    for index, person in enumerate(people):
        path = ("people", index)
        yield from texts(path, person, "name name_en", limit=40)
        yield from texts(path, person, "post? post_en unit? unit_en note? note_en")
        yield from texts(path, person, "former_post? former_post_en")
        yield from _shown_as(path, person)
        yield from _months(path, person)
        if person.sex and person.sex not in SEXES:
            yield (
                (*path, "sex"),
                Problem(
                    "sex-unknown",
                    "{value!r} is none of these: {known}. It may also be left out.",
                    value=person.sex[:40],
                    known=Several(SEXES),
                ),
            )
        if person.years_in_post is not None:
            yield from within((*path, "years_in_post"), person.years_in_post, 0, 80)


def _months(path: Path, person: Person) -> Iterator[Mistake]:
    """Check what is a year and a month."""
    for field in ("birth", "since"):
        value = getattr(person, field)
        if value and not _MONTH.fullmatch(value):
            yield (
                (*path, field),
                Problem(
                    "birth-form" if field == "birth" else "since-form",
                    "{value!r} is not a year and month; write it like 1974-03.",
                    value=value[:40],
                ),
            )


def _one_of_each_name(people: tuple[Person, ...]) -> Iterator[Mistake]:
    """Check that what a ballot calls a person says which one is meant."""
    seen: dict[str, Person] = {}
    for index, person in enumerate(people):
        key = name_key(person.display_name)
        if key and key in seen:
            yield (
                ("people", index, "name"),
                Problem(
                    "name-twice",
                    "{name} stands here more than once, and nothing tells one from the other. If"
                    " they are different people, give each of them a post or a unit of their own;"
                    " if not, take one away.",
                    name=seen[key].display_name,
                ),
            )
        seen.setdefault(key, person)


def _shown_as(path: Path, person: Person) -> Iterator[Mistake]:
    yield from texts(path, person, "shown_as? shown_as_en", limit=MOST_SHOWN)
    for field, name in (("shown_as", person.name), ("shown_as_en", person.name_en)):
        if not getattr(person, field).startswith(name if getattr(person, field) else ""):
            yield (
                (*path, field),
                Problem(
                    "shown-as-name",
                    "This must begin with the person's name, {name}.",
                    name=name,
                ),
            )
