"""Typed reading of one JSON object of a published meeting, and exact numbers as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from meeting.definition.mistakes import Path, place
from meeting.language import N_
from meeting.problem import Phrase, Problem

_EXACT = re.compile(r"[1-9][0-9]{0,8}(/[1-9][0-9]{0,8})?")
_FRACTION = re.compile(r"[0-9]{1,15}(/[1-9][0-9]{0,14})?")
_DECIMAL = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(%?)")
MOST_NUMBER = 2**31


class Fields:
    """A JSON object at `path`; reading a field of another type raises Problem("field-type").

    Unknown fields are not looked at here: the whole is compared byte for byte afterwards.
    """

    def __init__(self, value: object, path: Path, where: str) -> None:
        self._path = path
        self._where = where
        if not isinstance(value, dict):
            raise self._wrong((), N_("an object"))
        self._value: dict[str, object] = value

    def text(self, name: str) -> str:
        """A string that must be there."""
        value = self._value.get(name)
        if not isinstance(value, str):
            raise self._wrong((name,), N_("text"))
        return value

    def optional_text(self, name: str) -> str:
        """A string, empty where the field is left out."""
        return self.text(name) if name in self._value else ""

    def number(self, name: str) -> int:
        """A whole number."""
        value = self._value.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST_NUMBER:
            raise self._wrong((name,), N_("a whole number"))
        return value

    def optional_number(self, name: str) -> int | None:
        """A whole number, None where the field is left out."""
        return self.number(name) if name in self._value else None

    def boolean(self, name: str) -> bool:
        """True or false."""
        value = self._value.get(name)
        if not isinstance(value, bool):
            raise self._wrong((name,), N_("true or false"))
        return value

    def weight(self, name: str) -> Fraction | None:
        """An exact number written as text, None where the field is left out."""
        text = self.optional_text(name)
        if name not in self._value:
            return None
        weight = parse_exact(text)
        if weight is None or exact(weight) != text:
            raise self._wrong((name,), N_('an exact number such as "2/5"'))
        return weight

    def exact(self, name: str) -> Fraction:
        """An exact number, 0 or more, written as text."""
        return self._exact(self._value.get(name), (name,))

    def exacts(self, name: str) -> tuple[Fraction, ...]:
        """A list of exact numbers."""
        return tuple(
            self._exact(value, (name, index)) for index, value in enumerate(self._list(name))
        )

    def _exact(self, value: object, path: Path) -> Fraction:
        found = parse_number(value) if isinstance(value, str) else None
        if found is None or exact(found) != value:
            raise self._wrong(path, N_('an exact number such as "2/5"'))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        found = []
        for index, value in enumerate(self._list(name)):
            if not isinstance(value, str):
                raise self._wrong((name, index), N_("text"))
            found.append(value)
        return tuple(found)

    def people(self, name: str) -> tuple[str, ...]:
        """A list of ids of people."""
        return self.texts(name)

    def optional_texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, none where the field is left out."""
        return self.texts(name) if name in self._value else ()

    def objects(self, name: str) -> Iterator[Fields]:
        """Yield the objects of a list."""
        for index, value in enumerate(self._list(name)):
            yield Fields(value, (*self._path, name, index), self._where)

    def inner(self, name: str) -> Fields:
        """The object of a field."""
        return Fields(self._value.get(name), (*self._path, name), self._where)

    def optional_objects(self, name: str) -> Iterator[Fields]:
        """Yield the objects of a list, none where the field is left out."""
        if name in self._value:
            yield from self.objects(name)

    def parts(self, name: str) -> Iterator[Fields]:
        """Yield the objects of a list."""
        return self.objects(name)

    def finish(self) -> None:
        """Leave fields that nobody asked for to the comparison of the whole."""

    def has(self, name: str) -> bool:
        """Say whether the field is there."""
        return name in self._value

    def wrong(self, name: str, expected: str) -> Problem:
        """The problem of a field that is not what was expected."""
        return self._wrong((name,), expected)

    def _list(self, name: str) -> list[object]:
        value = self._value.get(name)
        if not isinstance(value, list):
            raise self._wrong((name,), N_("a list"))
        return value

    def _wrong(self, path: Path, expected: str) -> Problem:
        return Problem(
            "field-type",
            "Something else was found here; expected is {expected}.",
            where=f"{self._where} {place((*self._path, *path))}".strip(),
            expected=Phrase(expected),
        )


def exact(number: Fraction) -> str:
    """Write a fraction in lowest terms: `2/5`, `1`."""
    return str(number)


def parse_exact(text: str) -> Fraction | None:
    """Read `2/5` or `1`; None if it is neither."""
    return Fraction(text) if _EXACT.fullmatch(text) else None


def parse_number(text: str) -> Fraction | None:
    """Read `2/5`, `0.85`, `80%`, `100` or `0` exactly; None if it is none of these."""
    if _FRACTION.fullmatch(text):
        return Fraction(text)
    decimal = _DECIMAL.fullmatch(text)
    if decimal is None:
        return None
    return Fraction(decimal[1]) / (100 if decimal[2] else 1)
