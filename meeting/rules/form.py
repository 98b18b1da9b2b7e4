"""Steps as they stand in a file, field by field: read from TOML or JSON, written as JSON.

What fields a kind of step has, and of which type, its dataclass says once; the same goes into the
published JSON Schema (`meeting.rules.schema`). A field with its default is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Protocol, Self, get_args, get_origin, get_type_hints

from meeting.rules.kinds import KINDS, AnyStep


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

    def exacts(self, name: str) -> tuple[Fraction, ...]:
        """A list of exact numbers that must be there."""

    def parts(self, name: str) -> Iterator[Self]:
        """Yield the tables of a list that must be there."""

    def finish(self) -> None:
        """Look at the fields that nobody asked for."""


def read_step(source: Source) -> AnyStep | None:
    """The step of a table; None where its kind is not known, which is for the caller to say."""
    kind = KINDS.get(source.text("kind"))
    return None if kind is None else _read(kind, source)


def step_to_json(step: AnyStep) -> dict[str, Any]:
    """The JSON value of a step: its kind, then its fields in their order."""
    return {"kind": step.kind, **_written(step)}


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


def _read(kind: Any, source: Source) -> Any:
    types = types_of(kind)
    values = {
        each.name: _value(types[each.name], source, each.name)
        for each in fields(kind)
        if source.has(each.name) or not is_optional(each)
    }
    source.finish()
    return kind(**values)


def _value(kind: Any, source: Source, name: str) -> object:
    if get_origin(kind) is tuple:
        part = plain(get_args(kind)[0])
        if is_dataclass(part):
            return tuple(_read(part, each) for each in source.parts(name))
        return source.exacts(name) if part is Fraction else source.texts(name)
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
