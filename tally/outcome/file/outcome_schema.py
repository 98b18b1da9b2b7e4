"""The JSON Schema of the published outcome.json, in its version of today (draft 2020-12).

It says what an outcome looks like; whether it follows from the records, `verify` says.
"""

from __future__ import annotations

from typing import Final

from meeting.definition.paper import DENOMINATORS, RANKING, SCORES, WRITE_IN
from meeting.rules.kinds import KINDS
from tally.outcome.denominators import COUNTED, HALL
from tally.outcome.exact import ROUNDING, SCORE_ROUNDING
from tally.outcome.file.outcome_json import VERSION
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
from tally.outcome.file.steps_schema import step_schemas
from tally.outcome.paper_rules import AT_MOST, Enforced

_PERCENTAGE: Final = r"^[0-9]+\.[0-9]{2}%$"
_SCORE: Final = r"^[0-9]+\.[0-9]{2}$"
_ENTERED: Final = ("present", "issued")
_ITEM_RULES: Final = ("limits", "abstain", "author", "name", "text", "once", "ranking", "scores")
_LIMITS: Final = ("ticks", "person", "replacing", "alone", "between", "scored", "differ")


def outcome_schema() -> Schema:
    """The schema of outcome.json."""
    fields = {
        "version": {"const": VERSION},
        "meeting": HASH | {"description": "The SHA-256 of meeting.json."},
        "rounding": {"const": ROUNDING},
        "rendering": NUMBER | {"minimum": 1},
        "boxes": listed(_box(), 1),
        "rounds": listed({"oneOf": [ref("round"), ref("void-round")]}, 1),
    }
    optional = {
        "lines": NUMBER | {"minimum": 2},
        "sums": listed(_sum(), 1),
        "steps": listed({"oneOf": [ref(name) for name in KINDS]}, 1),
        "merged": listed(_merged(), 1),
        "earlier": listed(record({"reason": TEXT, "rounds": listed(_earlier(), 1)}), 1),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The outcome of a meeting, as it stands in outcome.json",
        **record(fields, optional),
        "$defs": step_schemas() | _parts(),
    }


def _parts() -> dict[str, Schema]:
    """What is referred to by its name."""
    return {
        "round": _round(),
        "void-round": _void_round(),
        "figures": _figures(),
        "void-figures": _figures(void=True),
        "excess": _excess(),
        "table": _table(),
        "counted-rate": _rate(),
        "percentage": _exact(_PERCENTAGE),
        "answer-rules": _rules(_ITEM_RULES),
        "written-lines": _lines(),
        "ranking": _ranking(),
        "scores": _scores(),
        "names-limit": _limit_of_names(),
        "limit": _limit_across_questions(),
    }


def _box() -> Schema:
    return record({"id": ID, "setup": HASH, "head": HASH, "ballots": NUMBER, "opened": BOOLEAN})


def _sum() -> Schema:
    fields = {"name": ID, "sum": HASH, "opening": HASH, "boxes": listed(ID, 2), "group": ID}
    return record(fields | {"ballots": NUMBER})


def _merged() -> Schema:
    """Names that were written on the lines of one paper, each with every spelling."""
    votes = {"votes": NUMBER}
    name = record(
        {
            "person": ID,
            "name": ID,
            "new": BOOLEAN,
            **votes,
            "twice": NUMBER,
            "groups": listed(record({"group": ID} | votes)),
            "spellings": listed(record({"text": ID} | votes), 1),
        }
    )
    return record({"round": ID, "paper": ID, "ruling": HASH, "names": listed(name)})


def _round() -> Schema:
    limits = {"oneOf": [ref("names-limit"), ref("limit")]}
    return record(
        {"id": ID, "figures": ref("figures"), "tables": listed(ref("table"))},
        {
            **_opened(),
            "remarks": listed(ref("excess"), 1),
            "singles": listed({"oneOf": [ref("written-lines"), ref("ranking"), ref("scores")]}, 1),
            "limits": listed(limits, 1),
        },
    )


def _void_round() -> Schema:
    """A round that is void as a whole: nobody counts it."""
    required = {"id": ID, "figures": ref("void-figures"), "void": listed(ref("excess"), 1)}
    optional = {**_opened(), "remarks": listed(ref("excess"), 1)}
    return record(required | {"tables": {"const": []}}, optional)


def _earlier() -> Schema:
    """A round's figures as they were before a correction."""
    remarks = {"remarks": listed(ref("excess"), 1)}
    counted = record({"id": ID, "figures": ref("figures")}, remarks)
    void = {"id": ID, "figures": ref("void-figures"), "void": listed(ref("excess"), 1)}
    return {"oneOf": [counted, record(void, remarks)]}


def _opened() -> dict[str, Schema]:
    """The plan by which a round was opened; whether every teller signed that it is too small."""
    return {"plan": HASH, "excepted": {"const": True}}


def _figures(*, void: bool = False) -> Schema:
    names = [name for name in (*HALL, *(() if void else COUNTED)) if name not in _ENTERED]
    required = dict.fromkeys(names, NUMBER)
    optional = dict.fromkeys((*_ENTERED, "unopened"), NUMBER)
    groups = listed(record({"group": ID} | required, optional), 1)
    return record({"groups": groups, "all": record(required, optional)})


def _excess() -> Schema:
    names = one_of(HALL)
    return record({"box": ID, "more": names, "than": names, "found": NUMBER, "limit": NUMBER})


def _table() -> Schema:
    """Items that are compared: rows of people or options, with their places."""
    count = {"valid": NUMBER, "abstain": NUMBER, "votes": by_id(NUMBER)}
    item = record(
        {
            "id": ID,
            "rules": ref("answer-rules"),
            **_groups_and_all(count),
            "rates": listed(ref("counted-rate")),
        }
    )
    place = record({"row": ID, "rank": NUMBER | {"minimum": 1}, "tied": BOOLEAN})
    return record(
        {
            "id": ID,
            "paper": ID,
            "items": listed(item, 1),
            "ranked_by": TEXT,
            "places": listed(place),
        }
    )


def _rate() -> Schema:
    """A rate, `votes` over `base`; by the weights of the voter groups, where they have some."""
    fields = {"id": ID, "options": listed(ID, 1), "over": one_of(DENOMINATORS)}
    groups = listed(_exact(_PERCENTAGE, {"group": ID}), 1)
    return record(
        {**fields, "votes": NUMBER, "base": NUMBER},
        {"value": ref("percentage"), "groups": groups, "weighted": ref("percentage")},
        dependentRequired={"groups": ["weighted"], "weighted": ["groups"]},
    )


def _exact(shown: str, more: dict[str, Schema] | None = None) -> Schema:
    numbers = {"numerator": NUMBER, "denominator": NUMBER | {"minimum": 1}}
    return record((more or {}) | numbers | {"shown": {"type": "string", "pattern": shown}})


def _lines() -> Schema:
    """Lines for names: what was written on each, and the names put together."""
    votes = {"name": ID, "votes": NUMBER}
    spellings = listed(record(votes))
    optional = {"spellings": spellings, "listed": listed(ID, 1), "lookalikes": listed(ID, 1)}
    items = _single_items({"nothing": NUMBER, "names": spellings})
    return record(_single(WRITE_IN) | {"items": items, "names": listed(record(votes, optional))})


def _ranking() -> Schema:
    """A ranking: how many put each person first, second, and so on."""
    items = _single_items({"nobody": NUMBER, "places": by_id(listed(NUMBER))})
    return record(_single(RANKING) | {"items": items})


def _scores() -> Schema:
    """Scores in tenths of a point, the highest first; no judge can be told from their order."""
    person = record({"tenths": listed(NUMBER), "sum": NUMBER}, {"mean": _exact(_SCORE)})
    items = _single_items({"scores": by_id(person)})
    return record(_single(SCORES) | {"rounding": {"const": SCORE_ROUNDING}, "items": items})


def _single(form: str) -> dict[str, Schema]:
    return {"id": ID, "paper": ID, "form": {"const": form}}


def _single_items(count: dict[str, Schema]) -> Schema:
    head = {"ballots": NUMBER, "valid": NUMBER}
    fields = head | count | {"invalid": NUMBER, "reasons": by_id(NUMBER)}
    return listed(record({"id": ID, "rules": ref("answer-rules")} | _groups_and_all(fields)), 1)


def _groups_and_all(count: dict[str, Schema]) -> dict[str, Schema]:
    return {"groups": listed(record({"group": ID} | count)), "all": record(count)}


def _limit_of_names() -> Schema:
    """All names on a paper, ticked and written, and the most that its ballots can hold."""
    names = {"ticked": NUMBER, "written": NUMBER, "most": NUMBER, "kept": BOOLEAN}
    groups = listed(record({"group": ID} | names), 1)
    return record({"paper": ID, "rules": _rules((AT_MOST,)), "groups": groups})


def _limit_across_questions() -> Schema:
    """A limit across the questions of a paper, and the sum that comes nearest to breaking it."""
    found = {"found": NUMBER, "most": NUMBER, "kept": BOOLEAN}
    groups = listed(record({"group": ID} | found, {"about": ID}), 1)
    return record({"paper": ID, "limit": ID, "rules": _rules(_LIMITS), "groups": groups})


def _rules(kinds: tuple[str, ...]) -> Schema:
    """How each rule of an answer is kept, and what the count looks at again."""
    return listed(
        record(
            {"rule": one_of(kinds), "enforced": one_of(str(each) for each in Enforced)},
            {"minimum": NUMBER, "maximum": NUMBER, "rechecked": one_of(("each", "sum"))},
            dependentRequired={"minimum": ["maximum"], "maximum": ["minimum"]},
        ),
        1,
    )
