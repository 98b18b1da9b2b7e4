"""Pieces that the JSON Schema of outcome.json is put together from (draft 2020-12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
ID: Final[Schema] = {"type": "string", "minLength": 1}
HASH: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
BOOLEAN: Final[Schema] = {"type": "boolean"}


def record(
    required: dict[str, Schema], optional: dict[str, Schema] | None = None, **more: Any
) -> Schema:
    """An object with these fields and no others; `more` are further words of the schema."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def listed(items: Schema, least: int = 0) -> Schema:
    """A list of so many at least."""
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def by_id(values: Schema) -> Schema:
    """An object of values by an id."""
    return {"type": "object", "propertyNames": ID, "additionalProperties": values}


def one_of(words: Iterable[str]) -> Schema:
    """One of these words."""
    return {"enum": list(words)}


def ref(name: str) -> Schema:
    """What stands under this name in the schema's `$defs`."""
    return {"$ref": f"#/$defs/{name}"}
