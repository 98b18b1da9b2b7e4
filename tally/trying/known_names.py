"""Rounds, groups, people and answers as somebody types them in: by name, or by id."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from meeting.names import name_key
from meeting.problem import Phrase, Several
from meeting.toml.tables import Table
from tally.problem import Problem


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Things by id, and by name as names are compared; `shown` are their names."""

    things: Mapping[str, T]
    shown: tuple[str, ...]

    def find(self, name: str) -> T | None:
        """What was meant by a name or an id; None for nothing, or for two things of one name."""
        return self.things.get(name) or self.things.get(name_key(name))


def known_by_name(things: Iterable[T]) -> Known[T]:
    """Make things known by what they are called; a name that two of them share is none."""
    found: dict[str, T] = {}
    twice: set[str] = set()
    shown = []
    for each in things:
        name = _called(each)
        shown.append(name)
        twice |= {name_key(name)} & found.keys()
        found[name_key(name)] = each
    by_name = {key: each for key, each in found.items() if key not in twice}
    return Known(by_name | {each.id: each for each in things}, tuple(shown))


def named(table: Table, known: Known[T], what: str) -> Iterator[tuple[str, T]]:
    """Yield the keys of a table with what each names; note those that name nothing."""
    for name in table.names():
        found = known.find(name)
        if found is not None:
            yield name, found
            continue
        near = difflib.get_close_matches(name, [*known.shown, *known.things], 1)
        if near:
            problem = Problem(
                "typed-unknown",
                "{name!r} is not {what}. Did you mean {near!r}?",
                name=name,
                what=Phrase(what),
                near=near[0],
            )
        else:
            problem = Problem(
                "typed-unknown",
                "{name!r} is not {what}. There are: {known}.",
                name=name,
                what=Phrase(what),
                known=Several(known.shown),
            )
        table.note(name, problem)


def _called(thing: object) -> str:
    """A person by the name that tells namesakes apart, an answer by its label, all else by name."""
    for field in ("display_name", "label", "name"):
        name = getattr(thing, field, None)
        if name:
            return str(name)
    raise TypeError(thing)
