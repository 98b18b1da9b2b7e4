"""Rounds, groups, people and answers as somebody types them in: by name, or by id."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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

    def unknown(self, name: str, what: str) -> Problem:
        """What is said of a name that names nothing; `what` is a msgid: "a round"."""
        near = difflib.get_close_matches(name, [*self.shown, *self.things], 1)
        if near:
            return Problem(
                "typed-unknown",
                "{name!r} is not {what}. Did you mean {near!r}?",
                name=name[:60],
                what=Phrase(what),
                near=near[0],
            )
        return Problem(
            "typed-unknown",
            "{name!r} is not {what}. There are: {known}.",
            name=name[:60],
            what=Phrase(what),
            known=Several(self.shown),
        )


def called(thing: object) -> Iterator[str]:
    """Yield what a thing is called, in Chinese and in English.

    A person by the name that tells namesakes apart, an answer by its label, all else by name.
    """
    for field in ("display_name", "label", "name"):
        name = getattr(thing, field, None)
        if name:
            yield str(name)
            english = getattr(thing, f"{field}_en", "")
            if english:
                yield str(english)
            return
    raise TypeError(thing)


def known_by_name(things: Iterable[T], names_of: Callable[[T], Iterable[str]] = called) -> Known[T]:
    """Make things known by what they are called; a name that two of them share is none."""
    found: dict[str, T] = {}
    twice: set[str] = set()
    shown = []
    for each in things:
        names = list(names_of(each))
        shown.append(names[0])
        keys = {name_key(name) for name in names}
        twice |= keys & found.keys()
        found |= dict.fromkeys(keys, each)
    by_name = {key: each for key, each in found.items() if key not in twice}
    return Known(by_name | {each.id: each for each in found.values()}, tuple(shown))


def named(
    table: Table, known: Known[T], what: str, besides: Collection[str] = ()
) -> Iterator[tuple[str, T]]:
    """Yield the keys of a table with what each names, but for those that are read `besides`.

    Keys that name nothing, or the same as one before, are noted.
    """
    before: dict[str, str] = {}
    for name in table.names():
        if name in besides:
            continue
        found = known.find(name)
        if found is None:
            table.note(name, known.unknown(name, what))
        elif found.id in before:
            table.note(
                name,
                Problem(
                    "typed-twice",
                    "{name!r} and {before!r} are the same; one of them may stay.",
                    name=name,
                    before=before[found.id],
                ),
            )
        else:
            before[found.id] = name
            yield name, found
