"""What outcome.json says of single answers: names, rankings, scores, and limits of a whole paper.

Invalid answers are counted by reason; what they hold stands nowhere but in the record. Scores are
integers of tenths of a point, the highest first; their mean is a fraction of points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meeting.definition.paper import PaperItem
from tally.outcome.exact import SCORE_ROUNDING
from tally.outcome.limit_sums import LimitOutcome, LimitSum
from tally.outcome.names_limit import NamesSum
from tally.outcome.outcome import RoundOutcome
from tally.outcome.paper_rules import item_rules, limit_rule, paper_rules
from tally.outcome.single_count import (
    AnySingleCount,
    RankingCount,
    ScoreCount,
    SingleCount,
    Tally,
    WriteInCount,
    invalid_of,
    mean,
    valid_of,
)
from tally.outcome.single_outcome import AnySingleTable, RankingTable, SingleOutcome, WrittenTable
from tally.outcome.written_names import WrittenName


def single_json(table: AnySingleTable) -> dict[str, Any]:
    """One table of single answers."""
    head = {"id": table.table.id, "paper": table.table.paper.id, "form": table.table.items[0].form}
    if isinstance(table, WrittenTable):
        return {
            **head,
            "items": [
                _item(line, _names, names=table.table.paper.lines_name_people)
                for line in table.lines
            ],
            "names": [name_json(name) for name in table.names],
        }
    if isinstance(table, RankingTable):
        return {**head, "items": [_item(table.ranking, _rankings(table.ranking.item))]}
    return {
        **head,
        "rounding": SCORE_ROUNDING,
        "items": [_item(each, _scores(each.item)) for each in table.items],
    }


def limits_json(outcome: RoundOutcome) -> list[dict[str, Any]]:
    """The limits of whole papers: the rule, and the sum in every opened group."""
    papers = {
        table.table.paper.id: table.table.paper for table in (*outcome.tables, *outcome.singles)
    }
    return [
        {
            "paper": paper,
            "rules": [rule.to_json() for rule in paper_rules(papers[paper])],
            "groups": [{"group": group} | _sum(names) for group, names in by_group.items()],
        }
        for paper, by_group in outcome.limits.items()
    ] + [_limit(each) for each in outcome.limit_sums]


def _limit(outcome: LimitOutcome) -> dict[str, Any]:
    return {
        "paper": outcome.paper.id,
        "limit": outcome.limit.id,
        "rules": [limit_rule(outcome.limit, outcome.paper).to_json()],
        "groups": [{"group": group} | _limit_sum(each) for group, each in outcome.by_group.items()],
    }


def _limit_sum(each: LimitSum) -> dict[str, Any]:
    about = {"about": each.about} if each.about else {}
    return {**about, "found": each.found, "most": each.most, "kept": each.kept}


def _sum(names: NamesSum) -> dict[str, Any]:
    return {
        "ticked": names.ticked,
        "written": names.written,
        "most": names.most,
        "kept": names.kept,
    }


def _item(
    outcome: SingleOutcome[SingleCount],
    say: Callable[[SingleCount], dict[str, Any]],
    *,
    names: bool = True,
) -> dict[str, Any]:
    def count(each: SingleCount) -> dict[str, Any]:
        return _head(each) | say(each) | _invalid(each)

    return {
        "id": outcome.item.id,
        "rules": [rule.to_json() for rule in item_rules(outcome.item, names=names)],
        "groups": [{"group": group} | count(each) for group, each in outcome.by_group.items()],
        "all": count(outcome.all),
    }


def _head(count: AnySingleCount) -> dict[str, Any]:
    return {"ballots": count.ballots, "valid": valid_of(count)}


def _invalid(count: AnySingleCount) -> dict[str, Any]:
    return {"invalid": invalid_of(count), "reasons": dict(count.invalid)}


def _names(count: WriteInCount) -> dict[str, Any]:
    return {"nothing": count.nothing, "names": _spellings(count.names)}


def _spellings(names: Tally) -> list[dict[str, Any]]:
    return [{"name": name, "votes": votes} for name, votes in names]


def name_json(name: WrittenName) -> dict[str, Any]:
    """A name that was written, with its spellings if there are several."""
    value: dict[str, Any] = {"name": name.name, "votes": name.votes}
    if len(name.spellings) > 1:
        value["spellings"] = _spellings(name.spellings)
    if name.listed:
        value["listed"] = list(name.listed)
    if name.lookalikes:
        value["lookalikes"] = list(name.lookalikes)
    return value


def _rankings(item: PaperItem) -> Callable[[RankingCount], dict[str, Any]]:
    def say(count: RankingCount) -> dict[str, Any]:
        return {"nobody": count.nobody, "places": _by_option(item, map(list, count.places))}

    return say


def _scores(item: PaperItem) -> Callable[[ScoreCount], dict[str, Any]]:
    def say(count: ScoreCount) -> dict[str, Any]:
        return {"scores": _by_option(item, map(_person, count.tenths))}

    return say


def _person(tenths: tuple[int, ...]) -> dict[str, Any]:
    average = mean(tenths)
    value = {} if average is None else {"mean": average.to_json()}
    return {"tenths": list(tenths), "sum": sum(tenths), **value}


def _by_option(item: PaperItem, values: Any) -> Mapping[str, Any]:
    return dict(zip((option.id for option in item.options), values, strict=True))
