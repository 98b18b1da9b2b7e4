"""Canonical JSON and the forms of values (chapter 3)."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from .findings import Refused, demand

MAX_DEPTH = 24
MAX_INTEGER = 2**53 - 1
SMALL_WEIGHT = 2**30
LONGEST_WEIGHT = len(str(MAX_INTEGER))
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Exactly:
    """A form: an array of so many entries of one form."""

    length: int
    form: Any


def sha256_hex(text: bytes) -> str:
    """hex(SHA256(text)) (chapter 1)."""
    return hashlib.sha256(text).hexdigest()


def sha256_b64(text: bytes) -> str:
    """b64(SHA256(text)), without padding (chapter 1)."""
    return base64.b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")


def strict_base64(text: str) -> bytes:
    """The bytes of padded base64 in the one spelling that encoding gives (chapters 1, 15)."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("note-base64", "this is not base64") from None
    demand(base64.b64encode(data).decode() == text, "note-base64", "base64 in another spelling")
    return data


def _quoted(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"

    return f'"{_ESCAPED.sub(escape, text)}"'


def _written(value: Any, depth: int) -> str:
    brackets = isinstance(value, list | dict)
    demand(depth < MAX_DEPTH or not brackets, "json-too-deep", "the JSON text is nested too deep")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return f"[{','.join(_written(entry, depth + 1) for entry in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_quoted(name)}:{_written(entry, depth + 1)}" for name, entry in value.items())
        return f"{{{','.join(pairs)}}}"
    raise Refused("json-type", "null or a fraction stands in the JSON text")


def write(value: Any) -> bytes:
    """The one way to write a value."""
    try:
        return _written(value, 0).encode()
    except UnicodeEncodeError:
        raise Refused("json-not-canonical", "a lone surrogate") from None
    except RecursionError:
        raise Refused("json-too-deep", "the JSON text is nested too deep") from None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    demand(len(dict(pairs)) == len(pairs), "json-not-canonical", "a field stands twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise Refused("json-type", f"{name} is no integer")


def parse(text: bytes) -> Any:
    """Parse, write again, compare bytes."""
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        raise Refused("json-not-utf8", "the JSON text is not UTF-8") from None
    try:
        value = json.loads(decoded, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except RecursionError:
        raise Refused("json-too-deep", "the JSON text is nested too deep") from None
    except ValueError:
        raise Refused("json-syntax", "this is not JSON") from None
    demand(write(value) == text, "json-not-canonical", "the JSON text is not in canonical form")
    return value


def read(text: bytes, form: Any) -> Any:
    """A canonical JSON text of a form, with its texts turned into what they stand for."""
    return conform(parse(text), form)


def conform(value: Any, form: Any) -> Any:
    """The value if it has this form.

    Forms: a type; a function that reads; `[form]` for an array; `Exactly`; a dictionary of
    fields in their order, `name?` for one that may be left out; else a literal.
    """
    if isinstance(form, dict):
        demand(isinstance(value, dict), "json-type", "an object is expected")
        names = [name.rstrip("?") for name in form if not name.endswith("?") or name[:-1] in value]
        demand(list(value) == names, "json-fields", f"fields {list(value)} instead of {names}")
        return {name: conform(value[name], form.get(name) or form[f"{name}?"]) for name in names}
    if isinstance(form, list | Exactly):
        demand(isinstance(value, list), "json-type", "an array is expected")
        if isinstance(form, list):
            return [conform(entry, form[0]) for entry in value]
        demand(len(value) == form.length, "array-length", f"{len(value)} entries")
        return [conform(entry, form.form) for entry in value]
    form = natural if form is int else form
    if isinstance(form, type):
        demand(isinstance(value, form), "json-type", f"{form.__name__} is expected")
        return value
    if callable(form):
        return form(value)
    demand(type(value) is type(form), "json-type", f"{form} is expected")
    demand(value == form, "integer-out-of-range", f"{form} is expected")
    return value


def texts(names: str) -> dict[str, Any]:
    """A form's fields that are texts."""
    return dict.fromkeys(names.split(), str)


def anything(value: Any) -> Any:
    """Any canonical value."""
    return value


def natural(value: Any) -> int:
    """A JSON integer from 0 on."""
    demand(isinstance(value, int) and not isinstance(value, bool), "json-type", "no integer")
    demand(0 <= value <= MAX_INTEGER, "integer-out-of-range", f"{value} is out of range")
    return int(value)


def digest(value: Any) -> str:
    """A hash in lower-case hexadecimal."""
    good = isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value)
    demand(good, "hash-form", "a hash is expected")
    return str(value)


def fingerprint(value: Any) -> str:
    """A hash in base64 without padding."""
    form = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]"  # the unused bits of the last one are zero
    good = isinstance(value, str) and re.fullmatch(form, value)
    demand(good, "hash-form", "a fingerprint is expected")
    return str(value)


def decimal_weight(value: str) -> int:
    """A weight written as a decimal string, below 2^53 (chapters 3 and 5)."""
    good = re.fullmatch("0|[1-9][0-9]*", value)
    demand(good, "decimal-not-canonical", f"{value:.40} is no decimal number")
    small = len(value) <= LONGEST_WEIGHT and int(value) <= MAX_INTEGER
    demand(small, "decimal-out-of-range", f"{value:.40} is too large")
    return int(value)


def short(longest: int) -> Callable[[Any], str]:
    """A form: a text of so many characters at most."""

    def reader(value: Any) -> str:
        demand(isinstance(value, str), "json-type", "a text is expected")
        demand(len(value) <= longest, "text-too-long", f"more than {longest} characters")
        return str(value)

    return reader


def weight(value: Any) -> int:
    """A total or a count: an integer below 2^30, a decimal string from there on (chapter 3)."""
    if not isinstance(value, str):
        number = natural(value)
        demand(number < SMALL_WEIGHT, "integer-out-of-range", "a large weight as a number")
        return number
    number = decimal_weight(value)
    demand(number >= SMALL_WEIGHT, "weight-not-canonical", f"{value} is no weight")
    return number


def chosen(*choices: str) -> Callable[[Any], str]:
    """A form: one of these texts."""

    def reader(value: Any) -> str:
        demand(value in choices, "json-type", f"one of {choices} is expected")
        return str(value)

    return reader
