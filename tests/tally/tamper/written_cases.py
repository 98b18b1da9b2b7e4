"""Published outcomes of single answers, each false in one way; and more names than papers allow."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from meeting.definition.paper import Paper
from meeting.definition.paper_limits import Ticks
from tally.findings.finding import Finding
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.fixtures.written_hall import SLATE, THREE, WRITTEN_FIGURES, answers

Change = Callable[[dict[str, Any]], None]
"""Changes the parsed outcome.json in place."""


def judged(held: Held, path: Path, change: Change) -> list[Finding]:
    """A copy of the published folder with another outcome.json."""
    shutil.copytree(held.out, path)
    file = path / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), change))
    return list(verify_folder(open_folder(path), workers=1).findings)


def _singles(value: dict[str, Any]) -> Any:
    return value["rounds"][0]["singles"]


def _line(value: dict[str, Any]) -> Any:
    """Group A's count of the first line, in which one answer is marked."""
    return _singles(value)[0]["items"][0]["groups"][0]


def _marked_counts(value: dict[str, Any]) -> None:
    line = _line(value)
    line["names"].append({"name": "丁一", "votes": 1})
    line["reasons"].pop("single-answer-marked")
    line["invalid"] -= 1
    line["valid"] += 1


def _other_name(value: dict[str, Any]) -> None:
    _line(value)["names"][0]["name"] = "欧阳娜"


def _other_order(value: dict[str, Any]) -> None:
    names = _singles(value)[0]["names"]
    names[-1], names[-2] = names[-2], names[-1]


def _added_to_the_list(value: dict[str, Any]) -> None:
    names = _singles(value)[0]["names"]
    names[:] = [each for each in names if "listed" not in each]


def _other_places(value: dict[str, Any]) -> None:
    _singles(value)[1]["items"][0]["all"]["places"]["lin"].reverse()


def _other_score(value: dict[str, Any]) -> None:
    _singles(value)[2]["items"][0]["all"]["scores"]["chen"]["tenths"][0] += 1


def _unsorted_scores(value: dict[str, Any]) -> None:
    _singles(value)[2]["items"][0]["all"]["scores"]["chen"]["tenths"].reverse()


def _other_mean(value: dict[str, Any]) -> None:
    _singles(value)[2]["items"][0]["all"]["scores"]["zhao"]["mean"]["numerator"] += 1


def _other_rule(value: dict[str, Any]) -> None:
    _singles(value)[0]["items"][0]["rules"][1]["enforced"] = "proved"


def _other_limit(value: dict[str, Any]) -> None:
    value["rounds"][0]["limits"][0]["groups"][0]["ticked"] -= 1


OUTCOMES: dict[str, Change] = {
    "a marked answer counts": _marked_counts,
    "another name": _other_name,
    "equal names in another order": _other_order,
    "a name of the list is taken out": _added_to_the_list,
    "other places": _other_places,
    "another score": _other_score,
    "scores in another order": _unsorted_scores,
    "another mean": _other_mean,
    "a rule of the booth's is called proved": _other_rule,
    "fewer names on a paper": _other_limit,
}


def _over_limit(path: Path) -> list[Finding]:
    """Everybody's program ticks one and writes two, on a paper for two names."""
    return _too_many(path, replace(SLATE, at_most=2))


def _over_sum(path: Path) -> list[Finding]:
    """The same where the two names are a limit across the questions of the paper."""
    return _too_many(path, replace(SLATE, at_most=0, limits=(Ticks(id="two", most=2),)))


def _too_many(path: Path, paper: Paper) -> list[Finding]:
    papers = (paper,)
    ballots = {"r1-A": 5, "r1-B": 5}
    hall = build_hall(path / "ceremony", papers, ballots=ballots, people=THREE)
    full = answers((0, 1, 0, 0), ("王五", "丁一"), (), ())[:3]
    for cast in hall.cast.values():
        cast[:] = [full] * len(cast)
    held = hold(hall, path, WRITTEN_FIGURES)
    return list(verify_folder(open_folder(held.out), workers=1).findings)


CASES: dict[str, Callable[[Path], list[Finding]]] = {
    "names-over-limit": _over_limit,
    "limit-over-sum": _over_sum,
}
