"""Steps as they stand in a file, field by field: read from TOML or JSON, written as JSON.

What fields a kind of step has, and of which type, its dataclass says once; the same goes into the
published JSON Schema (`meeting.rules.schema`). A field with its default is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import (
    Any,
    Final,
    Literal,
    Protocol,
    Self,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from meeting.rules.kinds import KINDS, AnyStep
from meeting.rules.step import PersonId

T = TypeVar("T")
_NONE: Final[Mapping[str, object]] = MappingProxyType({})


class Source(Protocol):
    """A table of a file, read field by field; each method notes or raises what is wrong."""

    def has(self, name: str) -> bool:
        """Say whether the field is there."""

    def text(self, name: str) -> str:
        """A text that must be there."""

    def number(self, name: str) -> int:
        """A whole number that must be there."""

    def boolean(self, name: str) -> bool:
        """True or false; it must be there."""

    def exact(self, name: str) -> Fraction:
        """An exact number that must be there."""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts that must be there."""

    def people(self, name: str) -> tuple[str, ...]:
        """The ids of people, in a list that must be there; in a file by hand also a list's id."""

    def exacts(self, name: str) -> tuple[Fraction, ...]:
        """A list of exact numbers that must be there."""

    def parts(self, name: str) -> Iterator[Self]:
        """Yield the tables of a list that must be there."""

    def finish(self) -> None:
        """Look at the fields that nobody asked for."""


class Tagged(Protocol):
    """What has a kind, by which it is read."""

    @property
    def kind(self) -> str:
        """The name of the kind."""


def read_step(source: Source, given: Mapping[str, object] = _NONE) -> AnyStep | None:
    """The step of a table; None where its kind is not known, which is for the caller to say.

    `given` are values of fields that the caller has read.
    """
    return read_tagged(KINDS, source, given)


def step_to_json(step: AnyStep) -> dict[str, Any]:
    """The JSON value of a step: its kind, then its fields in their order."""
    return tagged_to_json(step)


def read_tagged(
    kinds: Mapping[str, type[T]], source: Source, given: Mapping[str, object] = _NONE
) -> T | None:
    """The value of a table that names its kind; None where the kind is not known.

    `given` are values of fields that the caller has read.
    """
    kind = kinds.get(source.text("kind"))
    return None if kind is None else _read(kind, source, given)


def tagged_to_json(thing: Tagged) -> dict[str, Any]:
    """The JSON value of something that has a kind: its kind, then its fields in their order."""
    return {"kind": thing.kind, **_written(thing)}


@cache
def types_of(kind: type[object]) -> dict[str, Any]:
    """The types of the fields of a kind of step, references among them as the text they are."""
    return {name: plain(hint) for name, hint in get_type_hints(kind).items()}


def plain(annotation: Any) -> Any:
    """A type as files know it: without the names that references have."""
    return getattr(annotation, "__supertype__", annotation)


def is_optional(field: Field[Any]) -> bool:
    """Whether a field may be left out."""
    return field.default is not MISSING


def _read(kind: Any, source: Source, given: Mapping[str, object] = _NONE) -> Any:
    types = types_of(kind)
    values = {
        each.name: _value(types[each.name], source, each.name)
        for each in fields(kind)
        if each.name not in given and (source.has(each.name) or not is_optional(each))
    }
    source.finish()
    return kind(**values, **given)


def _value(kind: Any, source: Source, name: str) -> object:
    if get_origin(kind) is tuple:
        part = plain(get_args(kind)[0])
        if is_dataclass(part):
            return tuple(_read(part, each) for each in source.parts(name))
        if part is Fraction:
            return source.exacts(name)
        return source.people(name) if get_args(kind)[0] is PersonId else source.texts(name)
    if get_origin(kind) is Literal:
        return source.text(name)
    return _READERS[kind](source, name)


_READERS: dict[type, Callable[[Source, str], object]] = {
    str: lambda source, name: source.text(name),
    int: lambda source, name: source.number(name),
    bool: lambda source, name: source.boolean(name),
    Fraction: lambda source, name: source.exact(name),
}


def _written(thing: Any) -> dict[str, Any]:
    return {
        each.name: _json(getattr(thing, each.name))
        for each in fields(thing)
        if getattr(thing, each.name) != each.default
    }


def _json(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    return _written(value) if is_dataclass(value) else value
