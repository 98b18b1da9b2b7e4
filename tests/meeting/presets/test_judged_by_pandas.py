"""A second computation of each row, from single ballots and by pandas, reaches the same outcome.

It was written from the documents, without the engine and without the presets' rules: only the ids
of steps, items and groups are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from meeting.definition.meeting import Meeting
from tests.meeting.fixtures.by_pandas import everybody, first, over, scored, share, voters, votes
from tests.meeting.fixtures.preset_cases import drawn, meeting_of, results_on, typed

Table = pd.DataFrame
Chosen = Mapping[str, set[str]]
PERCENT = 100


def self_nomination(meeting: Meeting, ballots: Table) -> Chosen:
    got = votes(ballots, "r1", "recommend", "approve")
    return {"goes-on": set(got[got * 5 >= voters(meeting) * 4].index)}


def deputies(meeting: Meeting, ballots: Table) -> Chosen:
    size = voters(meeting)
    thirds = over(votes(ballots, "r1", "reserve"), 1, 3, size)
    halves = over(votes(ballots, "r1", "deputy-secretary-slate"), 1, 2, size)
    good = over(votes(ballots, "r1", "evaluation", "excellent", "competent"), 9, 10, size)
    return {"competitors": thirds, "deputy-secretary": thirds & halves & good}


def judges_panel(meeting: Meeting, ballots: Table) -> Chosen:
    del meeting
    return {"shortlist": first(scored(ballots, "speech", 5), 3)}


def open_selection(meeting: Meeting, ballots: Table) -> Chosen:
    marks = pd.Series(dict(meeting.marks[0].numbers))
    tested = first(marks, 16)
    got = everybody(meeting, votes(ballots, "first", "slate"))
    return {"passed": tested, "goes-on": first(got, 10, tested)}


def interview(meeting: Meeting, ballots: Table) -> Chosen:
    judged = scored(ballots, "interview").map(lambda each: each * 30 / PERCENT)
    got = everybody(meeting, votes(ballots, "second", "second"))
    return {"assessed": first(judged + share(got, 58, 30), 6)}


def two_recommendations(meeting: Meeting, ballots: Table) -> Chosen:
    rates = {
        name: everybody(meeting, votes(ballots, name, "slate")).map(Fraction)
        / voters(meeting, name)
        for name in ("assembly", "committee")
    }
    # Equal in both rounds together: who has more in the committee's goes before.
    table = pd.DataFrame({"both": rates["assembly"] + rates["committee"], **rates})
    ordered = table.apply(lambda row: (row["both"], row["committee"]), axis=1)
    return {"assessed": {str(who) for who, key in ordered.items() if sum(ordered > key) < 6}}


def ranked_recommendation(meeting: Meeting, ballots: Table) -> Chosen:
    worth = {1: 10, 2: 9, 3: 8}
    total = pd.Series(0, index=[person.id for person in meeting.people]).map(Fraction)
    for group, percent in (("leaders", 40), ("staff", 30), ("delegates", 30)):
        mine = ballots[ballots["group"] == group]
        size = voters(meeting, group)
        named = everybody(meeting, mine.groupby("person").size())
        earned = mine["answer"].map(worth).groupby(mine["person"]).sum()
        points = everybody(meeting, earned) + (size - named) * 6
        part = [Fraction(int(each) * percent, 10 * size * PERCENT) for each in points]
        total += pd.Series(part, index=points.index)
    return {"goes-on": first(total, 3)}


def grade_flag(meeting: Meeting, ballots: Table) -> Chosen:
    bad = votes(ballots, "r1", "evaluation", "basic", "not-competent")
    return {"flagged": set(bad[bad * 10 >= voters(meeting) * 3].index)}


def two_thirds_vote(meeting: Meeting, ballots: Table) -> Chosen:
    return {"passed": over(votes(ballots, "r1", "decision", "approve"), 2, 3, voters(meeting))}


def competition_for_post(meeting: Meeting, ballots: Table) -> Chosen:
    worth = {"excellent": 100, "competent": 85, "basic": 70, "not-competent": 50}
    daily = pd.Series(dict(meeting.marks[0].numbers))
    asked = ballots[ballots["round"] == "evaluation"]
    graded = (
        asked.assign(worth=asked["answer"].map(worth))
        .groupby(["person", "item"])["worth"]
        .apply(lambda each: Fraction(int(each.sum()), len(each)))
        .groupby("person")
        .apply(lambda each: sum(each, Fraction(0)) / 5)
    )
    parts = ((scored(ballots, "speech"), 20), (graded, 30), (scored(ballots, "fitness"), 30))
    total = sum((part * percent for part, percent in parts), daily * 20)
    return {"shortlist": first(total, 4)}


def mass_recommendation(meeting: Meeting, ballots: Table) -> Chosen:
    got = everybody(meeting, ballots.groupby("person").size())
    return {"first-nine": first(got, 9)}


def committee_election(meeting: Meeting, ballots: Table) -> Chosen:
    got = votes(ballots, "r1", "elect")
    majority = over(got, 1, 2, voters(meeting))
    elected = first(got, 9, majority)
    if len(elected) > 9:  # equal at the last seat: they are voted on again
        return {"majority": majority}
    women = {"p04", "p09"}
    filled = elected & women or len(elected) < 9
    seated = elected if filled else first(got, 8, elected)
    return {"majority": majority, "elected": elected, "seated": seated}


JUDGES: tuple[Callable[[Meeting, Table], Chosen], ...] = (
    *(self_nomination, deputies, judges_panel, open_selection, interview, two_recommendations),
    *(ranked_recommendation, grade_flag, two_thirds_vote, competition_for_post),
    *(mass_recommendation, committee_election),
)


@pytest.mark.parametrize("judge", JUDGES, ids=[judge.__name__ for judge in JUDGES])
@pytest.mark.parametrize("seed", [1, 7, 30, 2011])
def test_the_outcome_is_the_same(
    judge: Callable[[Meeting, Table], Chosen], seed: int, tmp_path: Path
) -> None:
    meeting = meeting_of(judge.__name__, tmp_path)
    ballots = drawn(meeting, seed)
    found = results_on(meeting, tmp_path, typed(meeting, ballots))
    for step, expected in judge(meeting, ballots).items():
        if step == "flagged":
            judged = found["follow-up"].judged
            assert {each.person for each in judged if each.why == "flagged"} == expected
            continue
        assert found[step].waits is None
        assert set(found[step].people) == expected, step


def test_drawn_ballots_tell_people_apart(tmp_path: Path) -> None:
    """Judges that see nobody over a limit, or everybody, would agree about anything."""
    meeting = meeting_of("deputies", tmp_path)
    chosen = [deputies(meeting, drawn(meeting, seed)) for seed in (1, 7, 30, 2011)]
    assert any(0 < len(each["competitors"]) < len(meeting.people) for each in chosen)
    assert any(each["deputy-secretary"] for each in chosen)
