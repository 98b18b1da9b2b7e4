"""The JSON Schema of the rules, from the same dataclasses that read them (draft 2020-12).

It says what a step may look like; whether steps fit a meeting and each other, `meeting check` says.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal, get_args, get_origin

from meeting.rules.form import is_optional, plain, types_of
from meeting.rules.kinds import KINDS

_EXACT = {"type": "string", "pattern": "^[0-9]+(/[1-9][0-9]*)?$"}
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 0},
    bool: {"type": "boolean"},
    Fraction: _EXACT,
}


def rules_schema() -> dict[str, Any]:
    """The schema of `rules` in meeting.json: a list of steps."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The rules of a meeting, as they stand in meeting.json",
        "type": "array",
        "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS]},
        "$defs": {name: _object(kind, name) for name, kind in KINDS.items()},
    }


def _object(kind: Any, name: str = "") -> dict[str, Any]:
    types = types_of(kind)
    properties: dict[str, Any] = {"kind": {"const": name}} if name else {}
    properties |= {each.name: _schema(types[each.name]) for each in fields(kind)}
    required = [each.name for each in fields(kind) if not is_optional(each)]
    return {
        **({"description": _first_sentence(kind)} if name else {}),
        "type": "object",
        "properties": properties,
        "required": (["kind"] if name else []) + required,
        "additionalProperties": False,
    }


def _schema(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(plain(get_args(kind)[0]))}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    return _object(kind) if is_dataclass(kind) else _SIMPLE[kind]


def _first_sentence(kind: Any) -> str:
    return str(kind.__doc__).split("\n", 1)[0]
