"""Mistakes: what is wrong with a value, and the path to it; and the checks that make them.

A path is a tuple of field names and list positions, `("groups", 0, "size")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from meeting.definition.wording import check_id, check_text
from meeting.names import name_key
from meeting.problem import Problem, Several

Path = tuple[str | int, ...]
Mistake = tuple[Path, Problem]


def place(path: Path, *, first: int = 0) -> str:
    """Write a path as `groups[0].size`; `first` is the number of a list's first entry."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + first}]"
        else:
            text += f".{step}" if text else step
    return text


def attempt(
    path: Path, check: Callable[..., None], *arguments: object, **named: object
) -> Iterator[Mistake]:
    """Run a check that raises Problem, and yield it with its path."""
    try:
        check(*arguments, **named)
    except Problem as problem:
        yield path, problem


def texts(
    path: Path, thing: object, names: str, *, limit: int = 200, lines: bool = False
) -> Iterator[Mistake]:
    """Check the text fields `names`: a name ending in `?` or `_en` may be empty."""
    for name in names.split():
        bare = name.removesuffix("?")
        empty = bare != name or name.endswith("_en")
        value = getattr(thing, bare)
        yield from attempt((*path, bare), check_text, value, limit=limit, empty=empty, lines=lines)


def distinct(path: Path, values: Sequence[str], name: str, code: str) -> Iterator[Mistake]:
    """Report every value that stood before, as names are compared."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        key = name_key(value)
        if key and key in seen:
            place_of = (*path, index, name) if name else (*path, index)
            yield (
                place_of,
                Problem(code, "{value!r} is here twice; each must be different.", value=value),
            )
        seen.add(key)


def ids(path: Path, values: Sequence[str]) -> Iterator[Mistake]:
    """Check the form of every id and that they differ."""
    for index, value in enumerate(values):
        yield from attempt((*path, index, "id"), check_id, value)
    yield from distinct(path, values, "id", "id-twice")


def within(path: Path, value: int, least: int, most: int) -> Iterator[Mistake]:
    """Check that a number lies between `least` and `most`."""
    if not least <= value <= most:
        yield (
            path,
            Problem(
                "number-range",
                "{value} is not possible here; expected is a number from {least} to {most}.",
                value=value,
                least=least,
                most=most,
            ),
        )


def one_of(path: Path, value: str, allowed: Sequence[str]) -> Iterator[Mistake]:
    """Check that a word is one of those that exist."""
    if value not in allowed:
        yield (
            path,
            Problem(
                "word-unknown",
                "{value!r} is not known here; expected is one of: {allowed}.",
                value=value,
                allowed=Several(allowed),
            ),
        )
