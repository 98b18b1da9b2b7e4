"""Rates, channels, elections and later stages, worked out a second time from single ballots.

As `test_judged_by_pandas`: from the documents' words, without the engine and the presets' rules. A
judge gives the people of a step, the numbers of a figure, or None where equals must wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from meeting.definition.meeting import Meeting
from meeting.presets import load_preset, preset_names
from tally.outcome.steps.result import StepResult
from tests.meeting.fixtures.by_pandas import everybody, first, over, scored, share, voters, votes
from tests.meeting.fixtures.preset_cases import drawn, following, meeting_of, results_on, typed
from tests.meeting.presets import test_judged_by_pandas as others

Table = pd.DataFrame
Judged = Mapping[str, set[str] | pd.Series | None]
TEAM = "team"
JUDGED_BY_HAND = {"three_responsibilities"}
"""In test_evaluations_by_hand, with a Counter of single ballots."""


def rate(meeting: Meeting, counted: pd.Series, *groups: str) -> pd.Series:
    """The part of all ballots, of everybody."""
    return share(everybody(meeting, counted), voters(meeting, *groups))


def of_team(ballots: Table, item: str, good: tuple[str, ...], without: str = "") -> pd.Series:
    """The part of ballots that gave one of these answers about the team."""
    cast = ballots[["group", "voter"]].drop_duplicates().shape[0]
    asked = ballots[ballots["item"] == item]["person"]  # answers stand where people would
    base = cast - int((asked == without).sum())
    return pd.Series({TEAM: Fraction(int(asked.isin(list(good)).sum()), base)})


def chosen_for(meeting: Meeting, ballots: Table, round_id: str) -> pd.Series:
    """How often somebody was named, for any post."""
    mine = ballots[(ballots["round"] == round_id) & ballots["item"].str.endswith("-slate")]
    return everybody(meeting, mine.groupby("person").size())


def elected(counted: pd.Series, size: int, seats: int) -> Judged:
    """Those over half, in order of votes; equals at the last seat are voted on again."""
    majority = over(counted, 1, 2, size)
    winners = first(counted, seats, majority)
    return {"majority": majority, "elected": winners if len(winners) <= seats else None}


def double_evaluation(meeting: Meeting, ballots: Table) -> Judged:
    """S0.1: 优秀 and 称职 are 称职以上; four placements; people of the new team."""
    good = votes(ballots, "r1", "evaluation", "excellent", "competent")
    placed = ("promote", "stay", "transfer", "non-leading")
    return {
        "team-good": of_team(ballots, "team", ("excellent", "competent")),
        "evaluated": rate(meeting, good),
        "recommended": rate(meeting, votes(ballots, "r1", "slate")),
        **{each: rate(meeting, votes(ballots, "r1", "placement", each)) for each in placed},
    }


def full_slate(meeting: Meeting, ballots: Table) -> Judged:
    """S0.2: both recommendations, the meeting's and the talks' apart."""
    channels = (("meeting", "meeting-voters"), ("talks", "talked-with"))
    found: dict[str, pd.Series] = {}
    for name, group in channels:
        size = voters(meeting, group)
        found[f"slate-{name}"] = share(chosen_for(meeting, ballots, name), size)
        reserve = votes(ballots, name, "reserve").reindex(
            [each.id for each in meeting.people[1:]], fill_value=0
        )
        found[f"reserve-{name}"] = share(reserve, size)
    return dict(found)


def heads(meeting: Meeting, ballots: Table) -> Judged:
    """S0.4: over half in both; votes, then evaluation, seniority, education; 1:2."""
    size = voters(meeting)
    reserve = over(votes(ballots, "r1", "reserve"), 1, 2, size)
    good = everybody(meeting, votes(ballots, "r1", "evaluation", "excellent", "competent"))
    marks = {column.name: dict(column.numbers) for column in meeting.marks}
    found: dict[str, set[str]] = {}
    for post in ("secretary", "head"):
        got = everybody(meeting, votes(ballots, "r1", f"{post}-slate"))
        both = over(got, 1, 2, size) & reserve
        order = {
            who: (got[who], good[who], marks["任职年限"][who], marks["学历"][who]) for who in both
        }
        ahead = {who: sum(each > order[who] for each in order.values()) for who in both}
        found[f"{post}-both"] = both
        found[f"{post}-nominated"] = {who for who in both if ahead[who] < 2}
    return dict(found)


def one_of_two(meeting: Meeting, ballots: Table) -> Judged:
    """S0.4, S1.5: one of two, over half of the members."""
    result = elected(votes(ballots, "r1", "decision", "approve"), voters(meeting), 1)
    return {"majority": result["majority"], "chosen": result["elected"]}


def plenary_vote(meeting: Meeting, ballots: Table) -> Judged:
    """S2.1: two posts, four people."""
    result = elected(votes(ballots, "r1", "decision", "approve"), voters(meeting), 2)
    return {"majority": result["majority"], "chosen": result["elected"]}


def committee_shortlist(meeting: Meeting, ballots: Table) -> Judged:
    """S2.3: 1:2 of two posts, all equal ones."""
    got = votes(ballots, "r1", "decision", "approve")
    return {"shortlist": first(got, 4, over(got, 1, 2, voters(meeting)))}


def reverse_evaluation(meeting: Meeting, ballots: Table) -> Judged:
    """S2.2: nothing wrong with somebody's morals, at work and in talks apart."""
    groups = {"clean": ("work", ("above", "below")), "talks": ("talks", ("near",))}
    return {
        f"{moral}-{name}": rate(meeting, votes(ballots, asked, moral, "none"), *who)
        for moral in ("public", "professional", "family", "personal")
        for name, (asked, who) in groups.items()
    }


def atmosphere_monitoring(meeting: Meeting, ballots: Table) -> Judged:
    """S2.5: four indicators, 较好 or better."""
    del meeting
    names = ("selection", "malpractice", "discipline", "atmosphere")
    return {f"{each}-good": of_team(ballots, each, ("good", "fairly-good")) for each in names}


def satisfaction_survey(meeting: Meeting, ballots: Table) -> Judged:
    """S3.2: 不了解 is no opinion."""
    del meeting
    good = ("satisfied", "mostly")
    names = ("trust", "atmosphere", "cadres")
    return {f"{each}-satisfied": of_team(ballots, each, good, "unknown") for each in names}


def report_and_evaluations(meeting: Meeting, ballots: Table) -> Judged:
    """S3.2: three questions on the report; 30 % canvassing suspected is flagged."""
    names = ("overall", "supervision", "rectification")
    good = ("good", "fairly-good")
    suspected = rate(meeting, votes(ballots, "review", "canvassing", "yes"))
    return {
        **{f"{each}-good": of_team(ballots, each, good) for each in names},
        "suspected": suspected,
    }


def open_branch_recommendation(meeting: Meeting, ballots: Table) -> Judged:
    """S3.2: five seats and one fifth more."""
    got = everybody(meeting, votes(ballots, "recommendation", "slate"))
    return {"recommended": share(got, voters(meeting)), "candidates": first(got, 6)}


def branch_election(meeting: Meeting, ballots: Table) -> Judged:
    """S3.2: over half of those present, who are all."""
    return elected(votes(ballots, "election", "elect"), voters(meeting), 5)


def targeted_recommendation(meeting: Meeting, ballots: Table) -> Judged:
    """S3.4: four channels, each counted by itself."""
    names = ("members", "teams", "leaders", "self")
    return {
        f"{each}-votes": everybody(
            meeting, ballots[ballots["round"] == each].groupby("person").size()
        )
        for each in names
    }


def secretary_election(meeting: Meeting, ballots: Table) -> Judged:
    """S4.3: one of two."""
    return elected(votes(ballots, "r1", "elect"), voters(meeting), 1)


def deputies_election(meeting: Meeting, ballots: Table) -> Judged:
    """S4.4: three of four."""
    return elected(votes(ballots, "r1", "elect"), voters(meeting), 3)


JUDGES: tuple[Callable[[Meeting, Table], Judged], ...] = (
    *(double_evaluation, full_slate, heads, one_of_two, plenary_vote, committee_shortlist),
    *(reverse_evaluation, atmosphere_monitoring, satisfaction_survey, report_and_evaluations),
    *(open_branch_recommendation, branch_election, targeted_recommendation),
    *(secretary_election, deputies_election),
)
SEEDS = pytest.mark.parametrize("seed", [1, 7, 2011])


def agree(found: Mapping[str, StepResult], judged: Judged) -> None:
    for step, expected in judged.items():
        result = found[step]
        if expected is None:
            assert result.waits is not None
            assert result.waits.code == "tie"
        elif isinstance(expected, set):
            assert result.waits is None
            assert set(result.people) == expected, step
        else:
            worked = {who: each.number for who, each in result.numbers.items()}
            assert worked == dict(expected), step


@pytest.mark.parametrize("judge", JUDGES, ids=[judge.__name__ for judge in JUDGES])
@SEEDS
def test_the_outcome_is_the_same(
    judge: Callable[[Meeting, Table], Judged], seed: int, tmp_path: Path
) -> None:
    meeting = meeting_of(judge.__name__, tmp_path)
    ballots = drawn(meeting, seed)
    agree(results_on(meeting, tmp_path, typed(meeting, ballots)), judge(meeting, ballots))


@SEEDS
def test_marks_of_two_meetings_make_the_final_ones(seed: int, tmp_path: Path) -> None:
    """S1.4, S1.5: 40 % and 80 %; 100, 85, 70 and 50 %; interview, second vote, both worth 30."""
    open_selection = meeting_of("open_selection", tmp_path)
    figures = typed(open_selection, drawn(open_selection, seed))
    interview = following(
        open_selection, results_on(open_selection, tmp_path, figures), "interview"
    )
    before = drawn(interview, seed)
    results = results_on(interview, tmp_path, typed(interview, before))
    assessment = following(interview, results, "assessment")
    ballots = drawn(assessment, seed)
    found = results_on(assessment, tmp_path, typed(assessment, ballots))

    size, here = voters(assessment, "staff"), [each.id for each in assessment.people]
    named = everybody(assessment, votes(ballots, "staff", "recommend"))
    good = everybody(assessment, votes(ballots, "staff", "evaluation", "excellent", "competent"))
    evaluated = {who for who in here if named[who] * 10 >= size * 4}
    candidates = {who for who in evaluated if good[who] * 10 >= size * 8}
    worth = {"excellent": 100, "competent": 85, "basic": 70, "not-competent": 50}
    grades = ballots[ballots["item"] == "evaluation"]
    graded = (
        grades.assign(worth=grades["answer"].map(worth))
        .groupby("person")["worth"]
        .apply(lambda each: Fraction(int(each.sum()), 100 * len(each)))
    )
    total = (
        (
            scored(before, "interview").map(lambda each: each * 30 / 100)
            + share(everybody(interview, votes(before, "second", "second")), 58, 30)
        )[here]
        + graded * 20
        + scored(ballots, "team") / 5
    )
    proposed = first(total, 4, candidates)
    agree(
        found,
        {
            "evaluated": evaluated,
            "candidates": candidates,
            "graded": graded,
            "total": total,
            "proposed": proposed if len(proposed) <= 4 else None,
        },
    )


def test_every_preset_has_a_judge() -> None:
    judged = {each.__name__ for each in (*JUDGES, *others.JUDGES)} | JUDGED_BY_HAND
    assert judged | {"assessment"} == set(preset_names())
    assert all(load_preset(name).row for name in judged)
