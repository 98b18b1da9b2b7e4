"""The lot decides from a list that nobody chose; of relatives one stays, and the next moves up."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.definition.consistency import check_meeting
from meeting.problem import Problem
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.derive import derive
from tally.outcome.steps.lots import DrawAwaited, DrawnLots
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.ruled import derived, people, ruled

COUNT = '[[rules]]\nkind = "count"\nid = "votes"\nround = "r1"\nitem = "slate"\n'
CUT = (
    '[[rules]]\nkind = "cut"\nid = "two"\nname = "前两名"\nby = "votes"\nseats = 2\nties = "lot"\n'
)
DRAW = '[[rules]]\nkind = "draw"\nid = "lot"\nname = "抽签"\ntake = 2\n'
RELATED = '[[rules]]\nkind = "related"\nid = "apart"\nby = "votes"\n'
NAMES = tuple(person.display_name for person in people(4))


def votes(*numbers: int) -> str:
    rows = "".join(f"p{at} = {number}\n" for at, number in enumerate(numbers, 1))
    return "[rounds.r1.A.votes.slate]\n" + rows


def why(result: StepResult) -> list[tuple[str, str]]:
    return [(each.person, each.why) for each in result.judged]


def test_the_lot_decides_among_those_who_are_equal_at_the_edge(tmp_path: Path) -> None:
    meeting = ruled(COUNT + CUT)
    text = votes(40, 20, 20, 20)
    awaited = derived(meeting, tmp_path, text)["two"].waits
    assert isinstance(awaited, DrawAwaited)
    assert (awaited.about, awaited.take) == (("p2", "p3", "p4"), 1)
    found = derived(meeting, tmp_path, text + '[draws]\ntwo = ["p4"]\n')["two"]
    assert why(found) == [
        ("p1", "first"), ("p4", "drawn"), ("p2", "not-drawn"), ("p3", "not-drawn"),
    ]  # fmt: skip
    assert found.people == ("p1", "p4")


def test_where_nobody_is_equal_no_lot_is_drawn(tmp_path: Path) -> None:
    found = derived(ruled(COUNT + CUT), tmp_path, votes(40, 30, 20, 20))["two"]
    assert found.people == ("p1", "p2")
    assert {each.why for each in found.judged} == {"first", "behind"}


def drawn(result: DrawnLots) -> StepResult:
    return derive(ruled(DRAW), Counted({}, draws={"lot": result}))[0]


def test_a_draw_is_taken_from_the_list_that_follows_from_the_step() -> None:
    honest = DrawnLots((NAMES[3], NAMES[0]), NAMES, 2, "抽签")
    assert drawn(honest).people == ("p4", "p1")


@pytest.mark.parametrize(
    "other",
    [
        DrawnLots((NAMES[0], NAMES[1]), NAMES[:3], 2, "抽签"),
        DrawnLots((NAMES[0], NAMES[1]), (NAMES[1], NAMES[0], *NAMES[2:]), 2, "抽签"),
        DrawnLots((NAMES[0],), NAMES, 1, "抽签"),
        DrawnLots((NAMES[0], NAMES[1]), NAMES, 2, "抽签，第二次"),
    ],
    ids=["fewer", "order", "take", "purpose"],
)
def test_a_draw_from_any_other_list_is_none(other: DrawnLots) -> None:
    waits = drawn(other).waits
    assert waits is not None
    assert waits.code == "draw-unfit"


def test_a_draw_of_no_more_than_there_are_needs_no_lot(tmp_path: Path) -> None:
    rules = COUNT + CUT.replace('"lot"', '"stop"') + DRAW.replace("\nid", '\nsource = "two"\nid')
    found = derived(ruled(rules), tmp_path, votes(40, 30, 20, 10))["lot"]
    assert found.people == ("p1", "p2")


def pairs(*names: tuple[str, str]) -> str:
    each = ", ".join(f'{{ one = "{one}", other = "{other}" }}' for one, other in names)
    return f"pairs = [{each}]\n"


def test_of_two_relatives_the_one_with_more_votes_stays_and_the_next_moves_up(
    tmp_path: Path,
) -> None:
    meeting = ruled(COUNT + RELATED + pairs(("p2", "p1")) + "seats = 2\n")
    found = derived(meeting, tmp_path, votes(40, 30, 20, 10))["apart"]
    assert why(found) == [
        ("p1", "first"), ("p3", "first"), ("p2", "related"), ("p4", "behind"),
    ]  # fmt: skip
    lines = StepsInWords(meeting, "en").view(found).lines
    assert "may not be chosen together with 甲甲某, who comes first" in lines[2]


def test_a_higher_post_stays_before_more_votes(tmp_path: Path) -> None:
    rules = COUNT + RELATED + pairs(("p1", "p2")) + 'seats = 2\nposts = ["p2"]\n'
    found = derived(ruled(rules), tmp_path, votes(40, 30, 20, 10))["apart"]
    assert found.people == ("p2", "p3")
    assert found.judged[2].other == "p2"


def test_a_relative_who_has_no_seat_keeps_nobody_out(tmp_path: Path) -> None:
    rules = COUNT + RELATED + pairs(("p1", "p4")) + 'seats = 2\nposts = ["p4"]\n'
    assert derived(ruled(rules), tmp_path, votes(40, 30, 20, 10))["apart"].people == ("p1", "p2")


def test_who_left_because_of_somebody_who_left_does_not_come_back_and_a_chain_loses_one(
    tmp_path: Path,
) -> None:
    chain = pairs(("p2", "p3"), ("p1", "p2"))
    found = derived(ruled(COUNT + RELATED + chain), tmp_path, votes(40, 30, 20, 10))["apart"]
    assert found.people == ("p1", "p3", "p4")  # p2 leaves because of p1, so p3 may stay


@pytest.mark.parametrize("numbers", [(30, 30, 20, 10), (40, 20, 20, 20)], ids=["pair", "edge"])
def test_equals_wait(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    rules = COUNT + RELATED + pairs(("p1", "p2")) + "seats = 2\n"
    waits = derived(ruled(rules), tmp_path, votes(*numbers))["apart"].waits
    assert waits is not None
    assert waits.code == "tie"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (DRAW.replace("2", "4"), "4 are drawn, and at most 4 can be there"),
        (DRAW.replace("2", "0"), "from 1 to"),
        (COUNT + RELATED + "pairs = []\n", "nothing in this list"),
        (COUNT + RELATED + pairs(("p1", "p1")), "Nobody is related to themselves"),
        (COUNT + RELATED + pairs(("p1", "p9")), "'p9' is not a person of this meeting"),
        (COUNT + RELATED + pairs(("p1", "p2")) + 'posts = ["p1", "p1"]\n', "twice"),
        (COUNT + CUT + "election = true\n", "voted on again"),
    ],
)
def test_what_cannot_be_is_named(rules: str, told: str) -> None:
    found = [problem.text("en") for _path, problem in check_meeting(ruled(rules))]
    assert any(told in each for each in found), found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[draws]\nlots = ["p1"]\n', "'lots' is no step that the lot decides."),
        ('[draws]\nlot = ["p9"]\n', "'p9' is not a person of this meeting."),
    ],
)
def test_a_typed_draw_that_is_none_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        derived(ruled(DRAW), tmp_path, "[rounds]\n" + text)
