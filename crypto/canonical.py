"""Canonical JSON: the one way to write a value, and a reader that accepts no other.

The record is a chain of hashes over JSON texts, so a value must have exactly one
text. It is that of Belenios' own programs: compact, raw UTF-8, the control
characters and DEL escaped (Python leaves DEL raw), fields in the order of the
specification. Floats and null do not occur in the protocol.

The readers of single typed values (`crypto.json_values`) are offered here too.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from crypto.base64_texts import unpadded
from crypto.errors import ParseError
from crypto.json_values import (
    JSON,
    LARGEST_SMALL_INTEGER,
    MAX_WEIGHT,
    array,
    base64_hash,
    boolean,
    decimal,
    fields,
    hex_digest,
    integer,
    item,
    join,
    text,
    weight,
    weight_value,
)
from crypto.place import Where

__all__ = [
    "JSON",
    "LARGEST_SMALL_INTEGER",
    "MAX_DEPTH",
    "MAX_WEIGHT",
    "MOST_VALUES",
    "array",
    "base64_hash",
    "boolean",
    "decimal",
    "dumps",
    "fields",
    "hex_digest",
    "integer",
    "item",
    "join",
    "loads",
    "sha256_b64",
    "sha256_hex",
    "text",
    "weight",
    "weight_value",
]

MAX_DEPTH = 24
"""Nesting allowed in any text we read; the protocol itself needs about ten."""

MOST_VALUES = 100_000_000
"""Bytes of memory that the value of a text may take besides its characters, if nothing is said."""

_SMALL = 1 << 20
"""Characters of a text whose value takes less than that, whatever stands in it."""

_LIST, _OBJECT, _STRING, _PLACE, _NUMBER = 96, 240, 64, 10, 32
"""Bytes of memory for one of each, its characters aside, and for a place in a list."""


def dumps(value: JSON) -> str:
    """The canonical text of `value`, fields in the order given.

    Raises `ParseError` (`text-not-unicode`) when a string holds a lone
    surrogate, which UTF-8 cannot carry.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParseError(
            "text-not-unicode", "a string holds half a surrogate pair, which UTF-8 cannot carry"
        ) from None
    return text.replace("\x7f", "\\u007f")


def loads(
    data: bytes | str, *, limit: int, where: Where = "", most_values: int = MOST_VALUES
) -> JSON:
    """Read canonical JSON of at most `limit` bytes.

    The text must be what `dumps` makes of the value it holds, byte for
    byte; so duplicate keys, spaces, other escapes, `-0` and a byte-order mark
    are refused along with floats, null and more than `MAX_DEPTH` levels. So is a
    long text, before it is read, if the lists, objects, strings and numbers in it would take more
    than `most_values` bytes of memory, and as many more as the text has.
    Raises `ParseError`: `json-too-long`, `json-not-utf8`, `json-syntax`,
    `json-type`, `json-too-deep` or `json-not-canonical`.
    """
    text = _text(data, limit, where)
    if len(text) > _SMALL:
        _refuse_dense(text, most_values, where)
    value = _plain(text)
    return _strict(text, where) if value is None else value


def _plain(text: str) -> JSON | None:
    """The value of a text that is canonical for reasons that are cheap to see; None of others.

    Without spaces, escapes, DEL and minus signs, a text of JSON that holds integers, strings,
    arrays and objects only is what `dumps` writes, unless a key stands twice. Then there are more
    ends of a key (`":`) in the text than keys in the value; or a string begins with a colon. So it
    is with ballots and nearly everything that is long; for what is not, and for every fault,
    `_strict` is asked.
    """
    if any(mark in text for mark in _NOT_PLAIN):
        return None
    try:
        value: JSON = _PLAIN_DECODER.decode(text)
    except (ValueError, RecursionError, ParseError):
        return None
    keys = depth = 0
    level: list[Any] = [[value]]
    while level:
        keys += sum(len(each) for each in level if type(each) is dict)
        items = [item for each in level for item in (each.values() if type(each) is dict else each)]
        level = [item for item in items if type(item) in _CONTAINERS]
        depth += 1
        if None in items or depth > MAX_DEPTH + 1:
            return None
    return value if keys == text.count('":') else None


def _strict(text: str, where: Where) -> JSON:
    """The value of `text`, which is compared with what `dumps` makes of it."""
    try:
        value: JSON = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
        _check(value, MAX_DEPTH)
    except RecursionError:
        raise ParseError("json-too-deep", _TOO_DEEP, where=where) from None
    except ParseError as error:
        raise error.at(where) from None
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "number too long"
        raise ParseError("json-syntax", f"not JSON: {reason}", where=where) from None
    if dumps(value) != text:
        raise ParseError(
            "json-not-canonical",
            "the text is not the canonical form of the value it holds",
            where=where,
        )
    return value


_TOO_DEEP = f"more than {MAX_DEPTH} levels of nesting"


def _text(data: bytes | str, limit: int, where: Where) -> str:
    try:
        raw = data.encode() if isinstance(data, str) else data
        if len(raw) > limit:
            raise ParseError(
                "json-too-long", f"{len(raw)} bytes, expected at most {limit}", where=where
            )
        return data if isinstance(data, str) else raw.decode()
    except UnicodeError:
        raise ParseError("json-not-utf8", "the text is not UTF-8", where=where) from None


def _refuse_dense(text: str, most_values: int, where: Where) -> None:
    """Refuse a text of little else than marks: its value would be many times as large as itself.

    What the protocol writes is long because its numbers and names are. A number of at most three
    digits takes no memory of its own; a longer one has three more characters than the shortest.
    """
    further = text.count(",")
    long = max(0, min(further, (len(text) - 2 * further) // 3))
    memory = (
        *(_LIST * text.count("["), _OBJECT * text.count("{"), _STRING * text.count('"') // 2),
        *(_PLACE * further, _NUMBER * long),
    )
    if sum(memory) > most_values + len(text):
        detail = f"{len(text)} characters whose value would take {sum(memory)} bytes of memory"
        raise ParseError("json-too-long", detail, where=where)


def _object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("json-not-canonical", "an object holds the same key twice")
    return found


def _no_float(_text: str) -> NoReturn:
    raise ParseError("json-type", "a number is not an integer")


_NOT_PLAIN = (" ", "\\", "\n", "\r", "\t", "\x7f", "-")
_CONTAINERS = frozenset((dict, list))
_PLAIN_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def _check(value: object, levels: int) -> None:
    kind = type(value)
    if kind is str:
        # Only an escape can bring a lone surrogate in; dumps would then refuse it
        # as our mistake, while it is the sender's.
        if not value.isascii():  # type: ignore[attr-defined]
            _check_surrogates(value)  # type: ignore[arg-type]
    elif kind is list:
        _check_levels(levels)
        for item in value:  # type: ignore[attr-defined]
            _check(item, levels - 1)
    elif kind is dict:
        _check_levels(levels)
        for key, item in value.items():  # type: ignore[attr-defined]
            _check(key, levels)
            _check(item, levels - 1)
    elif value is None:
        raise ParseError("json-type", "null is not a value of this protocol")


def _check_levels(levels: int) -> None:
    if levels <= 0:
        raise ParseError("json-too-deep", _TOO_DEEP)


def _check_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParseError("json-not-canonical", "a string holds half a surrogate pair") from None


def sha256_hex(data: bytes | str) -> str:
    """The SHA-256 of `data` (text as UTF-8) in 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_b64(data: bytes | str) -> str:
    """The SHA-256 of `data` (text as UTF-8) in unpadded base64, 43 characters."""
    digest = hashlib.sha256(data.encode() if isinstance(data, str) else data).digest()
    return unpadded(digest)
