"""The JSON Schema of a step in outcome.json: its rule, what it came to, and what is said of it.

Rules and words are those of the types; which reasons belong to which kind of step stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from meeting.language import LANGUAGES
from meeting.rules.acts import Decision, Defer, Gate, Withdraw
from meeting.rules.kinds import KINDS, NUMBERS, RULED, AnyStep
from meeting.rules.lots import Draw
from meeting.rules.schema import rules_schema
from meeting.rules.selections import (
    Cap,
    Combined,
    Cut,
    EarlierPeople,
    Flag,
    Only,
    Quorum,
    Related,
    Reserve,
    Threshold,
    Written,
)
from tally.outcome.file.schema_parts import (
    BOOLEAN,
    HASH,
    ID,
    NUMBER,
    TEXT,
    Schema,
    by_id,
    listed,
    one_of,
    record,
    ref,
)
from tally.outcome.steps.result import WaitsFor, Why

_EXACT: Final = {
    "description": "An exact number in lowest terms: 17/40, or 3.",
    "type": "string",
    "pattern": "^(0|[1-9][0-9]*)(/[1-9][0-9]*)?$",
}
WHYS: Final[Mapping[type[AnyStep], tuple[Why, ...]]] = {
    Only: ("named", "not-named"),
    Threshold: ("reached", "not-reached"),
    Flag: ("flagged", "not-flagged"),
    Cut: ("first", "equal-kept", "behind", "drawn", "not-drawn"),
    Cap: ("first", "equal-out", "behind"),
    Reserve: ("first", "reserved", "gives-way"),
    Related: ("first", "related", "behind"),
    Written: ("in", "written-in"),
    Combined: ("in", "not-in"),
    EarlierPeople: ("in", "not-in"),
    Draw: ("drawn", "not-drawn"),
    Gate: ("passed", "stopped"),
    Decision: ("decided", "not-decided"),
    Defer: ("deferred", "not-deferred"),
    Withdraw: ("withdrawn", "not-withdrawn"),
}
"""Why a person stays or goes, by the kind of step that selects."""
_BY_PLACE: Final = (Cut, Cap, Related)
_BY_NUMBER: Final = (*_BY_PLACE, Threshold, Flag, Reserve)
_WANTING: Final = (Cut, Cap, Reserve, Draw)
"""Steps that say how many were to stay; of related persons, only one that fills seats does."""


def step_schemas() -> dict[str, Schema]:
    """A step of each kind by the name of its kind, and the parts that they share."""
    rules = rules_schema()["$defs"]
    return {
        **{name: _step(kind, rules[name]) for name, kind in KINDS.items()},
        "exact": _EXACT,
        "sentences": record({language: _said() for language in LANGUAGES}),
        "waiting": record({"code": one_of(get_args(WaitsFor)), "about": listed(ID)}),
        "ruling": record({"hash": HASH, "date": TEXT, "source": TEXT, "words": TEXT}),
        "term": _term(),
        "worked-number": record(
            {"person": ID, "terms": listed(ref("term"))}, {"number": ref("exact")}
        ),
    }


def _step(kind: type[AnyStep], rule: Schema) -> Schema:
    described = {"description": rule.pop("description")}
    required = {"rule": rule, "said": ref("sentences")}
    waits = {"waits": ref("waiting")}
    if kind is Quorum:
        figures = record({"there": ref("exact"), "entitled": ref("exact"), "share": ref("exact")})
        return described | record(required, {"together": figures, **waits})
    if kind in NUMBERS:
        came = {"numbers": listed(ref("worked-number"), 1)}
    else:
        came = {"people": listed(_person(kind), 1)}
    with_them = {"wanted": NUMBER} if kind in (*_WANTING, Related) else {}
    with_them |= {"ruling": ref("ruling")} if kind in RULED else {}
    nothing = {"properties": dict.fromkeys(came | with_them, False)}
    more: Schema = {"dependentSchemas": {"waits": nothing}}
    if kind in _WANTING:
        more["dependentRequired"] = {"people": ["wanted"]}
    doubtful = {"doubtful": listed(ID, 1)} if kind in _BY_NUMBER else {}
    return described | record(required, came | with_them | waits | doubtful, **more)


def _said() -> Schema:
    """What a person would say of a step: the rule, the result, and a sentence for each person."""
    return record({"rule": TEXT, "result": listed(TEXT)}, {"people": by_id(TEXT)})


def _term() -> Schema:
    return record(
        {}, {"name": ID, "amount": ref("exact"), "base": ref("exact"), "weight": ref("exact")}
    )


def _person(kind: type[AnyStep]) -> Schema:
    required = {"person": ID, "stays": BOOLEAN, "why": one_of(WHYS[kind])}
    required |= {"number": ref("exact")} if kind in _BY_NUMBER else {}
    required |= {"place": NUMBER | {"minimum": 1}} if kind in _BY_PLACE else {}
    optional = {"note": ID} if kind in RULED else {}
    optional |= {"other": ID} if kind is Related else {}
    return record(required, optional)
