"""What we tell a person who gave us something that cannot be used.

A `Problem` says where (file, line, row, field), what was found and what is expected, in the
reader's language. `Problems` is several of them at once, so that whoever fills in a file
learns everything that is wrong with it in one go. Problems never carry a secret.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Self

from meeting.language import N_, gettext_for, listed
from meeting.printable import Lines, filled, printable

ROOM = Path(__file__).parent
"""The folder that holds this room's translations."""


class Phrase(str):
    """A value of a problem that is itself a msgid of its room, or else of this one."""

    __slots__ = ()


class Worded(str, ABC):
    """A value that says itself in the reader's language; as a text, it is for programmers."""

    __slots__ = ()

    @abstractmethod
    def told(self, language: str) -> str:
        """What it says in `language`."""


class Several(Worded):
    """A value that lists several things, with the mark between them that the language has."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[object]) -> Self:
        """List `parts` in their order."""
        given = tuple(each if isinstance(each, str) else str(each) for each in parts)
        several = super().__new__(cls, listed(given, "en"))
        several.parts = given
        return several

    def told(self, language: str) -> str:
        """The list in `language`, each of its parts too."""
        told = (each.told(language) if isinstance(each, Worded) else each for each in self.parts)
        return listed(told, language)


class Problem(Exception):  # noqa: N818 - it tells a person what to mend
    """One thing that is wrong: a stable `code`, the place, and a sentence.

    `message` is an English gettext msgid with `{named}` fields, filled from `values`; of these
    only `Lines` may hold the end of a line.
    A room that speaks to users makes a subclass with its own `room` (the folder that holds
    its `translations`).
    """

    room: ClassVar[Path] = ROOM

    def __init__(self, code: str, message: str, *, where: str = "", **values: object) -> None:
        super().__init__(code, message, where, values)
        self.code = code
        self.message = message
        self.where = where
        self.values = values

    def text(self, language: str) -> str:
        """The sentence in `language`, without the place."""
        translated = gettext_for(self.room, language)
        ours = gettext_for(Problem.room, language)
        values: dict[str, object] = {}
        for name, value in self.values.items():
            if isinstance(value, Phrase):
                values[name] = Lines(ours(translated(value)))
            else:
                values[name] = value.told(language) if isinstance(value, Worded) else value
        return filled(translated(self.message), **values)

    def told(self, language: str) -> str:
        """The sentence with the place before it, as command lines print it."""
        sentence = self.text(language)
        # A name of a file may hold the end of a line: none begins a line of its own.
        return f"{printable(self.where, keep='')}: {sentence}" if self.where else sentence

    def __str__(self) -> str:
        sentence = filled(self.message, **self.values)
        return f"{printable(self.where, keep='')}: {sentence}" if self.where else sentence


class Problems(Problem):
    """Several problems, in the order of their places; never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("Problems needs at least one problem")
        super().__init__("several", N_("problems: {count}"), count=len(self.problems))

    def text(self, language: str) -> str:
        """One line per problem, each with its place."""
        return "\n".join(each.told(language) for each in self.problems)

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.problems)
