"""年度考核: a share of every department, rounded down; what is left of the total to the best."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.rules_in_words.rule import rules_in_words
from tally.continuing.came_to import CameTo
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.departments import RULES, divided
from tests.tally.fixtures.ruled import derived
from tests.tally.outcome.steps.test_procedures import votes
from tests.tally.outcome.steps.test_properties import PEOPLE, VOTES, worked_out


def code_and_about(result: StepResult) -> tuple[str, tuple[str, ...]]:
    assert result.waits is not None
    return result.waits.code, result.waits.about


def told(meeting: Meeting, folder: Path, numbers: list[int], language: str = "zh") -> list[str]:
    found = derived(meeting, folder, votes("slate", numbers))
    words = StepsInWords(meeting, language, found.values())
    return list(words.view(found["rest"]).after)


def test_what_is_left_of_the_total_goes_to_the_best_of_all_others(tmp_path: Path) -> None:
    """9 and 8 people: 1 and 1 of the departments, 3 of all 17, so that 1 is left."""
    meeting = divided(9, 8)
    assert check_meeting(meeting) == []
    numbers = [50, 49, *[10] * 7, 40, 39, *[5] * 6]
    found = derived(meeting, tmp_path, votes("slate", numbers))
    assert (found["first"].people, found["second"].people) == (("p1",), ("p10",))
    assert (found["rest"].wanted, found["rest"].people) == (1, ("p2",))
    assert [each.why for each in found["rest"].judged[:2]] == ["first", "behind"]
    assert told(meeting, tmp_path, numbers)[0] == "名额 3 人，已选出 2 人，应取 1 人。"


def test_equal_ones_at_the_last_seat_all_stay(tmp_path: Path) -> None:
    numbers = [50, 39, *[10] * 7, 40, 39, *[5] * 6]
    found = derived(divided(9, 8), tmp_path, votes("slate", numbers))
    assert [(each.person, each.why) for each in found["rest"].judged[:3]] == [
        ("p2", "equal-kept"),
        ("p11", "equal-kept"),
        ("p3", "behind"),
    ]


@pytest.mark.parametrize("numbers", [[50, 1, 1, 1, 1, 40, 1, 1, 1, 1], [50, *range(40, 31, -1)]])
def test_where_no_seat_is_left_nobody_goes_on_and_it_says_so(
    tmp_path: Path, numbers: list[int]
) -> None:
    """5 and 5 people: all 2 of the 10 are chosen; whoever is equal behind them stays out, too."""
    meeting = divided(5, 5)
    found = derived(meeting, tmp_path, votes("slate", numbers))
    assert (found["rest"].wanted, found["rest"].people) == (0, ())
    assert {each.why for each in found["rest"].judged} == {"behind"}
    assert told(meeting, tmp_path, numbers) == [
        "名额 2 人，已选出 2 人，没有剩余名额。",
        "无人入围。",
    ]
    assert told(meeting, tmp_path, numbers, "en") == [
        "Seats: 2; chosen already: 2; no seat is left.",
        "Nobody goes on.",
    ]


def test_where_everybody_is_chosen_already_nobody_is_left_to_choose(tmp_path: Path) -> None:
    meeting = divided(2, 2, RULES.replace('share = "20%"', 'share = "100%"'))
    found = derived(meeting, tmp_path, votes("slate", [4, 3, 2, 1]))
    assert (found["rest"].wanted, found["rest"].judged) == (0, ())


def test_seats_are_never_fewer_than_none_and_each_person_takes_one(tmp_path: Path) -> None:
    """Two of a department of ten are chosen, and stand in both lists; of one seat, none is left."""
    seats = RULES.replace('share = "20%"\nless', "seats = 1\nless")
    numbers = [50, 40, *range(30, 22, -1)]
    meeting = divided(10, 0, seats.replace('source = "two"', 'source = "one"'))
    found = derived(meeting, tmp_path, votes("slate", numbers))
    assert (found["first"].people, found["second"].people) == (("p1", "p2"),) * 2
    assert found["rest"].wanted == 0
    more = divided(10, 0, seats.replace("seats = 1", "seats = 3").replace('"two"', '"one"'))
    assert derived(more, tmp_path, votes("slate", numbers))["rest"].people == ("p3",)


def test_it_waits_for_a_step_that_waits(tmp_path: Path) -> None:
    """A tie that is voted on again: nobody knows how many seats it will take."""
    cut = 'kind = "cut"\nid = "first"\nseats = 1\nties = "revote"'
    rules = RULES.replace('kind = "cap"\nid = "first"', cut, 1).replace('share = "20%"\n', "", 1)
    rules = rules.replace('of = ["people", "first", "second"]', 'of = ["people", "second"]')
    found = derived(divided(9, 8, rules), tmp_path, votes("slate", [50, 50, *[1] * 15]))
    assert code_and_about(found["first"]) == ("tie", ("p1", "p2"))
    assert found["others"].waits is None
    assert code_and_about(found["rest"]) == ("step", ("first",))


def test_the_rule_is_read_aloud() -> None:
    meeting = divided(9, 8)
    assert rules_in_words(meeting, "zh")[-1].endswith(
        "其余人员之中，按得票数取前若干人，人数为全体人选人数的 20%（向下取整）减去"
        "一科优秀、二科优秀的人数；末位并列的全部保留。"
    )
    assert rules_in_words(meeting, "en")[-1].endswith(
        "of 其余人员, the first by 得票数, so many: 20% of the number of all people (rounded down)"
        " less the number of those in 一科优秀, 二科优秀; all who are equal at the last place stay."
    )


def test_a_later_round_fills_the_seats_that_a_tie_left_open(tmp_path: Path) -> None:
    """3 of 17 people, 1 and 1 chosen of the departments: two are equal at the one seat left."""
    meeting = divided(9, 8, RULES.replace("keep-all", "revote"))
    numbers = [50, 39, *[10] * 7, 40, 39, *[5] * 6]
    found = derived(meeting, tmp_path, votes("slate", numbers))
    came = CameTo(meeting, found.values())
    assert (came.people("rest", "tied"), came.left("rest")) == (("p2", "p11"), 1)
    decided = derived(meeting, tmp_path, votes("slate", [*numbers[:10], 38, *numbers[11:]]))
    assert CameTo(meeting, decided.values()).left("rest") == 0


@given(VOTES, VOTES, st.integers(0, PEOPLE), st.fractions(0, 1, max_denominator=9))
def test_nobody_more_than_the_total_goes_on_and_nobody_is_passed_over(
    first: list[int], second: list[int], size: int, share: Fraction
) -> None:
    """Whatever was voted: the total is kept but for equals, and all of its seats are given."""
    rules = RULES.replace('share = "20%"', f'share = "{share or 1}"').replace("keep-all", "lot")
    groups = (("A", 30, ""), ("B", 30, ""))
    meeting = divided(size, PEOPLE - size, rules, groups)
    found = worked_out(meeting, first, second)
    rest, total = found["rest"], int(PEOPLE * (share or 1))
    before = [*found["first"].people, *found["second"].people]
    if rest.waits:
        assert rest.waits.code == "draw-awaited"
        return
    assert not set(before) & set(rest.people)
    assert len(before) + len(rest.people) == total
    numbers = {person: worked.number for person, worked in found["votes"].numbers.items()}
    for inside in rest.people:
        for person in set(found["others"].people) - set(rest.people):
            assert numbers[inside] > numbers[person]  # type: ignore[operator]
