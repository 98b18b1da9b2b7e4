"""What holds of every outcome of a preset, whoever voted how.

One more good answer about somebody never makes that person worse off. It may make others worse
off, and where equals are voted on again or a ruling is awaited, nothing is said of anybody. docs/
rules.md says which steps are not so: none of them stands in a preset before its goal.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, RANKING, Paper
from meeting.presets import load_preset, preset_names
from tests.meeting.fixtures.preset_cases import Results, drawn, meeting_of, results_on, typed

FEW = 12
GOAL = {
    "self_nomination": "goes-on",
    "deputies": "deputy-secretary",
    "heads": "head-both",
    "judges_panel": "shortlist",
    "interview": "assessed",
    "two_recommendations": "assessed",
    "grade_flag": "",
    "two_thirds_vote": "passed",
    "competition_for_post": "shortlist",
    "mass_recommendation": "first-nine",
    "committee_election": "majority",
    "secretary_election": "majority",
    "deputies_election": "majority",
    "branch_election": "majority",
    "one_of_two": "majority",
    "plenary_vote": "majority",
    "committee_shortlist": "shortlist",
    "open_branch_recommendation": "candidates",
    "open_selection": "goes-on",
    "ranked_recommendation": "goes-on",
}
WITHOUT_GOAL = {
    *("double_evaluation", "full_slate", "targeted_recommendation", "reverse_evaluation"),
    *("atmosphere_monitoring", "satisfaction_survey", "three_responsibilities"),
    "report_and_evaluations",
}
"""They choose nobody by votes: they publish rates, counts and flags."""
MONOTONE = pytest.mark.parametrize("name", GOAL)
EVERY = pytest.mark.parametrize("name", [*GOAL, *sorted(WITHOUT_GOAL)])
SEEDS = st.integers(0, 2**32 - 1)
FEW_EXAMPLES = settings(max_examples=8, deadline=None)


@cache
def few(name: str) -> Meeting:
    with tempfile.TemporaryDirectory() as folder:
        return meeting_of(name, Path(folder), FEW)


def worked_out(meeting: Meeting, ballots: pd.DataFrame) -> Results:
    with tempfile.TemporaryDirectory() as folder:
        return results_on(meeting, Path(folder), typed(meeting, ballots))


def chosen(results: Results, name: str) -> set[str]:
    """Who reached the goal of a preset; of a flag, who was not flagged."""
    if not GOAL[name]:
        return {each.person for each in results["follow-up"].judged if each.why == "not-flagged"}
    return set(results[GOAL[name]].people)


def mixed(meeting: Meeting, chance: Random) -> Meeting:
    """The same meeting with its people, groups and options in another order."""

    def paper(each: Paper) -> Paper:
        items = [
            replace(item, options=tuple(chance.sample(item.options, len(item.options))))
            if each.people_are_options
            else item
            for item in each.items
        ]
        if each.says_of_each:
            chance.shuffle(items)
        return replace(each, items=tuple(items))

    return replace(
        meeting,
        people=tuple(chance.sample(meeting.people, len(meeting.people))),
        groups=tuple(chance.sample(meeting.groups, len(meeting.groups))),
        papers=tuple(map(paper, meeting.papers)),
    )


@EVERY
@FEW_EXAMPLES
@given(seed=SEEDS)
def test_no_order_matters(name: str, seed: int) -> None:
    meeting, chance = few(name), Random(seed)  # noqa: S311 - the same again for a seed
    ballots = drawn(meeting, seed)
    found = worked_out(meeting, ballots)
    others = worked_out(mixed(meeting, chance), ballots.sample(frac=1, random_state=seed))
    for step, result in found.items():
        other = others[step]
        assert {p: each.number for p, each in result.numbers.items()} == {
            p: each.number for p, each in other.numbers.items()
        }
        assert set(result.people) == set(other.people), step
        waits = [each and (each.code, set(each.about)) for each in (result.waits, other.waits)]
        assert waits[0] == waits[1]


def test_every_preset_with_an_example_is_tried() -> None:
    first = {name for name in preset_names() if not load_preset(name).example.of}
    assert first == {*GOAL, *WITHOUT_GOAL}


@MONOTONE
@FEW_EXAMPLES
@given(seed=SEEDS)
def test_one_more_good_answer_makes_nobody_worse_off(name: str, seed: int) -> None:
    meeting, chance = few(name), Random(seed)  # noqa: S311 - the same again for a seed
    ballots = drawn(meeting, seed)
    before = chosen(worked_out(meeting, ballots), name)
    assume(before)
    person = chance.choice(sorted(before))
    better = improved(meeting, ballots, person, chance)
    assert person in chosen(worked_out(meeting, better), name)


def improved(meeting: Meeting, ballots: pd.DataFrame, person: str, chance: Random) -> pd.DataFrame:
    """The ballots with one better answer about somebody: a grade, a vote, or a score."""
    box = chance.choice(meeting.boxes())
    items = [
        item
        for item in box.items(meeting)
        if person == (item.subject and item.subject.id) or person in {o.id for o in item.options}
    ]
    if not items:
        return ballots
    item = chance.choice(items)
    name = item.id if item.post else item.name
    voter = chance.randrange(box.group.size)
    columns = ["round", "group", "voter", "item", "person"]
    place = pd.Series([box.round.id, box.group.id, voter, name, person], index=columns)
    better = ballots[~(ballots[columns] == place).all(axis=1)]
    if item.form == RANKING:
        return ranked_higher(ballots, place, person)
    if item.form == CHOICE:
        answer: str | int = item.options[0].id if item.subject else "chosen"
    else:
        answer = 1000
    row = (box.round.id, box.group.id, voter, name, person, answer)
    return pd.concat([better, pd.DataFrame([row], columns=ballots.columns)])


def ranked_higher(ballots: pd.DataFrame, place: pd.Series, person: str) -> pd.DataFrame:
    """The ballots where one puts somebody first, and those who were before one place later."""
    on = ["round", "group", "voter", "item"]
    mine = (ballots[on] == place[on]).all(axis=1)
    order = ballots[mine].sort_values("answer")["person"].tolist()
    length = len(order)
    order = [person, *(each for each in order if each != person)][:length]
    rows = [(*place[on], each, at) for at, each in enumerate(order, 1)]
    return pd.concat([ballots[~mine], pd.DataFrame(rows, columns=ballots.columns)])
