"""Whatever was voted, and however few came: published totals add up, and none stands for too few.

Boxes are opened as the plan says; so small ones are counted as one, or stay closed. What is read
is outcome.json, as an observer has it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meeting.definition.meeting import Box, VoterGroup
from meeting.opening_plan.plan import ClosedBox, Plan, plan_of
from meeting.organiser.figures import BoxFigures
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.groups_as_one import pooled_box
from tally.outcome.outcome import outcome_of
from tally.outcome.sum_count import SumCount
from tests.tally.fixtures.sample_outcomes import PLAIN

HASH = "1" * 64
MINIMUM = PLAIN.minimum_group
Ballot = tuple[tuple[int, ...], ...]
MEETING = replace(
    PLAIN,
    groups=tuple(VoterGroup(each, f"{each}票", "", "", "", 20, 20) for each in "ABCD"),
)
TURNOUT = st.lists(st.integers(0, 9), min_size=4, max_size=4)


def ballot(chance: Random) -> Ballot:
    """One for each question: an abstention, one option, or of the slate one or two."""
    answers = []
    for paper in MEETING.papers:
        for item in paper.items:
            ticks = chance.sample(range(len(item.options)), chance.randint(0, item.maximum))
            marks = [int(at in ticks) for at in range(len(item.options))]
            answers.append((int(not ticks), *marks))
    return tuple(answers)


def added(ballots: Sequence[Ballot]) -> Ballot:
    return tuple(tuple(map(sum, zip(*each, strict=True))) for each in zip(*ballots, strict=True))


def count(box: Box, cast: Sequence[Ballot], *, opened: bool) -> BoxCount:
    items = read_result(MEETING, box, len(cast), added(cast)) if opened else None
    return BoxCount(box, HASH, HASH, HASH, len(cast), items)


def plan_for(cast: dict[str, list[Ballot]]) -> Plan:
    closed = [ClosedBox(box, HASH, HASH, len(ballots)) for box, ballots in cast.items()]
    return plan_of(HASH, "r1", MINIMUM, closed)


def published(cast: dict[str, list[Ballot]]) -> dict[str, Any]:
    """outcome.json of these ballots by box."""
    boxes, openings = {box.id: box for box in MEETING.boxes()}, plan_for(cast).openings
    alone = {each[0] for each in openings if len(each) == 1}
    counts = {box: count(boxes[box], cast[box], opened=box in alone) for box in boxes}
    sums = tuple(
        SumCount(
            count(
                pooled_box([boxes[box] for box in each]),
                [vote for box in each for vote in cast[box]],
                opened=True,
            ),
            tuple(counts[box] for box in each),
        )
        for each in openings
        if len(each) > 1
    )
    hall = {box: BoxFigures(max(len(ballots), 8), len(ballots)) for box, ballots in cast.items()}
    found = outcome_of(MEETING, HASH, tuple(counts.values()), hall, sums)
    value: dict[str, Any] = json.loads(outcome_bytes(found))
    return value


@settings(max_examples=60, deadline=None)
@given(TURNOUT, st.integers(0, 2**32 - 1))
def test_totals_add_up(turnout: list[int], seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - invented ballots, the same again for a seed
    boxes = [box.id for box in MEETING.boxes()]
    cast = {box: [ballot(chance) for _ in range(n)] for box, n in zip(boxes, turnout, strict=True)}
    opened = {box for each in plan_for(cast).openings for box in each}
    whole = [vote for box in opened for vote in cast[box]]
    (round_,) = published(cast)["rounds"]
    figures = round_["figures"]
    for name, number in figures["all"].items():
        assert number == sum(each.get(name, 0) for each in figures["groups"]), name
    for each in (*figures["groups"], figures["all"]):
        assert each["returned"] == each["valid"] + each["invalid"] + each.get("unopened", 0)
        assert each["issued"] >= each["returned"]
    assert figures["all"]["returned"] == sum(turnout)
    items = [item for table in round_["tables"] for item in table["items"]]
    asked = {item.id: item for paper in MEETING.papers for item in paper.items}
    for item in items:
        for each in (*item["groups"], item["all"]):
            said = sum(each["votes"].values())
            if asked[item["id"]].maximum == 1:  # 赞成 + 不赞成 + 弃权 = 有效
                assert said + each["abstain"] == each["valid"]
            assert all(n + each["abstain"] <= each["valid"] for n in each["votes"].values())
        assert item["all"]["valid"] == sum(each["valid"] for each in item["groups"]) == len(whole)
        for option, number in item["all"]["votes"].items():
            assert number == sum(each["votes"][option] for each in item["groups"])
    order = [item.id for paper in MEETING.papers for item in paper.items]
    if whole:
        plain = dict(zip(order, added(whole), strict=True))
        for item in items:
            told = (item["all"]["abstain"], *item["all"]["votes"].values())
            assert told == plain[item["id"]]


@settings(max_examples=60, deadline=None)
@given(TURNOUT, st.integers(0, 2**32 - 1))
def test_no_figure_stands_for_too_few_not_even_as_a_difference(
    turnout: list[int], seed: int
) -> None:
    """Without an exception that every teller signed; none is signed here."""
    chance = Random(seed)  # noqa: S311 - as above
    boxes = [box.id for box in MEETING.boxes()]
    cast = {box: [ballot(chance) for _ in range(n)] for box, n in zip(boxes, turnout, strict=True)}
    (round_,) = published(cast)["rounds"]
    for table in round_["tables"]:
        for item in table["items"]:
            parts = [each["valid"] for each in item["groups"]]
            assert all(n >= MINIMUM for n in parts if n)
            shown = [
                sum(some) for size in range(1, len(parts)) for some in combinations(parts, size)
            ]
            shown += [item["all"]["valid"] - n for n in shown]
            assert all(n == 0 or n >= MINIMUM for n in (*shown, item["all"]["valid"]))


def test_both_happen_boxes_that_are_joined_and_rounds_that_stay_closed() -> None:
    chance = Random(7)  # noqa: S311 - as above
    few = dict(zip("ABCD", (3, 2, 8, 0), strict=True))
    joined = published({f"r1-{each}": [ballot(chance)] * n for each, n in few.items()})
    names = [each["group"] for each in joined["rounds"][0]["figures"]["groups"]]
    assert names == ["A+B", "C", "D"]
    closed = published({f"r1-{each}": [ballot(chance)] * (each == "A") for each in "ABCD"})
    assert closed["rounds"][0]["figures"]["all"]["unopened"] == 1
