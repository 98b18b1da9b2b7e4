"""What holds of every outcome, whatever was counted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.meeting import Meeting
from tally.outcome.box_count import ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.steps.counted import Counted, CountedRound
from tally.outcome.steps.derive import derive
from tally.outcome.steps.result import StepResult
from tests.tally.fixtures.ruled import ruled

RULES = """
[[rules]]
kind = "count"
id = "votes"
round = "r1"
item = "slate"
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "slate"
over = "valid"
[[rules]]
kind = "threshold"
id = "over-third"
figure = "rate"
limit = "1/3"
strictly = true
[[rules]]
kind = "cut"
id = "short-list"
source = "over-third"
by = "votes"
seats = 2
ties = "keep-all"
[[rules]]
kind = "cap"
id = "best-third"
by = "votes"
share = "1/3"
"""
BALLOTS = 30
PEOPLE = 6
MEETING = ruled(RULES, count=PEOPLE, groups=(("A", 30, ""), ("B", 30, "")))
VOTES = st.lists(st.integers(0, BALLOTS), min_size=PEOPLE, max_size=PEOPLE)


def worked_out(meeting: Meeting, first: list[int], second: list[int]) -> dict[str, StepResult]:
    """What the steps come to where two groups voted so for p1 to p6."""
    figures = Figures(BALLOTS, BALLOTS, BALLOTS, BALLOTS, BALLOTS, 0, 0)
    by_person = {f"p{at + 1}": (first[at], second[at]) for at in range(PEOPLE)}
    options = next(p for p in meeting.papers if p.id == "slate").items[0].options
    counts = {
        group.id: ItemCount(
            BALLOTS, 0, tuple(by_person[each.id][group.id == "B"] for each in options)
        )
        for group in meeting.groups
    }
    round_ = CountedRound({group.id: figures for group in meeting.groups}, {"slate": counts})
    return {each.step.id: each for each in derive(meeting, Counted({"r1": round_}))}


def chosen(meeting: Meeting, first: list[int], second: list[int], step: str) -> set[str]:
    return set(worked_out(meeting, first, second)[step].people)


@given(VOTES, VOTES, st.permutations(range(PEOPLE)))
def test_the_order_of_people_and_groups_never_matters(
    first: list[int], second: list[int], order: list[int]
) -> None:
    slate = MEETING.papers[1]
    (item,) = slate.items
    shuffled = replace(item, options=tuple(item.options[at] for at in order))
    papers = (MEETING.papers[0], replace(slate, items=(shuffled,)), *MEETING.papers[2:])
    other = replace(
        MEETING,
        people=tuple(MEETING.people[at] for at in order),
        papers=papers,
        groups=MEETING.groups[::-1],
    )
    for step in ("over-third", "short-list", "best-third"):
        assert chosen(MEETING, first, second, step) == chosen(other, first, second, step)


@given(VOTES, VOTES, st.integers(0, PEOPLE - 1))
def test_one_more_vote_never_makes_anybody_worse_off(
    first: list[int], second: list[int], at: int
) -> None:
    """A cap is left out: who draws level with somebody at the edge takes both out, as it says."""
    better = list(first)
    better[at] = min(first[at] + 1, BALLOTS)
    person = f"p{at + 1}"
    for step in ("over-third", "short-list"):
        if person in chosen(MEETING, first, second, step):
            assert person in chosen(MEETING, better, second, step)


@given(VOTES, VOTES)
def test_numbers_add_up_and_nobody_is_passed_over(first: list[int], second: list[int]) -> None:
    found = worked_out(MEETING, first, second)
    for person, worked in found["votes"].numbers.items():
        assert worked.number == sum((each.amount or 0 for each in worked.terms), Fraction(0))
        assert found["rate"].numbers[person].number == worked.number / (2 * BALLOTS)
    listed, out = found["short-list"], set(found["over-third"].people)
    numbers = {person: worked.number for person, worked in found["votes"].numbers.items()}
    for inside in listed.people:
        for person in out - set(listed.people):
            assert numbers[inside] > numbers[person]  # type: ignore[operator]
    assert len(found["best-third"].people) <= PEOPLE // 3
