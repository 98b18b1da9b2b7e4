"""The forms of limits across the questions of a paper (chapter 13)."""

from fractions import Fraction
from typing import Any

from .findings import demand
from .rules import FAULT, Else, exact, filled

LIMITS: dict[str, dict[str, Any]] = {
    "ticks": {
        "items": Else([str], []),
        "options": Else([str], []),
        "least": Else(int, 0),
        "most": Else(int, 0),
        "name": Else(str, ""),
        "name_en": Else(str, ""),
    },
    "once": {"items": Else([str], [])},
    "replacing": {"lines": [str], "items": [str], "option": str},
    "alone": {"items": [str], "option": str},
    "between": {"items": [str], "of": [str]},
    "scored": {
        "items": Else([str], []),
        "above": Else(exact, Fraction(0)),
        "below": Else(exact, Fraction(100)),
        "strictly": Else(bool, False),
        "least": Else(int, 0),
        "most": Else(int, 0),
        "name": Else(str, ""),
        "name_en": Else(str, ""),
    },
    "differ": {"items": Else([str], [])},
}


def read_limit(value: Any) -> Any:
    """A form: a limit across the questions of a paper; it stays as it stands in the file."""
    kind = str(value.get("kind")) if isinstance(value, dict) else ""
    demand(kind in LIMITS, FAULT, "no kind of limit")
    filled(value, {"kind": kind, "id": str, **LIMITS[kind]})
    return value
