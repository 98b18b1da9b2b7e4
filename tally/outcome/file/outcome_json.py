"""The published outcome.json: every step's inputs and results, so that it can be redone by hand.

Canonical JSON, in this order: version, meeting (hash of meeting.json), rounding, rendering, lines
(the rule that written lines were read by; none for the first, or without lines), boxes, sums,
rounds, steps, merged, earlier. The verifier compares it byte for byte with what it computes itself
from the records. The sentences of steps are words of a rendering like those of the pages: another
one's are left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crypto.canonical import dumps
from meeting.definition.paper import WRITE_IN
from tally.outcome.box_count import BoxCount, ItemCount
from tally.outcome.exact import ROUNDING, ExactRate
from tally.outcome.file.rendering_version import RENDERING
from tally.outcome.file.single_json import limits_json, single_json
from tally.outcome.file.steps_json import steps_json
from tally.outcome.item_outcome import CountedRate, ItemOutcome
from tally.outcome.merged_names import MergedRow
from tally.outcome.outcome import EarlierOutcome, Outcome, RoundOutcome, TableOutcome
from tally.outcome.paper_rules import item_rules
from tally.outcome.sum_count import SumCount

VERSION = 2


def outcome_bytes(outcome: Outcome, rendering: int | None = RENDERING) -> bytes:
    """The bytes of outcome.json; `rendering` is that of the pages, None for it to be left out."""
    return dumps(outcome_value(outcome, rendering)).encode()


def outcome_value(outcome: Outcome, rendering: int | None) -> dict[str, Any]:
    """What outcome.json says."""
    return {
        "version": VERSION,
        "meeting": outcome.definition_hash,
        "rounding": ROUNDING,
        **({} if rendering is None else {"rendering": rendering}),
        **_lines(outcome),
        "boxes": [_box(count) for count in outcome.boxes],
        **({"sums": [_sum(each) for each in outcome.sums]} if outcome.sums else {}),
        "rounds": [_round(each) for each in outcome.rounds],
        **_steps(outcome, spoken=rendering == RENDERING),
        **_merged(outcome),
        **({"earlier": [_earlier(one) for one in outcome.earlier]} if outcome.earlier else {}),
    }


def _merged(outcome: Outcome) -> dict[str, Any]:
    """The names that tellers merged, each with every spelling."""
    found = [
        {
            "round": each.round,
            "paper": each.paper,
            "ruling": each.ruling.hash,
            "names": [_merged_row(row) for row in each.rows],
        }
        for each in outcome.merged
        if each.ruling is not None
    ]
    return {"merged": found} if found else {}


def _merged_row(row: MergedRow) -> dict[str, Any]:
    return {
        "person": row.person,
        "name": row.name,
        "new": row.is_new,
        "votes": row.votes,
        "twice": row.twice,
        "groups": [{"group": group, "votes": votes} for group, votes in row.by_group.items()],
        "spellings": [{"text": text, "votes": votes} for text, votes in row.spellings],
    }


def _steps(outcome: Outcome, *, spoken: bool) -> dict[str, Any]:
    if not outcome.steps:
        return {}
    return {"steps": steps_json(outcome.named, outcome.steps, spoken=spoken)}


def _lines(outcome: Outcome) -> dict[str, int]:
    items = (item for paper in outcome.meeting.papers for item in paper.items)
    named = outcome.lines_rule > 1 and any(item.form == WRITE_IN for item in items)
    return {"lines": outcome.lines_rule} if named else {}


def _box(count: BoxCount) -> dict[str, Any]:
    return {
        "id": count.box.id,
        "setup": count.setup,
        "head": count.head,
        "ballots": count.ballots,
        "opened": count.items is not None,
    }


def _sum(each: SumCount) -> dict[str, Any]:
    return {
        "name": each.count.box.id,
        "sum": each.count.setup,
        "opening": each.count.head,
        "boxes": [part.box.id for part in each.parts],
        "group": each.count.box.group.id,
        "ballots": each.count.ballots,
    }


def _earlier(one: EarlierOutcome) -> dict[str, Any]:
    return {"reason": one.reason, "rounds": [figures.to_json() for figures in one.rounds]}


def _round(each: RoundOutcome) -> dict[str, Any]:
    plan = {"plan": each.plan} if each.plan else {}
    excepted = {"excepted": True} if each.excepted else {}
    return {
        "id": each.round.id,
        **plan,
        **excepted,
        **each.figures.to_json(),
        "tables": [_table(table) for table in each.tables],
        **({"singles": [single_json(table) for table in each.singles]} if each.singles else {}),
        **({"limits": limits_json(each)} if each.limits or each.limit_sums else {}),
    }


def _table(table: TableOutcome) -> dict[str, Any]:
    return {
        "id": table.table.id,
        "paper": table.table.paper.id,
        "items": [_item(item) for item in table.items],
        "ranked_by": table.ranked_by,
        "places": [
            {"row": place.key, "rank": place.rank, "tied": place.tied} for place in table.places
        ],
    }


def _item(outcome: ItemOutcome) -> dict[str, Any]:
    options = [option.id for option in outcome.item.options]
    return {
        "id": outcome.item.id,
        "rules": [rule.to_json() for rule in item_rules(outcome.item)],
        "groups": [
            {"group": group} | _count(count, options) for group, count in outcome.by_group.items()
        ],
        "all": _count(outcome.all, options),
        "rates": [_rate(rate) for rate in outcome.rates.values()],
    }


def _count(count: ItemCount, options: list[str]) -> dict[str, Any]:
    return {
        "valid": count.valid,
        "abstain": count.abstain,
        "votes": dict(zip(options, count.votes, strict=True)),
    }


def _rate(rate: CountedRate) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": rate.id,
        "options": list(rate.options),
        "over": rate.over,
        "votes": rate.votes,
        "base": rate.base,
    }
    if rate.plain:
        value["value"] = rate.plain.to_json()
    if rate.weighted:
        value["groups"] = _by_group(rate.by_group)
        value["weighted"] = rate.weighted.to_json()
    return value


def _by_group(rates: Mapping[str, ExactRate]) -> list[dict[str, Any]]:
    return [{"group": group} | rate.to_json() for group, rate in rates.items()]
