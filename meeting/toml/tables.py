"""Reading a TOML file field by field, and collecting everything that is wrong with it.

`read_toml` gives a `Table`. Asking a table for a field of another type notes a problem with
file, line and key, and gives a stand-in, so that reading goes on; `unknown` notes the keys that
nobody asked for. `Source.problems` holds everything in the end.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path as FilePath
from typing import TypeVar

from meeting.definition.mistakes import Path, place
from meeting.files import read_bounded
from meeting.language import N_
from meeting.problem import Phrase, Problem, Several
from meeting.published.fields import MOST_NUMBER, parse_exact, parse_number
from meeting.rules.step import PeopleOf
from meeting.toml.lines import toml_lines
from meeting.toml.reasons import place_of, reason_msgid

T = TypeVar("T")

MOST_BYTES = 256 * 1024


class Source:
    """A TOML file: its name, its lines, and the problems found in it so far."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self.name = name
        self._lines = lines
        self.problems: list[Problem] = []
        self._paths: list[Path] = []

    def where(self, path: Path) -> str:
        """`meeting.toml:12 groups[1].size`; lists are counted from 1."""
        known = path
        while known not in self._lines:
            known = known[:-1]
        return f"{self.name}:{self._lines[known]} {place(path, first=1)}".strip()

    def note(self, path: Path, problem: Problem) -> None:
        """Keep a problem of the field at `path`."""
        problem.where = problem.where or self.where(path)
        self._paths.append(path)
        self.problems.append(problem)

    def touched(self, path: Path) -> bool:
        """Say whether a problem was noted for this field, or inside it, or around it."""
        return any(
            path[: len(other)] == other or other[: len(path)] == path for other in self._paths
        )

    def in_order(self) -> list[Problem]:
        """The problems sorted by the line on which they stand."""
        lines = [self._line_of(path) for path in self._paths]
        order = sorted(range(len(lines)), key=lambda index: lines[index])
        return [self.problems[index] for index in order]

    def _line_of(self, path: Path) -> int:
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]


def read_toml(path: FilePath) -> Table:
    """Read a TOML file into its root table. Raises Problem naming the line of a syntax error."""
    data = read_bounded(path, MOST_BYTES)
    return parse_toml(data, path.name)


def parse_toml(data: bytes, name: str) -> Table:
    """Read TOML bytes into their root table. Raises Problem naming the line of a syntax error."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problem(
            "toml-not-utf8",
            "This line is not UTF-8 text. Save the file as UTF-8 in your editor.",
            where=f"{name}:{line}",
        ) from error
    try:
        value = tomllib.loads(text)
        lines = toml_lines(text)
    except RecursionError as error:
        raise Problem("toml-syntax", "This is nested too deeply.", where=name) from error
    except ValueError as error:
        line, column = place_of(error, text)
        raise Problem(
            "toml-syntax",
            "This is not TOML (line {line}, column {column}): {reason}.",
            where=f"{name}:{line}",
            line=line,
            column=column,
            reason=Phrase(reason_msgid(str(error), "".join(text.split("\n")[line - 1 : line]))),
        ) from error
    return Table(value, (), Source(name, lines))


class Table:
    """One TOML table at `path` of `source`."""

    def __init__(self, value: dict[str, object], path: Path, source: Source) -> None:
        self._value = value
        self._asked: set[str] = set()
        self.path = path
        self.source = source

    def has(self, name: str) -> bool:
        """Say whether the key is there (and count it as known)."""
        self._asked.add(name)
        return name in self._value

    def get(self, name: str) -> object:
        """The raw value, None if the key is missing (and count it as known)."""
        self._asked.add(name)
        return self._value.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; a key that is missing without a `default` is a problem."""
        value = self._needed(name, default)
        return value if isinstance(value, str) else self._wrong(name, value, N_('text in "…"'), "")

    def number(self, name: str, default: int | None = None, *, stand_in: int = 1) -> int:
        """A whole number."""
        value = self._needed(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._wrong(name, value, N_("a whole number"), stand_in)

    def boolean(self, name: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = self._needed(name, default)
        return (
            value
            if isinstance(value, bool)
            else self._wrong(name, value, N_("true or false"), True)
        )

    def day(self, name: str) -> str:
        """A date as `2026-11-21`."""
        value = self._needed(name, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        return self._wrong(
            name, value, N_("a date such as 2026-11-21, without quotes"), "2000-01-01"
        )

    def weight(self, name: str) -> Fraction | None:
        """An exact number, written `"2/5"` or 1; None where the key is missing."""
        if not self.has(name):
            return None
        value = self._value[name]
        weight = parse_exact(value) if isinstance(value, str) else None
        if type(value) is int and value == 1:
            return Fraction(1)
        if weight is None:
            return self._wrong(name, value, N_('a fraction in quotes, such as "2/5"'), None)
        return weight

    def exact(self, name: str) -> Fraction:
        """An exact number, 0 or more: 3, "2/5", "0.85" or "80%"."""
        return self._exact(name, self._needed(name, None))

    def exacts(self, name: str) -> tuple[Fraction, ...]:
        """A list of exact numbers."""
        value = self._needed(name, None)
        if isinstance(value, list):
            return tuple(self._exact(name, each) for each in value)
        return self._wrong(name, value, N_('a list of numbers, such as ["1", "0.9"]'), ())

    def _exact(self, name: str, value: object) -> Fraction:
        found = parse_number(value) if isinstance(value, str) else None
        if type(value) is int and 0 <= value < MOST_NUMBER:
            found = Fraction(value)
        if found is None:
            expected = N_('a number such as 3, "2/5", "0.85" or "80%"')
            return self._wrong(name, value, expected, Fraction(1))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._needed(name, None)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        return self._wrong(name, value, N_('a list of texts, such as ["…", "…"]'), ())

    def people(self, name: str) -> tuple[str, ...]:
        """A list of ids of people, or the id of one of the meeting's lists in its place."""
        value = self.get(name)
        return (PeopleOf(value),) if isinstance(value, str) else self.texts(name)

    def optional_texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none where the key is missing."""
        return self.texts(name) if self.has(name) else ()

    def table(self, name: str, *, optional: bool = False) -> Table:
        """An inner table; an empty one where it is optional and missing."""
        value = self._needed(name, {} if optional else None)
        if isinstance(value, dict):
            return Table(value, (*self.path, name), self.source)
        self._wrong(name, value, N_("a table, beginning with its name in [ ]"), None)
        return Table({}, (*self.path, name), self.source)

    def tables(self, name: str, *, optional: bool = False) -> Iterator[Table]:
        """Yield the tables of a list of tables."""
        value = self._needed(name, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._wrong(name, value, N_("tables, each beginning with its name in [[ ]]"), None)
            return
        for index, each in enumerate(value):
            yield Table(each, (*self.path, name, index), self.source)

    def parts(self, name: str) -> Iterator[Table]:
        """Yield the tables of a list of tables."""
        return self.tables(name)

    def finish(self) -> None:
        """Note every key that nobody has asked for."""
        self.unknown()

    def names(self) -> tuple[str, ...]:
        """All keys of the table (and count them as known)."""
        self._asked.update(self._value)
        return tuple(self._value)

    def unknown(self) -> None:
        """Note every key that nobody has asked for, with the nearest known one."""
        for name in self._value:
            if name in self._asked:
                continue
            near = difflib.get_close_matches(name, self._asked, 1)
            if near:
                problem = Problem(
                    "key-unknown",
                    "The key {name!r} is not known here. Did you mean {near!r}?",
                    name=name,
                    near=near[0],
                )
            else:
                problem = Problem(
                    "key-unknown",
                    "The key {name!r} is not known here. Known are: {known}.",
                    name=name,
                    known=Several(sorted(self._asked)),
                )
            self.source.note((*self.path, name), problem)

    def note(self, name: str, problem: Problem) -> None:
        """Keep a problem of one field."""
        self.source.note((*self.path, name), problem)

    def _needed(self, name: str, default: object) -> object:
        self._asked.add(name)
        return self._value.get(name, default)

    def _wrong(self, name: str, value: object, expected: str, stand_in: T) -> T:
        if value is None:
            problem = Problem(
                "key-missing",
                "{name} is missing; expected is {expected}.",
                name=name,
                expected=Phrase(expected),
            )
        else:
            problem = Problem(
                "key-type",
                "{value} was found here; expected is {expected}.",
                value=str(value)[:60],
                expected=Phrase(expected),
            )
        self.note(name, problem)
        return stand_in
