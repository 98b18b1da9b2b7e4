"""The plan of a round: what is opened alone and what as one, whoever works it out."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from meeting.opening_plan.plan import ClosedBox, Plan, plan_of

MINIMUMS = st.integers(2, 12)
COUNTS = st.lists(st.integers(0, 14), min_size=1, max_size=9)


def plan(minimum: int, *ballots: int) -> Plan:
    """The plan of a round of groups A, B, C … with so many ballots."""
    boxes = [
        ClosedBox(f"r1-{'ABCDEFGHI'[at]}", f"{at:064x}", f"{at + 100:064x}", count)
        for at, count in enumerate(ballots)
    ]
    return plan_of("c" * 64, "r1", minimum, boxes)


def told(minimum: int, *ballots: int) -> list[str]:
    """What is opened, each as the groups' letters."""
    return ["".join(box[3:] for box in each) for each in plan(minimum, *ballots).openings]


def test_boxes_that_are_large_enough_are_opened_alone() -> None:
    assert told(5, 5, 9, 7) == ["A", "B", "C"]


def test_small_boxes_are_added_up_and_leave_the_large_ones_alone() -> None:
    assert told(5, 3, 9, 2) == ["AC", "B"]
    assert told(5, 9, 4, 4, 4) == ["A", "BCD"]


def test_where_they_are_too_few_the_smallest_large_one_joins_them() -> None:
    assert told(5, 3, 6, 5) == ["AC", "B"]
    assert told(5, 9, 1, 7, 1) == ["A", "BCD"]


def test_of_several_as_small_the_first_group_joins() -> None:
    assert told(5, 7, 6, 1, 6) == ["A", "BC", "D"]


def test_a_box_without_ballots_is_never_opened_and_joins_nothing() -> None:
    assert told(5, 0, 9, 3, 2) == ["B", "CD"]
    assert told(5, 0, 9) == ["B"]
    empty = plan(5, 0, 0)
    assert (empty.openings, empty.exception) == ((), ())


def test_a_round_that_is_too_small_together_stays_closed() -> None:
    few = plan(5, 2, 0, 2)
    assert (few.openings, few.exception) == ((), ("r1-A", "r1-C"))
    assert few.opening_of("r1-A") == ()
    assert few.opening_of("r1-A", excepted=True) == ("r1-A", "r1-C")
    assert plan(5, 4).exception == ("r1-A",)


def test_the_exception_is_none_where_the_plan_opens_everything() -> None:
    whole = plan(5, 3, 6)
    assert whole.opening_of("r1-B", excepted=True) == ("r1-A", "r1-B")


def test_the_text_is_written_in_one_way_and_hashed() -> None:
    found = plan(5, 3, 6)
    zero, one = "0" * 64, "0" * 63 + "1"
    head, other = "0" * 62 + "64", "0" * 62 + "65"
    assert found.to_bytes().decode() == (
        '{"version":1,"meeting":"' + "c" * 64 + '","round":"r1","minimum":5,"boxes":['
        f'{{"id":"r1-A","setup":"{zero}","head":"{head}","ballots":3}},'
        f'{{"id":"r1-B","setup":"{one}","head":"{other}","ballots":6}}],'
        '"openings":[["r1-A","r1-B"]]}'
    )
    assert found.hash == hashlib.sha256(found.to_bytes()).hexdigest()
    assert json.loads(plan(5, 2, 2).to_bytes())["exception"] == ["r1-A", "r1-B"]


@given(MINIMUMS, COUNTS)
def test_nothing_is_opened_that_is_too_small_and_no_ballot_is_lost(
    minimum: int, counts: list[int]
) -> None:
    found = plan(minimum, *counts)
    ballots = {each.id: each.ballots for each in found.boxes}
    opened = [box for opening in found.openings for box in opening]
    assert len(opened) == len(set(opened))
    assert all(sum(ballots[box] for box in each) >= minimum for each in found.openings)
    voted = {box for box, count in ballots.items() if count}
    assert voted == {*opened, *found.exception}
    assert not (found.exception and opened)
    if found.exception:
        assert sum(counts) < minimum
    else:
        assert not 0 < sum(counts) < minimum


@given(MINIMUMS, COUNTS)
def test_no_large_box_loses_its_own_count_without_need(minimum: int, counts: list[int]) -> None:
    found = plan(minimum, *counts)
    ballots = {each.id: each.ballots for each in found.boxes}
    order = [each.id for each in found.boxes]
    for opening in found.openings:
        assert list(opening) == sorted(opening, key=order.index)
        large = [box for box in opening if ballots[box] >= minimum]
        if len(opening) > 1 and large:
            (needed,) = large
            assert sum(ballots[box] for box in opening) - ballots[needed] < minimum
            assert ballots[needed] == min(count for count in ballots.values() if count >= minimum)
    assert list(found.openings) == sorted(found.openings, key=lambda each: order.index(each[0]))
    assert sum(len(each) > 1 for each in found.openings) <= 1


@given(MINIMUMS, COUNTS, st.data())
def test_another_head_or_number_is_another_plan(
    minimum: int, counts: list[int], data: st.DataObject
) -> None:
    found = plan(minimum, *counts)
    at = data.draw(st.integers(0, len(counts) - 1))
    first = found.boxes[at]
    other = ClosedBox(first.id, first.setup, "f" * 64, first.ballots)
    boxes = (*found.boxes[:at], other, *found.boxes[at + 1 :])
    assert plan_of(found.meeting, "r1", minimum, boxes).hash != found.hash
    assert plan(minimum, *counts).hash == found.hash
