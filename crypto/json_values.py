"""Readers of single values inside canonical JSON.

Each takes a JSON value and the path where it stands, and returns it with the
type and range it must have, or raises `ParseError` naming that path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from crypto.base64_texts import from_unpadded
from crypto.errors import ParseError
from crypto.place import Place, Where, place_of

S = TypeVar("S")
T = TypeVar("T")

JSON: TypeAlias = str | int | bool | Sequence["JSON"] | Mapping[str, "JSON"]
"""A value that canonical JSON can hold."""

LARGEST_SMALL_INTEGER = 2**30 - 1
"""Weights up to here are JSON numbers; larger ones are decimal strings."""

MAX_WEIGHT = 2**53 - 1
"""Largest weight, or sum of weights, that we read."""

_NAMES_SHOWN = 20
_DECIMAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_HEX_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HASH_SIZE = 32  # bytes of a SHA-256


def fields(
    value: JSON,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
    where: Where = "",
    *,
    order: tuple[str, ...] = (),
) -> dict[str, JSON]:
    """The object `value`, which holds exactly these fields in this order.

    The order is `required`, then the `optional` ones that are present; give
    `order` (all names) when optional fields stand between required ones.
    Raises `ParseError` (`json-type` or `json-fields`).
    """
    if not isinstance(value, dict):
        raise ParseError("json-type", f"{_kind(value)} found, expected an object", where=where)
    names = tuple(value)
    if names == required:
        return value
    expected = tuple(
        name for name in order or required + optional if name in required or name in value
    )
    if names != expected:
        raise ParseError(
            "json-fields",
            f"fields {_shown(names)} found, expected {_shown(expected)} in this order",
            where=where,
        )
    return value


def text(value: JSON, where: Where = "", *, longest: int | None = None) -> str:
    """`value`, a string of at most `longest` characters."""
    if not isinstance(value, str):
        raise ParseError("json-type", f"{_kind(value)} found, expected a string", where=where)
    if longest is not None and len(value) > longest:
        raise ParseError(
            "text-too-long",
            f"{len(value)} characters found, expected at most {longest}",
            where=where,
        )
    return value


def integer(value: JSON, where: Where = "", *, least: int, most: int) -> int:
    """`value`, an integer with `least <= value <= most`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ParseError("json-type", f"{_kind(value)} found, expected an integer", where=where)
    if not least <= value <= most:
        raise ParseError(
            "integer-out-of-range", f"expected an integer from {least} to {most}", where=where
        )
    return value


def boolean(value: JSON, where: Where = "") -> bool:
    """`value`, true or false."""
    if not isinstance(value, bool):
        raise ParseError("json-type", f"{_kind(value)} found, expected a boolean", where=where)
    return value


def array(value: JSON, where: Where = "", *, least: int, most: int) -> list[JSON]:
    """`value`, an array of `least` to `most` items."""
    if not isinstance(value, list):
        raise ParseError("json-type", f"{_kind(value)} found, expected an array", where=where)
    if not least <= len(value) <= most:
        expected = str(least) if least == most else f"{least} to {most}"
        raise ParseError(
            "array-length", f"{len(value)} items found, expected {expected}", where=where
        )
    return value


def decimal(value: JSON, where: Where = "", *, below: int) -> int:
    """The non-negative integer whose canonical decimal string `value` is.

    No sign, no leading zero, no other digits than ASCII; smaller than `below`.
    Raises `ParseError` (`json-type`, `decimal-not-canonical`,
    `decimal-out-of-range`).
    """
    digits = text(value, where)
    if not _DECIMAL.fullmatch(digits):
        raise ParseError(
            "decimal-not-canonical", "not a decimal number without leading zeros", where=where
        )
    # The length is compared first: reading a long number takes quadratic time.
    if len(digits) > below.bit_length() * 3 // 10 + 2 or (number := int(digits)) >= below:
        raise ParseError("decimal-out-of-range", "the number is too large", where=where)
    return number


def hex_digest(value: JSON, where: Where = "") -> str:
    """`value`, 64 lower-case hexadecimal digits (a SHA-256)."""
    if not _HEX_DIGEST.fullmatch(text(value, where)):
        raise ParseError(
            "hash-form", "not 64 lower-case hexadecimal digits (a SHA-256)", where=where
        )
    return str(value)


def base64_hash(value: JSON, where: Where = "") -> str:
    """`value`, the unpadded base64 of 32 bytes (a SHA-256)."""
    found = text(value, where)
    try:
        size = len(from_unpadded(found))
    except ValueError:
        size = 0
    if size != _HASH_SIZE:
        raise ParseError("hash-form", "not the unpadded base64 of 32 bytes", where=where)
    return found


def weight(value: JSON, where: Where = "") -> int:
    """The weight that `value` holds: a small integer, or a string if large."""
    if isinstance(value, str):
        number = decimal(value, where, below=MAX_WEIGHT + 1)
        if number <= LARGEST_SMALL_INTEGER:
            raise ParseError(
                "weight-not-canonical", "a small weight is written as a number", where=where
            )
        return number
    return integer(value, where, least=0, most=LARGEST_SMALL_INTEGER)


def weight_value(number: int) -> int | str:
    """The JSON value of a weight; the inverse of `weight`."""
    return number if number <= LARGEST_SMALL_INTEGER else str(number)


def read_each(cells: Iterable[S], read: Callable[[S], T], where: Where = "") -> tuple[T, ...]:
    """Every item of the array at `where`, read with `read`.

    Its index is put around the place of what `read` refuses, so that no place is made before there
    is a fault.
    """
    found: list[T] = []
    try:
        for cell in cells:
            found.append(read(cell))  # noqa: PERF401 - how many there are tells which one failed
    except ParseError as error:
        raise error.at(item(where, len(found))) from None
    return tuple(found)


def texts_in(value: JSON) -> list[str]:
    """Every string inside `value`, however deep; the names of fields are none of them."""
    found: list[str] = []
    level: list[Any] = [[value]]
    while level:
        items = [each for one in level for each in (one.values() if type(one) is dict else one)]
        found += [each for each in items if type(each) is str]
        level = [each for each in items if type(each) is dict or type(each) is list]
    return found


def item(where: Where, index: int) -> Place:
    """The place of item `index` of the array at `where`."""
    return Place((*place_of(where).steps, index))


def join(where: Where, name: str) -> Where:
    """The place of the field `name` of the object at `where`."""
    return Place((*place_of(where).steps, name)) if where else name


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    names = {str: "a string", int: "an integer", list: "an array", dict: "an object"}
    return names.get(type(value), "something else")


def _shown(names: tuple[str, ...]) -> str:
    listed = ", ".join(json.dumps(name[:40]) for name in names[:_NAMES_SHOWN])
    return f"[{listed}{', …' if len(names) > _NAMES_SHOWN else ''}]"
